"""Fetching a view with permission. A private view of somebody else is not found, whoever asks."""

from django.utils.translation import pgettext

from postkring.accounts.access import may, require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.errors import NotFound
from postkring.saved_views.models import SavedView
from postkring.saved_views.queries import visible_to


def view_to_read(key: int, *, by: User) -> SavedView:
    require(by, Permission.READ)
    found = visible_to(by).filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise gone()
    return found


def view_to_change(key: int, *, by: User) -> SavedView:
    found = view_to_read(key, by=by)
    require(by, needed_to_change(found))
    return found


def needed_to_change(view: SavedView) -> Permission:
    """One's own needs no more than reading; the shared ones are everybody's."""
    return Permission.SHARE_VIEWS if view.is_shared else Permission.READ


def may_change(view: SavedView, *, by: User) -> bool:
    return (view.is_shared or view.owner_id == by.pk) and may(by, needed_to_change(view))


def gone() -> NotFound:
    return NotFound(pgettext("msg.record_gone", "This record no longer exists."))
