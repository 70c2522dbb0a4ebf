"""Whose work one may see and cancel: one's own; administrators that of everybody."""

from django.db.models import QuerySet
from django.utils.translation import pgettext

from postkring.accounts.access import may, require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.errors import NotFound
from postkring.work.models import Work


def work_to_see(*, by: User) -> QuerySet[Work]:
    require(by, Permission.EDIT_CONTACTS)
    rows = Work.objects.select_related("by", "change_set")
    return rows if may(by, Permission.ADMINISTER) else rows.filter(by=by)


def one_to_see(number: int, *, by: User) -> Work:
    """Raises NotFound, for work of somebody else as well."""
    found = work_to_see(by=by).filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    return found
