"""What the table and paging components show: plain values that a list page fills in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from postkring.kit.text import grouped
from postkring.lists.listing import LAST_NUMBERED_PAGE, PAGE_SIZES, Listing
from postkring.web.request import query_with


@dataclass(frozen=True)
class Column:
    """`sort` is the value of `?sort=` that orders by this column; empty: it cannot be ordered by.

    `kind` is text, number (right aligned, tabular) or wide (takes the room that is left). `rank` says when the column
    gives way to others: 1 always shown, 2 from 640 px on, 3 from 1200, 4 from 1440, 5 from 1600. `filter` is the filter on what it shows;
    `is_fixed`: it cannot be hidden.
    """

    key: str
    label: str
    sort: str = ""
    kind: str = "text"
    rank: int = 2
    filter: str = ""
    is_fixed: bool = False

    @cached_property
    def opening(self) -> SafeString:
        """The tag that opens a cell of text in this column."""
        return SafeString(f'<td class="rank-{self.rank}">' if self.rank > 2 else "<td>")


@dataclass(frozen=True)
class ContactRow:
    """A row of a list of contacts: what its box sends, what it is called, where its menu leads without script; its cells in one piece."""

    number: str
    name: str
    url: str
    cells: SafeString


@dataclass(frozen=True)
class Step:
    """One page of the pagination, or one number of rows per page: the number to read, and the query that leads there."""

    label: str
    query: str
    is_current: bool = False
    is_gap: bool = False


@dataclass(frozen=True)
class Paging:
    """Rows `first` to `last` of `total`; None as total while it is not known. Queries are empty where nothing follows.

    `exact` leads to the exact total where it was not counted to its end; the total is then shown as a least number.
    """

    first: int
    last: int
    total: int | None
    previous: str = ""
    next: str = ""
    steps: Sequence[Step] = ()
    sizes: Sequence[Step] = ()
    exact: str = ""


def paging_of(listing: Listing[Any], query: QueryDict) -> Paging:
    """The pagination below a listing. `query` is that of the page; everything else in it stays."""
    state = listing.state
    return Paging(
        first=listing.first,
        last=listing.last,
        total=listing.total,
        previous=_query(query, page=min(state.page - 1, LAST_NUMBERED_PAGE)) if state.page > 1 else "",
        next=_query(query, page=state.page + 1, after=listing.after if state.page >= LAST_NUMBERED_PAGE else "")
        if listing.has_next
        else "",
        steps=[_step(number, state.page, query) for number in _numbers(state.page, listing.pages)],
        sizes=[_size(size, state.size, query) for size in PAGE_SIZES] if listing.total > PAGE_SIZES[0] else (),
        exact="" if listing.is_exact else _query(query, count="exact"),
    )


def _numbers(page: int, pages: int) -> list[int]:
    """The first and the last page and those around this one; 0 stands for a gap."""
    shown = sorted({1, pages, *(number for number in range(page - 2, page + 3) if 1 <= number <= pages)})
    numbers: list[int] = []
    for number in shown:
        if numbers and number - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


def _step(number: int, page: int, query: QueryDict) -> Step:
    if not number:
        return Step("", "", is_gap=True)
    return Step(grouped(number), _query(query, page=number), is_current=number == page)


def _size(size: int, shown: int, query: QueryDict) -> Step:
    return Step(str(size), query_with(query, {"size": size, "page": None, "after": None, "before": None}), is_current=size == shown)


def _query(query: QueryDict, **changes: object) -> str:
    return query_with(query, {"after": None, **{name: value for name, value in changes.items() if value}})
