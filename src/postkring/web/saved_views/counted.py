"""How many rows a view shows: the rows of its list, narrowed as the list itself is."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from django.db import models

from postkring.accounts.models import User
from postkring.lists.classifications import GROUPS, groups_for_listing
from postkring.lists.contacts import filtered, filters_in
from postkring.lists.filters import condition_of, filters_of
from postkring.lists.listing import ListPage
from postkring.lists.segments import SEGMENTS
from postkring.saved_views.models import ListName, SavedView
from postkring.saved_views.queries import page_of, stored
from postkring.segments.queries import for_listing
from postkring.web.changes.listed_changes import changes_in

Rows: TypeAlias = "models.QuerySet[Any, Any]"
Query: TypeAlias = Mapping[str, str]


def number_of_rows(view: SavedView, *, by: User) -> int:
    """Raises the DomainError of a view that means nothing any more: it is not nought."""
    query, page = stored(view), page_of(view)
    rows = _ROWS[ListName(view.list_name)](query, by)
    if (text := query.get("q", "")) and page.search:
        rows = page.search(rows, text)
    return rows.order_by().count()


def _narrowed(page: ListPage, rows: Rows, query: Query) -> Rows:
    filters = filters_of(page, query)
    for each in filters:
        if each.error:
            raise each.error
    return rows.filter(condition_of(filters))


_ROWS: Final[dict[ListName, Callable[[Query, User], Rows]]] = {
    ListName.CONTACTS: lambda query, by: filtered(filters_in(query)),
    ListName.MAILING_GROUPS: lambda query, by: _narrowed(GROUPS, groups_for_listing(empty=bool(query.get("empty"))), query),
    ListName.SEGMENTS: lambda query, by: _narrowed(SEGMENTS, for_listing(), query),
    ListName.CHANGES: lambda query, by: changes_in(query, by=by),
}
