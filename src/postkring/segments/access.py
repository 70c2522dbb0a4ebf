"""Fetching a segment by its number and saved criteria by their code, with permission."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.codes import asked_code
from postkring.kit.errors import NotFound
from postkring.segments.models import SavedCriteria, Segment, SegmentLine


def segment_to_read(number: str, *, by: User) -> Segment:
    require(by, Permission.READ)
    return _segment(number)


def segment_to_change(number: str, *, by: User) -> Segment:
    require(by, Permission.EDIT_SEGMENTS)
    return _segment(number)


def line_to_change(number: str, contact: str, *, by: User) -> SegmentLine:
    """The line of a segment by the number of the contact on it."""
    require(by, Permission.EDIT_SEGMENTS)
    lines = SegmentLine.objects.select_related("segment", "contact")
    found = lines.filter(segment=_segment(number), contact__number=asked_code(contact)).first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=contact)
    return found


def _segment(number: str) -> Segment:
    found = Segment.objects.filter(number=asked_code(number)).first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=number)
    return found


def saved_criteria_to_read(code: str, *, by: User) -> SavedCriteria:
    require(by, Permission.READ)
    return _saved(code)


def saved_criteria_to_change(code: str, *, by: User) -> SavedCriteria:
    require(by, Permission.EDIT_SEGMENTS)
    return _saved(code)


def _saved(code: str) -> SavedCriteria:
    found = SavedCriteria.objects.filter(code=asked_code(code)).first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=code)
    return found
