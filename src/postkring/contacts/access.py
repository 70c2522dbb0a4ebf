"""Fetching a contact by its number, with permission."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.kit.codes import asked_code
from postkring.kit.errors import NotFound
from postkring.kit.sql import only_row


def contact_to_read(number: str, *, by: User) -> Contact:
    require(by, Permission.READ)
    return _contact(number)


def contact_to_change(number: str, *, by: User) -> Contact:
    require(by, Permission.EDIT_CONTACTS)
    return _contact(number)


def _contact(number: str) -> Contact:
    found = only_row(Contact.objects.select_related("company").filter(number=asked_code(number)))
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=number)
    return found
