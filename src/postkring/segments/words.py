"""A step as the user reads it: its criteria, and the options that were on."""

from postkring.criteria.selections import Selection, read_stored, sentence
from postkring.segments.models import SegmentStep
from postkring.segments.options import Options, labels_of, read_options


def step_in_words(selection: Selection, options: Options) -> str:
    """In the language of the moment."""
    return " · ".join([sentence(selection), *(str(label) for label in labels_of(options))])


def said(step: SegmentStep) -> str:
    return step_in_words(read_stored(step.selection), read_options(step.options))
