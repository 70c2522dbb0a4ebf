"""Fetching an import by its number, with permission."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.imports.models import FileImport
from postkring.kit.errors import NotFound


def import_to_load(number: int, *, by: User) -> FileImport:
    require(by, Permission.EDIT_CONTACTS)
    found = FileImport.objects.select_related("by", "change_set").filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    return found
