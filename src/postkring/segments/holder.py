"""The selections that steps and saved criteria keep: they name codes, and follow when a code is renamed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.classifications.holders import Mention
from postkring.criteria.renaming import mentions, renamed
from postkring.criteria.selections import Selection, read_stored, sentence
from postkring.ledger.acts import Writer, as_text
from postkring.ledger.declarations import Settling, label_of
from postkring.segments.models import SavedAction, SegmentStep


class StepSelections:
    def mentions(self, criterion: str, code: str, *, by: User) -> list[Mention]:
        kind, label = pgettext("page.segment", "Segment"), label_of(SegmentStep)
        naming = [(step.segment.number, sentence(selection)) for step, selection in _naming(_steps(), criterion, code)]
        return [Mention(kind, number, said, label, number) for number, said in naming]

    def rename(self, writer: Writer, criterion: str, code: str, new_code: str) -> int:
        return _rename(writer, _steps(), criterion, code, new_code)


class SavedSelections:
    """Saved criteria follow as the steps do from which they were taken."""

    def mentions(self, criterion: str, code: str, *, by: User) -> list[Mention]:
        kind, label = pgettext("page.saved_segment_criteria", "Saved Segment Criteria"), label_of(SavedAction)
        naming = [(action.saved.code, sentence(selection)) for action, selection in _naming(_actions(), criterion, code)]
        return [Mention(kind, saved, said, label, saved) for saved, said in naming]

    def rename(self, writer: Writer, criterion: str, code: str, new_code: str) -> int:
        return _rename(writer, _actions(), criterion, code, new_code)


class StepSettling(Settling):
    """A selection that is kept changes by nothing but the renaming of codes, and follows it back (see classifications/undoing.py)."""

    columns = ("selection",)


def _steps() -> "QuerySet[SegmentStep]":
    return SegmentStep.objects.select_related("segment").order_by("segment__number", "action_number")


def _actions() -> "QuerySet[SavedAction]":
    return SavedAction.objects.select_related("saved").order_by("saved__code", "action_number")


def _rename(writer: Writer, rows: "QuerySet[Any]", criterion: str, code: str, new_code: str) -> int:
    changed = []
    for row, selection in _naming(rows, criterion, code):
        row.selection = renamed(selection, criterion, code, new_code).as_data()
        changed.append(row)
    if changed:
        kept: Any = rows.model._default_manager
        with writer.updating(kept.filter(pk__in=[row.pk for row in changed]), ["selection"]):
            kept.bulk_update(changed, ["selection"], batch_size=200)
    return len(changed)


def _naming(rows: "QuerySet[Any]", criterion: str, code: str) -> Iterator[tuple[Any, Selection]]:
    for row in rows.annotate(text=as_text("selection")).filter(text__contains=f'"{criterion}"'):
        selection = read_stored(row.selection)
        if mentions(selection, criterion, code):
            yield row, selection
