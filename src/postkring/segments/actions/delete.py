"""Deleting a segment with its lines and steps (R-4011); undo brings all of it back."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.ledger.acts import Writer, act
from postkring.ledger.expectations import hold_numbers_to, hold_to
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean_these
from postkring.ledger.models import ChangeSet
from postkring.segments.actions.header import locked
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.segments.queries import line_keys, read_before
from postkring.segments.under_way import HELD

_VERB: Final = "segment.delete"


def delete_segment(segment: Segment, *, expected: Mapping[str, int] | None = None, by: User) -> ChangeSet:
    """`expected`: the number of `lines` that the user saw. Raises PreviewChanged when it is another one by now, and nothing is deleted."""
    require(by, Permission.EDIT_SEGMENTS)
    with act(_VERB, by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment, at=writer.change_set)
        writer.count(lines=writer.delete(SegmentLine.objects.filter(segment=stored)))
        _delete_header(writer, stored)
        hold_to(writer, expected)
        writer.say(lambda: _sentence(stored.number))
    return writer.change_set


def delete_segment_in_steps(segment: Segment, *, expected: Mapping[str, int] | None, by: User) -> ChangeSet | None:
    """The same act in steps: its lines, and then the segment itself. Nobody else changes it meanwhile."""
    require(by, Permission.EDIT_SEGMENTS)
    lines = read_before(segment, line_keys)

    def settle(writer: Writer) -> Data:
        stored = locked(segment, at=writer.change_set)
        hold_numbers_to({"lines": mean_these(writer, lines(stored))}, expected)
        writer.count(deleted=0, lines=0)
        return {HELD: stored.pk, "number": stored.number}

    begun = begin(DELETING, _VERB, by=by, permission=Permission.EDIT_SEGMENTS, settle=settle)
    return go_on_by(DELETING, begun, by=by)


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    _held(writer, data)
    writer.count(lines=writer.delete(SegmentLine.objects.filter(pk__in=keys(todo))))


def _finish(writer: Writer, data: Data) -> None:
    _delete_header(writer, _held(writer, data))


def _held(writer: Writer, data: Data) -> Segment:
    return locked(Segment(pk=data[HELD], number=data["number"]), at=writer.change_set)


def _delete_header(writer: Writer, segment: Segment) -> None:
    writer.delete(SegmentStep.objects.filter(segment=segment))
    writer.delete(Segment.objects.filter(pk=segment.pk))
    writer.count(deleted=1)


def _sentence(number: str) -> str:
    return pgettext("ledger.segment_deleted", "Segment %(number)s deleted") % {"number": number}


DELETING: Final = LongAct(write=_step, said=lambda data, _: _sentence(data["number"]), finish=_finish)
