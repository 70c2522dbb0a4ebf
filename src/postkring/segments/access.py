"""Fetching a segment by its number, with permission."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.codes import asked_code
from postkring.kit.errors import NotFound
from postkring.segments.models import Segment


def segment_to_read(number: str, *, by: User) -> Segment:
    require(by, Permission.READ)
    return _segment(number)


def segment_to_change(number: str, *, by: User) -> Segment:
    require(by, Permission.EDIT_SEGMENTS)
    return _segment(number)


def _segment(number: str) -> Segment:
    found = Segment.objects.filter(number=asked_code(number)).first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=number)
    return found
