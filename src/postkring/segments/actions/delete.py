"""Deleting a segment with its lines and steps (R-4011); undo brings all of it back."""

from collections.abc import Mapping

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.ledger.acts import act
from postkring.ledger.expectations import hold_to
from postkring.ledger.models import ChangeSet
from postkring.segments.actions.header import locked
from postkring.segments.models import Segment, SegmentLine, SegmentStep


def delete_segment(segment: Segment, *, expected: Mapping[str, int] | None = None, by: User) -> ChangeSet:
    """`expected`: the number of `lines` that the user saw. Raises PreviewChanged when it is another one by now, and nothing is deleted."""
    require(by, Permission.EDIT_SEGMENTS)
    with act("segment.delete", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment)
        lines = writer.delete(SegmentLine.objects.filter(segment=stored))
        writer.delete(SegmentStep.objects.filter(segment=stored))
        writer.delete(Segment.objects.filter(pk=stored.pk))
        writer.count(deleted=1, lines=lines)
        hold_to(writer, expected)
        writer.say(lambda: pgettext("ledger.segment_deleted", "Segment %(number)s deleted") % {"number": stored.number})
    return writer.change_set
