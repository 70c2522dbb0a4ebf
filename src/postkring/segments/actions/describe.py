"""Changing the header of a segment; its lines follow (R-4003)."""

from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.ledger.acts import Writer, act
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean_these
from postkring.ledger.models import ChangeSet
from postkring.segments.actions.header import clean_description, locked
from postkring.segments.models import Segment, SegmentLine
from postkring.segments.queries import line_keys, read_before
from postkring.segments.under_way import HELD

_VERB: Final = "segment.change"
_COLUMNS: Final = ("description", "date")


def change_segment(segment: Segment, *, description: str, day: date, by: User) -> ChangeSet | None:
    """None when header and lines say so already."""
    require(by, Permission.EDIT_SEGMENTS)
    with act(_VERB, by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = _change_header(writer, segment, description, day)
        _follow(writer, stored, SegmentLine.objects.filter(segment=stored))
        writer.count(changed=1)
        writer.say(lambda: _sentence(stored.number))
    return writer.change_set if writer.did_something else None


def change_segment_in_steps(segment: Segment, *, description: str, day: date, by: User) -> ChangeSet | None:
    """The same act in steps: the header when it begins, then its lines. Nobody else changes the segment meanwhile."""
    require(by, Permission.EDIT_SEGMENTS)
    lines = read_before(segment, line_keys)

    def settle(writer: Writer) -> Data:
        stored = _change_header(writer, segment, description, day)
        mean_these(writer, lines(stored))
        writer.count(changed=1)
        return {HELD: stored.pk, "number": stored.number}

    begun = begin(CHANGING, _VERB, by=by, permission=Permission.EDIT_SEGMENTS, settle=settle)
    return go_on_by(CHANGING, begun, by=by)


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    stored = locked(Segment(pk=data[HELD], number=data["number"]), at=writer.change_set)
    _follow(writer, stored, SegmentLine.objects.filter(pk__in=keys(todo)))


def _change_header(writer: Writer, segment: Segment, description: str, day: date) -> Segment:
    stored = locked(segment, at=writer.change_set)
    stored.description, stored.date = clean_description(description), day
    with writer.updating(Segment.objects.filter(pk=stored.pk), _COLUMNS):
        stored.save(update_fields=_COLUMNS)
    return stored


def _follow(writer: Writer, segment: Segment, lines: QuerySet[SegmentLine]) -> None:
    with writer.updating(lines, _COLUMNS):
        lines.update(description=segment.description, date=segment.date)


def _sentence(number: str) -> str:
    return pgettext("ledger.segment_changed", "Segment %(number)s changed") % {"number": number}


CHANGING: Final = LongAct(write=_step, said=lambda data, _: _sentence(data["number"]))
