"""Fetching a mailing group by its code, with permission."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.mailing_groups import MailingGroup
from postkring.kit.codes import asked_code
from postkring.kit.errors import NotFound


def group_to_read(code: str, *, by: User) -> MailingGroup:
    require(by, Permission.READ)
    return _group(code)


def group_to_change(code: str, *, by: User) -> MailingGroup:
    require(by, Permission.EDIT_CONTACTS)
    return _group(code)


def _group(code: str) -> MailingGroup:
    found = MailingGroup.objects.filter(code=asked_code(code)).first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=code)
    return found
