"""Reuse Segment (R-4508): the contacts of a logged segment come into another one, each once (D2), as one step Add Contacts."""

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.segments.actions.add_contacts import add_contacts
from postkring.segments.actions.log import contacts_of_logged
from postkring.segments.logged import logged_called
from postkring.segments.models import Segment, SegmentStep
from postkring.segments.queries import Preview


def reuse_segment(segment: Segment, logged_number: str, *, by: User) -> tuple[SegmentStep, Preview]:
    """Lines take what the header says today (R-4509). Who is gone, blocked or excluded is left out and counted (R-4510, D3)."""
    require(by, Permission.EDIT_SEGMENTS)
    return add_contacts(segment, contacts_of_logged(logged_called(logged_number)), by=by)
