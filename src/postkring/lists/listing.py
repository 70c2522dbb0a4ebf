"""A list cut into pages. Numbered pages up to a limit, beyond it by key, so that the last page costs what the first does."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from postkring.criteria.criterion import Criterion
from postkring.criteria.rows import gathered
from postkring.kit.sql import field_of, has_two_ways, keys_behind, no_index, read_by_key, read_in_order, with_keys
from postkring.kit.text import Words, is_storable

Row = TypeVar("Row", bound=models.Model)

PAGE_SIZES: Final = (25, 50, 100, 200)
DEFAULT_SIZE: Final = 50
LAST_NUMBERED_PAGE: Final = 200
COUNTED: Final = 10_000
MOST_ORDERS: Final = 3
MANY: Final = 2_000


@dataclass(frozen=True)
class ListColumn:
    """A column that a list can show. `order` is what `?sort=` calls it, "" where it cannot be ordered by.

    `kind` is text, code, number or wide; `rank` says when it gives way on narrow screens: 1 never, 2 below 640 px, 3 to 5 later.
    `is_shown` without a choice of the user; `is_fixed` always, for it names the row. `filter` is the criterion on what it shows.
    """

    key: str
    label: Words
    order: str = ""
    kind: str = "text"
    rank: int = 2
    is_shown: bool = True
    is_fixed: bool = False
    filter: str = ""


@dataclass(frozen=True)
class ListPage:
    """`orders` maps what stands in `?sort=` to an indexed column; the key always follows. `search` narrows by words.
    `decisive` are the orders in which no two rows are equal: what would come after one of them is left out.

    `filters` are the criteria of the filter pane by the name that stands in the URL, `first_filters` those that are always offered.

    A list that has saved views has a `name`, that of its page; `tabs` are parts of it that stand beside them, each with its filters.
    `own` are further names in its URL that narrow it, `codes` its filters by the criterion whose codes they name. `aliases` are names that
    addresses of other pages use for a filter, `asked` puts every filter under its own name.
    """

    orders: Mapping[str, str]
    default: str
    decisive: Sequence[str] = ()
    search: Callable[[Any, str], Any] | None = None
    columns: Sequence[ListColumn] = ()
    filters: Callable[[], Mapping[str, Criterion]] = dict
    first_filters: Sequence[str] = ()
    name: str = ""
    own: Sequence[str] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    tabs: Sequence[tuple[Words, Mapping[str, str]]] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    asked: Callable[[Mapping[str, str]], dict[str, str]] = dict

    def kept(self, query: Mapping[str, str]) -> dict[str, str]:
        """What of a URL says how one looks at the list. What the list does by itself is left out, so that equal is the same."""
        asked = self.asked(query)
        state, usual = ListState.read(asked, self), ListState.read({}, self)
        kept = {key: gathered(criterion, asked).strip() for key, criterion in self.filters().items()}
        kept |= {name: asked.get(name, "").strip() for name in self.own}
        kept["q"] = state.text if self.search else ""
        kept["columns"] = ",".join(state.columns) if state.columns != usual.columns else ""
        kept["sort"] = state.sort if state.sort != usual.sort else ""
        kept["size"] = str(state.size) if state.size != usual.size else ""
        return {name: text for name, text in kept.items() if text}


@dataclass(frozen=True)
class Order:
    name: str
    descending: bool = False

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True)
class ListState:
    """What the URL says about a list. Anything unreadable in it falls back to the first page in the default order."""

    text: str = ""
    orders: tuple[Order, ...] = ()
    page: int = 1
    size: int = DEFAULT_SIZE
    after: str = ""
    exact: bool = False
    columns: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, query: Mapping[str, str], page: ListPage) -> "ListState":
        state = cls(
            text=query.get("q", "").strip(),
            orders=_orders(query.get("sort", ""), page) or _orders(page.default, page),
            page=max(1, _number(query.get("page", ""), 1)),
            size=_number(query.get("size", ""), DEFAULT_SIZE),
            after=query.get("after", ""),
            exact=query.get("count") == "exact",
            columns=_columns(query.get("columns", ""), page),
        )
        if state.size not in PAGE_SIZES:
            state = replace(state, size=DEFAULT_SIZE)
        if state.page > LAST_NUMBERED_PAGE and not state.after:
            state = replace(state, page=LAST_NUMBERED_PAGE)
        return state

    @property
    def sort(self) -> str:
        return ",".join(map(str, self.orders))


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """One page. `total` was counted to its end when `is_exact`, else it is a least number. `after` leads to the next page by key."""

    rows: Sequence[Row]
    state: ListState
    total: int
    is_exact: bool
    has_next: bool
    after: str

    @property
    def first(self) -> int:
        return (self.state.page - 1) * self.state.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def pages(self) -> int:
        """Numbered pages, as far as they are numbered and known to be there."""
        counted = max(1, -(-self.total // self.state.size))
        known = counted if self.is_exact else max(counted, self.state.page + int(self.has_next))
        return min(LAST_NUMBERED_PAGE, known)


def listing(page: ListPage, rows: "models.QuerySet[Row]", state: ListState) -> Listing[Row]:
    """First the keys of the page, which an index gives alone, then its rows, then a count that stops at a limit.

    The count is left out where the page itself shows the end.
    """
    if state.text and page.search:
        rows = page.search(rows, state.text)
    sorting = [(page.orders[order.name], order.descending) for order in state.orders]
    beyond = _beyond(rows, sorting, state)
    if beyond is None:
        state = replace(state, page=min(state.page, LAST_NUMBERED_PAGE), after="")
    counted = _count(rows) if has_two_ways(rows) else None
    keys = _keys(rows, sorting, state, beyond, counted)
    if not keys and state.page > 1 and beyond is None:
        total = counted[0] if counted and counted[1] else rows.order_by().count()
        state = replace(state, page=max(1, -(-total // state.size)))
        keys = _keys(rows, sorting, state, beyond, counted)
    shown = _in_order(rows, keys[: state.size])
    total, is_exact = _total(rows, state, len(keys), counted)
    after = _place(shown[-1], sorting) if shown else ""
    return Listing(shown, state, total, is_exact, has_next=len(keys) > state.size, after=after)


def _orders(sort: str, page: ListPage) -> tuple[Order, ...]:
    """The orders of a URL, each once and at most three; () when one of them is none of the list's."""
    orders: dict[str, Order] = {}
    for part in sort.split(",") if sort else ():
        name = part.removeprefix("-")
        if name not in page.orders:
            return ()
        if not any(above in page.decisive for above in orders):
            orders.setdefault(name, Order(name, part.startswith("-")))
    return tuple(orders.values())[:MOST_ORDERS]


def _columns(chosen: str, page: ListPage) -> tuple[str, ...]:
    """The keys of the columns to show, in their order. Without a choice those that the list shows by itself; fixed ones always."""
    known = {column.key: column for column in page.columns}
    wanted = [key for key in dict.fromkeys(chosen.split(",")) if key in known]
    if not wanted:
        return tuple(key for key, column in known.items() if column.is_shown)
    return (*(key for key, column in known.items() if column.is_fixed and key not in wanted), *wanted)


def _is_start_of_many(state: ListState, total: int) -> bool:
    """A page near the start of many rows is found sooner in their order than by fetching all of them; further on it is not."""
    return total >= MANY and state.page * state.size * 8 <= total


def _in_order(rows: "models.QuerySet[Row]", keys: Sequence[int]) -> list[Row]:
    found = {row.pk: row for row in with_keys(rows, keys)} if keys else {}
    return [found[key] for key in keys if key in found]


def _total(rows: "models.QuerySet[Row]", state: ListState, found: int, counted: tuple[int, bool] | None) -> tuple[int, bool]:
    if found <= state.size and not state.after and (found or state.page == 1):
        return (state.page - 1) * state.size + found, True
    if state.exact:
        return rows.order_by().count(), True
    return counted or _count(rows)


def _count(rows: "models.QuerySet[Row]") -> tuple[int, bool]:
    behind = keys_behind(rows)
    total = (rows.order_by() if behind is None else behind)[: COUNTED + 1].count()
    return min(total, COUNTED), total <= COUNTED


def _keys(
    rows: "models.QuerySet[Row]",
    sorting: Sequence[tuple[str, bool]],
    state: ListState,
    beyond: Q | None,
    counted: tuple[int, bool] | None,
) -> list[int]:
    """The keys of the page and of one row more. The key goes the way of the last column: an index is then read straight."""
    columns = [*sorting, ("pk", sorting[-1][1])]
    if counted and _is_start_of_many(state, counted[0]):
        rows = read_in_order(rows)
    fields: list[F | Coalesce] = [F(name) for name, _ in columns]
    if counted and counted[0] < MANY:
        rows = read_by_key(rows)
        fields[0] = no_index(columns[0][0])  # an index is read in the order of its first column, or not at all
    order = [field.desc() if descending else field.asc() for field, (_, descending) in zip(fields, columns, strict=True)]
    ordered = rows.order_by(*order).values_list("pk", flat=True)
    if beyond is not None:
        return list(ordered.filter(beyond)[: state.size + 1])
    start = (state.page - 1) * state.size
    return list(ordered[start : start + state.size + 1])


def _beyond(rows: "models.QuerySet[Row]", sorting: Sequence[tuple[str, bool]], state: ListState) -> Q | None:
    """For a page without a number: whatever comes after the last row of the page before. None when that row cannot be read."""
    place = _read_place(state.after) if state.page > LAST_NUMBERED_PAGE else None
    if place is None or len(place) != len(sorting) + 1 or not isinstance(place[-1], int):
        return None
    condition = Q(**{f"pk__{_sign(sorting[-1][1])}": place[-1]})
    for (column, descending), text in reversed(list(zip(sorting, place, strict=False))):
        try:
            value = _field(rows, column).to_python(text)
            if isinstance(value, datetime):
                value = value.astimezone(UTC)
        except (ValidationError, OverflowError):
            return None
        sign = _sign(descending)
        # This form of "after the last row" is the one that both databases answer from the index.
        condition = Q(**{f"{column}__{sign}e": value}) & (Q(**{f"{column}__{sign}": value}) | condition)
    return condition


def _sign(descending: bool) -> str:
    return "lt" if descending else "gt"


def _field(rows: "models.QuerySet[Row]", column: str) -> Any:
    annotation = rows.query.annotations.get(column)
    return annotation.output_field if annotation is not None else field_of(rows.model, column)


def _place(row: models.Model, sorting: Sequence[tuple[str, bool]]) -> str:
    """Where a row stands in the order: its values and its key."""
    return json.dumps([*(str(getattr(row, column)) for column, _ in sorting), row.pk], ensure_ascii=False, separators=(",", ":"))


def _read_place(text: str) -> list[Any] | None:
    try:
        place = json.loads(text) if text and is_storable(text) else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(place, list) or not place or not all(isinstance(part, str) and is_storable(part) for part in place[:-1]):
        return None
    key = place[-1]
    return place if isinstance(key, int) and not isinstance(key, bool) and 0 < key < 2**63 else None


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
