"""Which acts a user may read about: set-up and users are for administrators, everything else for whoever reads contacts."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext

from postkring.accounts.access import may, require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.errors import NotFound
from postkring.ledger.models import ChangeSet

# What an act needed says what its rows are about, but for those on contacts that are for administrators alone: there its verb does.
# One that needed no more than reading is about what is private, and read by who did it. What is neither stays with the administrators.
_FOR_EVERY_READER: Final = (Permission.EDIT_CONTACTS, Permission.EDIT_SEGMENTS, Permission.SHARE_VIEWS)
_ABOUT_CONTACTS: Final = ("contact.", "mailing_group.", "industry_group.", "job_responsibility.", "segment.", "import.")


def names_read(user: str) -> tuple[str, ...]:
    """What is read of a user to say who it was, for `only`; `user` leads to it from the rows that are read."""
    return tuple(f"{user}__{name}" for name in ("username", "first_name", "last_name"))


def done_by(acts: Collection[int]) -> dict[int, str]:
    """Who did each of these acts, in one query; "" where nobody was signed in."""
    found = ChangeSet.objects.filter(number__in=acts).select_related("by").only(*names_read("by"))
    return {act.number: str(act.by or "") for act in found}


def changes_to_read(*, by: User) -> QuerySet[ChangeSet]:
    require(by, Permission.READ)
    if may(by, Permission.ADMINISTER):
        return ChangeSet.objects.all()
    named = reduce(or_, (Q(verb__startswith=verbs) for verbs in _ABOUT_CONTACTS))
    about = ChangeSet.objects.filter(named).exclude(permission__in=_FOR_EVERY_READER).order_by().values("pk")
    own = Q(permission=Permission.READ) & (Q(by=by) | Q(first__by=by))
    return ChangeSet.objects.filter(Q(permission__in=_FOR_EVERY_READER) | own | Q(pk__in=about) | Q(first__in=about))


def change_to_read(number: int, *, by: User) -> ChangeSet:
    """Raises NotFound, and NotPermitted for an act on the set-up or on users."""
    require(by, Permission.READ)
    found = ChangeSet.objects.filter(number=number).select_related("by", "first", "undoes", "undone_by__by").first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    if not may_read(found, by=by):
        require(by, Permission.ADMINISTER)
    return found


def may_read(change_set: ChangeSet, *, by: User) -> bool:
    """Of a change set that `by`, who reads contacts, has come upon; the same rule as of changes_to_read."""
    if change_set.permission in _FOR_EVERY_READER or may(by, Permission.ADMINISTER):
        return True
    if change_set.permission == Permission.READ:
        return by.pk in (change_set.by_id, change_set.original().by_id)
    return change_set.original().verb.startswith(_ABOUT_CONTACTS)
