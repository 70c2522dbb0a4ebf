"""A segment that was emptied may begin anew: its steps go (R-4109). One Undo brings them back."""

from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.errors import Refused
from postkring.kit.text import grouped
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet
from postkring.segments.actions.header import locked
from postkring.segments.models import Segment, SegmentLine, SegmentStep


def clear_steps(segment: Segment, *, by: User) -> ChangeSet:
    """Raises Refused while anybody is on a line: those lines would have no step that says why."""
    require(by, Permission.EDIT_SEGMENTS)
    with act("segment.clear_steps", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment, at=writer.change_set)
        if SegmentLine.objects.filter(segment=stored).exists():
            raise Refused(pgettext("msg.steps_needed", "The steps stay as long as the segment has lines."))
        cleared = writer.delete(SegmentStep.objects.filter(segment=stored))
        writer.count(deleted=cleared)
        writer.say(lambda: _sentence(stored.number, cleared))
    return writer.change_set


def _sentence(number: str, cleared: int) -> str:
    message = npgettext(
        "ledger.steps_cleared", "%(count)s step of segment %(number)s cleared", "%(count)s steps of segment %(number)s cleared", cleared
    )
    return message % {"count": grouped(cleared), "number": number}
