"""Changing the header of a segment; its lines follow (R-4003)."""

from datetime import date

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.ledger.acts import act
from postkring.segments.actions.header import clean_description, locked
from postkring.segments.models import Segment, SegmentLine


def change_segment(segment: Segment, *, description: str, day: date, by: User) -> Segment:
    require(by, Permission.EDIT_SEGMENTS)
    with act("segment.change", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment)
        lines = SegmentLine.objects.filter(segment=stored)
        stored.description, stored.date = clean_description(description), day
        with writer.updating(Segment.objects.filter(pk=stored.pk), ["description", "date"]):
            stored.save(update_fields=["description", "date"])
        with writer.updating(lines, ["description", "date"]):
            lines.update(description=stored.description, date=stored.date)
        writer.count(changed=1)
        writer.say(lambda: pgettext("ledger.segment_changed", "Segment %(number)s changed") % {"number": stored.number})
    return stored
