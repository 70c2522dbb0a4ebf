"""Reads of saved views: what a user sees of them, and what one of them holds."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.kit.errors import NotAcceptable
from postkring.kit.text import fold, is_storable
from postkring.lists.listing import ListPage
from postkring.saved_views.catalogue import LISTS
from postkring.saved_views.models import PinnedView, SavedView


def visible_to(user: User) -> QuerySet[SavedView]:
    """One's own views and the shared ones."""
    return SavedView.objects.filter(Q(owner__isnull=True) | Q(owner=user))


def with_pins_of(user: User, views: QuerySet[SavedView]) -> QuerySet[SavedView]:
    """The views, each with `is_pinned`."""
    return views.annotate(is_pinned=_pinned(user))


def pinned_first(user: User, views: QuerySet[SavedView]) -> QuerySet[SavedView]:
    return views.annotate(is_pinned=_pinned(user)).order_by("-is_pinned", "name_folded", "pk")


def pinned_by(user: User) -> QuerySet[SavedView]:
    """The views on the home page of a user, in the order in which they were put there."""
    return visible_to(user).filter(pins__user=user).order_by("pins__pk")


def matching(views: QuerySet[SavedView], text: str) -> QuerySet[SavedView]:
    """The views whose names hold all words."""
    words = fold(text).split() if is_storable(text) else []
    if not words:
        return views.none()
    return views.filter(*[Q(name_folded__contains=word) for word in words])


def page_of(view: SavedView) -> ListPage:
    return LISTS[view.list_name]


def stored(view: SavedView) -> dict[str, str]:
    """What the view holds, as its list compares it. Raises NotAcceptable when it is nothing that a list could read."""
    data = view.query
    if not isinstance(data, dict) or not all(isinstance(text, str) for text in data.values()):
        raise NotAcceptable(pgettext("msg.view_unreadable", "This view cannot be read."))
    return page_of(view).kept(data)


def _pinned(user: User) -> Exists:
    return Exists(PinnedView.objects.filter(user=user, view=OuterRef("pk")))
