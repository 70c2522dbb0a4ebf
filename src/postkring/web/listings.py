"""Turns a page of a list (lists/listing.py) into what its template takes. The state stands in the URL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import pgettext

from postkring.criteria.criterion import Criterion
from postkring.criteria.rows import field_names
from postkring.kit.text import is_storable
from postkring.lists.contacts import ALIASES
from postkring.lists.filters import Filter, condition_of, filters_of, wider
from postkring.lists.listing import MOST_ORDERS, PAGE_SIZES, Listing, ListPage, ListState, Order, listing
from postkring.lists.names import LOOKS, unknown_names
from postkring.web.filters import FORM, PANE, PLACE, FilterPane, pane_of
from postkring.web.forms import not_storable
from postkring.web.frame import is_part
from postkring.web.pages import answer, part
from postkring.web.request import Request, query_with
from postkring.web.saved_views.bar import view_bar
from postkring.web.tables import Column, paging_of

Row = TypeVar("Row", bound=models.Model)
WHOLE_PAGE: Final = "rows"  # what is renewed of a list that has a page to itself
CHOOSE: Final = "choose"  # in the URL of a list: its columns and orders are asked for
Narrow = Callable[[Any, Q], Any]


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the query without it."""

    text: str
    without: str


@dataclass(frozen=True)
class Offer:
    """A filter that would find something where that of a field finds nothing, and the query with it."""

    label: str
    sentence: str
    url: str


@dataclass(frozen=True)
class ViewChoice:
    """What the menu View offers: every column, ticked when it is shown; up to three orders; how many rows."""

    columns: Sequence[tuple[str, str, bool, bool]]  # key, label, is shown, is fixed
    orders: Sequence[tuple[str, str]]
    chosen: Sequence[Order | None]
    kept: Sequence[tuple[str, str]]
    size: int
    anchor: str = ""  # where on its page the list stands
    sizes: Sequence[int] = PAGE_SIZES


def query_of(request: HttpRequest) -> dict[str, str]:
    """The query of a list as one value for each name; nothing of it where it holds a sign that no database takes."""
    query = request.GET.dict()
    for name in ("columns", "sort"):  # a form sends one value for each box
        query[name] = ",".join(each for each in request.GET.getlist(name) if each)
    return {name: value for name, value in query.items() if value} if is_readable(request) else {}


def is_readable(request: HttpRequest) -> bool:
    """False where the URL holds a sign that no database takes: such a text finds nobody, such a position is none."""
    return all(is_storable(value) for _, values in request.GET.lists() for value in values)


def narrowing(query: QueryDict) -> str:
    """Of the query of a list what says which rows it shows: its filters and the searched words."""
    return urlencode([(name, value) for name, values in query.lists() if name == "q" or name not in LOOKS for value in values if value])


def listed(request: HttpRequest, page: ListPage, rows: "models.QuerySet[Row]") -> Listing[Row]:
    """The rows that the URL asks for: `?q=`, `?sort=`, `?size=`, `?page=`, `?after=`. Filters are the caller's (or `shown`)."""
    if not is_readable(request):
        rows = rows.none()
    return listing(page, rows, ListState.read(query_of(request), page))


def table(request: HttpRequest, found: Listing[Row], columns: Sequence[Column]) -> dict[str, Any]:
    """What a list template needs: `columns`, `rows`, `paging`, `default_sort` and `text`, the words that were searched for.

    A view whose rows show more than the records hold puts its own `rows` over these.
    """
    return {
        "columns": columns,
        "rows": found.rows,
        "paging": paging_of(found, request.GET),
        "default_sort": found.state.sort,
        "text": found.state.text,
    }


@dataclass(frozen=True)
class Shown:
    """A list as the URL asks for it, and what its template takes."""

    found: Listing[Any]
    columns: Sequence[Column]
    filters: Sequence[Filter]
    pane: FilterPane
    context: dict[str, Any]


def shown(
    request: Request,
    page: ListPage,
    rows: "models.QuerySet[Row]",
    *,
    filters: Sequence[Filter] | None = None,
    columns: Sequence[Column] | None = None,
    target: str = WHOLE_PAGE,
    narrow: Narrow | None = None,
) -> Shown:
    """The list with its filters. `narrow` puts their condition on rows that only refer to what the criteria are about.

    A name in the URL that the list does not know lets nobody through, as a filter does that cannot be read.
    """
    query = query_of(request)
    filters = filters_of(page, query) if filters is None else filters
    unknown = unknown_names(page, query)
    condition = Q(pk__in=[]) if unknown else condition_of(filters)
    names = [str(error.values["name"]) for error in unknown]
    said = [error.message for error in unknown]
    narrowed = partial(_narrowed, rows, narrow=narrow)
    found = listed(request, page, narrowed(condition))
    columns = columns_of(page, found.state) if columns is None else columns
    views = view_bar(request, page, query)
    if views and unknown:  # what shows nobody is not offered for saving: a view would hold the rest of it
        views = replace(views, is_changed=False)
    pane = pane_of(request, page, filters, target=target, reset=views.reset if views and views.edit else "")
    context = {
        **table(request, found, columns),
        "pane": pane,
        "views": views,
        "view_choice": _choice_of(request, page, found.state, target) if CHOOSE in request.GET else None,
        "has_columns": bool(page.columns),
        "filters": [
            *(Chip(f"{name}={query[name]}", without(request, name)) for name in names),
            *(Chip(each.said, _with(request, each.criterion, "")) for each in filters),
        ],
        "offers": [] if found.rows or unknown else _offers(request, page, filters, narrowed, target),
        "unknown": said,
        "refused": [*said, *(each.error.message for each in filters if each.error)] or ([] if is_readable(request) else [not_storable()]),
        "is_narrowed": bool(unknown or filters or found.state.text or not is_readable(request)),
    }
    return Shown(found, columns, filters, pane, context)


def list_answer(request: Request, whole: str, rows: str, context: Mapping[str, Any]) -> HttpResponse:
    """The page of a list; for htmx its rows alone, and what they change in the filter pane; or the choice of its columns."""
    if context.get("view_choice"):
        return answer(request, "lists/view.html", {**context, "title": pgettext("ui.view", "View")})
    if not is_part(request):
        return answer(request, whole, context)
    if request.htmx.target == PANE:
        return part(request, "components/filter_pane.html", context)
    by_filters = request.htmx.trigger == FORM
    # What cannot be read is said beside its field then; a name that nobody knows has none.
    response = part(request, rows, {**context, "refused": context.get("unknown", [])} if by_filters else context)
    if by_filters:
        response.write(render_to_string("components/filter_meanings.html", dict(context), request))
    if context["views"]:
        response.write(render_to_string("components/view_tabs.html", {"views": context["views"], "out_of_band": True}, request))
    return response


def columns_of(page: ListPage, state: ListState) -> list[Column]:
    """The chosen columns; those that the list shows by itself give way on narrow screens, chosen ones are all shown."""
    by_key = {column.key: column for column in page.columns}
    usual = state.columns == tuple(column.key for column in page.columns if column.is_shown)
    return [
        Column(each.key, str(each.label), each.order, each.kind, each.rank if usual else min(each.rank, 2), each.filter, each.is_fixed)
        for each in (by_key[key] for key in state.columns)
    ]


def without(request: HttpRequest, name: str) -> str:
    """The query without a name that stands in it."""
    return query_with(request.GET, dict.fromkeys([*PLACE, name]))


def _with(request: HttpRequest, criterion: Criterion, text: str) -> str:
    """The query with another text for one filter, "" for none, however it is called in the address."""
    aliases = [alias for alias, meant in ALIASES.items() if meant == criterion.key]
    return query_with(request.GET, dict.fromkeys([*PLACE, *aliases, *field_names(criterion)]) | {criterion.key: text})


def _narrowed(rows: Any, condition: Q, *, narrow: Narrow | None) -> Any:
    return narrow(rows, condition) if narrow else rows.filter(condition)


def _offers(request: Request, page: ListPage, filters: Sequence[Filter], narrowed: Callable[[Q], Any], target: str) -> list[Offer]:
    """For each filter with a plain word that finds nothing, what contains it. Nothing while a filter cannot be read."""
    if not is_readable(request) or any(each.error for each in filters):
        return []
    text = request.GET.get("q", "").strip()

    def count(condition: Q) -> int:
        rows = narrowed(condition)
        found: int = (page.search(rows, text) if text and page.search else rows).order_by().count()
        return found

    anchor = "" if target == WHOLE_PAGE else f"#{target}"
    return [
        Offer(str(each.criterion.label), word.found(number), f"{_with(request, each.criterion, word.filter)}{anchor}")
        for each, word, number in wider(filters, count)
    ]


def _choice_of(request: HttpRequest, page: ListPage, state: ListState, target: str) -> ViewChoice:
    offered = sorted(page.columns, key=lambda column: state.columns.index(column.key) if column.key in state.columns else len(page.columns))
    labels = {column.order: str(column.label) for column in page.columns if column.order}
    chosen = [*state.orders, *[None] * MOST_ORDERS][:MOST_ORDERS]
    left_out = {"columns", "sort", "size", CHOOSE, *PLACE}
    return ViewChoice(
        columns=[(each.key, str(each.label), each.key in state.columns, each.is_fixed) for each in offered],
        orders=[(order, labels[order]) for order in page.orders if order in labels],
        chosen=chosen,
        kept=[(name, value) for name in request.GET if name not in left_out for value in request.GET.getlist(name) if value],
        size=state.size,
        anchor="" if target == WHOLE_PAGE else f"#{target}",
    )
