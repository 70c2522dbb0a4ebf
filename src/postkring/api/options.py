"""The query options of a request, read and checked. An unknown one is an error, for otherwise it would silently mean nothing."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.http import HttpRequest, QueryDict
from django.utils.translation import pgettext

from postkring.api.edm import Declared
from postkring.api.errors import RequestError
from postkring.classifications.queries import end_of_day
from postkring.kit.text import is_storable

DEFAULT_SIZE: Final = 100
LARGEST_PAGE: Final = 20_000
LARGEST_EXPANDED: Final = 1_000  # records of a page that brings related ones along
_LARGEST_NUMBER: Final = 2**63 - 1
_FARTHEST: Final = 10**15  # beyond every row, and within what a database takes

OF_MANY: Final = frozenset({"$filter", "$orderby", "$top", "$skip", "$count", "$select", "$expand", "$search", "$skiptoken"})
OF_ONE: Final = frozenset({"$select", "$expand"})
OF_A_COUNT: Final = frozenset({"$filter", "$search"})
OF_A_LIST: Final = frozenset({"$top", "$skip", "$count", "$select"})
_PAST: Final = "asOf"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TEXTS: Final = ("$filter", "$search")  # any text: what cannot be stored is unclear to the one, and found nowhere by the other


@dataclass(frozen=True)
class Options:
    """`top` and `size` in rows; `order` is the name of a property; `token` leads to a further page."""

    filter: str | None = None
    search: str = ""
    order: str = ""
    is_descending: bool = False
    top: int | None = None
    skip: int = 0
    counts: bool = False
    select: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()
    token: str = ""
    size: int = DEFAULT_SIZE
    is_sized: bool = False


def options_of(request: HttpRequest, entity_set: Declared, known: Collection[str]) -> Options:
    query = _once(request.GET, {*known, _PAST} if entity_set.knows_the_past else known)
    order, is_descending = _order(query.get("$orderby"), entity_set)
    size = preferred_size(request)
    return Options(
        filter=query.get("$filter"),
        search=query.get("$search", "").strip(),
        order=order,
        is_descending=is_descending,
        top=_number(query, "$top"),
        skip=min(_number(query, "$skip") or 0, _FARTHEST),
        counts=_truth(query, "$count"),
        select=_names(query.get("$select"), "$select", entity_set.by_name),
        expand=_names(query.get("$expand"), "$expand", entity_set.navigation),
        token=query.get("$skiptoken", ""),
        size=size or DEFAULT_SIZE,
        is_sized=size is not None,
    )


def as_of(request: HttpRequest, entity_set: Declared) -> datetime | None:
    """The end of the day that was asked for (decisions.md, API 5)."""
    given = request.GET.get(_PAST) if entity_set.knows_the_past else None
    if given is None:
        return None
    try:
        return end_of_day(day_of(given))
    except (ValueError, OverflowError) as error:
        raise unreadable(_PAST) from error


def day_of(text: str) -> date:
    """Only as 2026-02-01: Python would read weeks and days without dashes as well. Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def refuse_any(query: QueryDict) -> None:
    """Where nothing can be asked."""
    _once(query, frozenset())


def preferred_size(request: HttpRequest) -> int | None:
    """Rows per page by the header Prefer; what cannot be read there is no wish."""
    for wish in request.headers.get("Prefer", "").split(","):
        name, _, value = wish.strip().partition("=")
        if name.strip().lower() in {"odata.maxpagesize", "maxpagesize"}:
            value = value.strip().strip('"')
            if value.isascii() and value.isdigit() and 0 < len(value) < 19 and int(value):
                return min(int(value), LARGEST_PAGE)
    return None


def unreadable(option: str) -> RequestError:
    return RequestError(pgettext("msg.api_option_unreadable", "The option %(option)s cannot be read.") % {"option": option[:50]})


def _once(query: QueryDict, known: Collection[str]) -> dict[str, str]:
    for name, values in query.lists():
        if name not in known:
            said = pgettext("msg.api_option_unknown", "The option “%(option)s” is not known here.")
            raise RequestError(said % {"option": name[:50]})
        if len(values) != 1 or (name not in _TEXTS and not is_storable(values[0])):
            raise unreadable(name)
    return {name: str(value) for name, value in query.items()}


def _number(query: Mapping[str, str], name: str) -> int | None:
    given = query.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit()) or len(given) > 19 or int(given) > _LARGEST_NUMBER:
        raise unreadable(name)
    return int(given)


def _truth(query: Mapping[str, str], name: str) -> bool:
    given = query.get(name, "false")
    if given not in ("true", "false"):
        raise unreadable(name)
    return given == "true"


def _order(given: str | None, entity_set: Declared) -> tuple[str, bool]:
    if given is None:
        return "", False
    words = given.split()
    asked = entity_set.by_name.get(words[0]) if 0 < len(words) <= 2 else None
    direction = words[1] if len(words) == 2 else "asc"
    if asked is None or not asked.order or direction not in ("asc", "desc"):
        orders = [each.name for each in entity_set.properties if each.order]
        said = pgettext("msg.api_orders", "One of these orders, with asc or desc: %(orders)s.")
        raise RequestError(said % {"orders": ", ".join(orders)})
    return asked.name, direction == "desc"


def _names(given: str | None, option: str, known: Mapping[str, object]) -> tuple[str, ...]:
    if given is None:
        return ()
    names = tuple(dict.fromkeys(name.strip() for name in given.split(",")))
    if option == "$select" and names == ("*",):
        return ()
    for name in names:
        if name not in known:
            said = pgettext("msg.api_name_unknown", "%(option)s: there is no “%(name)s” here.")
            raise RequestError(said % {"option": option, "name": name[:50]})
    return names
