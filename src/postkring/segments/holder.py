"""The selections that steps keep: they name codes, and follow when a code is renamed."""

from collections.abc import Iterator

from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.classifications.holders import Mention
from postkring.criteria.renaming import mentions, renamed
from postkring.criteria.selections import Selection, read_stored, sentence
from postkring.ledger.acts import Writer, as_text
from postkring.ledger.declarations import Settling, label_of
from postkring.segments.models import SegmentStep


class StepSelections:
    def mentions(self, criterion: str, code: str, *, by: User) -> list[Mention]:
        kind, label = pgettext("page.segment", "Segment"), label_of(SegmentStep)
        naming = [(step.segment.number, sentence(selection)) for step, selection in _naming(criterion, code)]
        return [Mention(kind, number, said, label, number) for number, said in naming]

    def rename(self, writer: Writer, criterion: str, code: str, new_code: str) -> int:
        changed = []
        for step, selection in _naming(criterion, code):
            step.selection = renamed(selection, criterion, code, new_code).as_data()
            changed.append(step)
        if changed:
            with writer.updating(SegmentStep.objects.filter(pk__in=[step.pk for step in changed]), ["selection"]):
                SegmentStep.objects.bulk_update(changed, ["selection"], batch_size=200)
        return len(changed)


class StepSettling(Settling):
    """A step's selection changes by nothing but the renaming of codes, and follows it back (see classifications/undoing.py)."""

    columns = ("selection",)


def _naming(criterion: str, code: str) -> Iterator[tuple[SegmentStep, Selection]]:
    steps = SegmentStep.objects.annotate(text=as_text("selection")).filter(text__contains=f'"{criterion}"')
    for step in steps.select_related("segment").order_by("segment__number", "action_number"):
        selection = read_stored(step.selection)
        if mentions(selection, criterion, code):
            yield step, selection
