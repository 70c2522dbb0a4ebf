"""A step as the user reads it: its criteria, and the options that were on."""

from django.utils.translation import pgettext

from postkring.criteria.selections import Selection, read_stored, sentence
from postkring.segments.models import SavedAction, SavedCriteria, SegmentStep
from postkring.segments.options import Options, labels_of, read_options


def step_in_words(selection: Selection, options: Options) -> str:
    """In the language of the moment."""
    return " · ".join([sentence(selection), *(str(label) for label in labels_of(options))])


def said(step: SegmentStep) -> str:
    return step_in_words(read_stored(step.selection), read_options(step.options))


def saved_in_words(saved: SavedCriteria) -> str:
    """All actions, each with what it does before its criteria."""
    return " · ".join(
        pgettext("criteria.action_said", "%(action)s: %(criteria)s")
        % {"action": each.get_action_display(), "criteria": action_in_words(each)}
        for each in SavedAction.objects.filter(saved=saved).order_by("action_number")
    )


def action_in_words(action: SavedAction) -> str:
    return step_in_words(read_stored(action.selection), read_options(action.options))
