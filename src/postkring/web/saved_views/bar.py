"""The tabs above a list: its views, which of them one is in, and what to do when the list shows something else by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from postkring.accounts.models import User
from postkring.kit.errors import DomainError
from postkring.lists.listing import ListPage
from postkring.saved_views.access import may_change
from postkring.saved_views.models import SavedView
from postkring.saved_views.queries import pinned_first, stored, visible_to
from postkring.web.request import Request

VIEW: Final = "view"  # in the URL of a list: the view that one is in. The URL says the rest itself, so that nothing reads a list otherwise
MOST_TABS: Final = 8


@dataclass(frozen=True)
class ViewTab:
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ViewBar:
    """`tabs` are the parts of the list that it declares, then the views. `reset` leads to the list as the view, or the part, has it,
    `edit` to the view's own page. While the list shows something else (`is_changed`), `save` stores that into the view (posting `seen`,
    what the view held), "" where it may not; `save_as` makes it a view of its own.
    """

    list_name: str
    tabs: Sequence[ViewTab]
    shows_all: bool
    has_more: bool
    is_changed: bool
    reset: str
    save_as: str
    edit: str = ""
    save: str = ""
    seen: str = ""


def view_bar(request: Request, page: ListPage, query: Mapping[str, str]) -> ViewBar | None:
    """None for a list that has no views."""
    if not page.name:
        return None
    views = visible_to(request.user).filter(list_name=page.name)
    view = view_asked(request, page)
    # Those on one's home page first: who has many views says so which ones stand here.
    first = list(pinned_first(request.user, views)[: MOST_TABS + 1])
    tabs = first[:MOST_TABS] if view is None or view in first[:MOST_TABS] else [*first[: MOST_TABS - 1], view]
    now = page.kept(query)
    part = None if view else _part_shown(page, now)
    return ViewBar(
        list_name=page.name,
        tabs=[
            *(ViewTab(str(label), reverse(page.name, query=asked), asked is part) for label, asked in page.tabs),
            *(ViewTab(each.name, reverse("saved_view", args=[each.pk]), each == view) for each in tabs),
        ],
        shows_all=view is None and part is None,
        has_more=len(first) > MOST_TABS,
        is_changed=now != (_held(view) if view else part or {}),
        reset=reverse("saved_view", args=[view.pk]) if view else reverse(page.name, query=part),
        save_as=reverse("saved_view_new", args=[page.name], query=now),
        **_own(view, now, request.user),
    )


def _part_shown(page: ListPage, now: Mapping[str, str]) -> Mapping[str, str] | None:
    """The part of the list with a tab that the list shows, or some of it; None where it is in no such part."""
    return next((asked for _, asked in page.tabs if asked.items() <= now.items()), None)


def view_asked(request: HttpRequest, page: ListPage) -> SavedView | None:
    """The view that the URL says one is in; None where it says none that this user has."""
    key, user = request.GET.get(VIEW, ""), request.user
    if not (isinstance(user, User) and key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    return visible_to(user).filter(pk=int(key), list_name=page.name).first()


def list_url(view: SavedView) -> str:
    """The list as the view has it. Raises NotAcceptable when it cannot be read."""
    return reverse(view.list_name, query={VIEW: str(view.pk)} | stored(view))


def _own(view: SavedView | None, now: Mapping[str, str], user: User) -> dict[str, str]:
    if view is None:
        return {}
    edit = reverse("saved_view_edit", args=[view.pk])
    if not may_change(view, by=user):
        return {"edit": edit}
    held = _held(view)
    return {"edit": edit, "save": reverse("saved_view_save", args=[view.pk], query=now), "seen": urlencode(held or {})}


def _held(view: SavedView) -> dict[str, str] | None:
    try:
        return stored(view)
    except DomainError:
        return None
