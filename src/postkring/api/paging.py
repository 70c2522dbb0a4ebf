"""Pages by key: where the next one begins stands in the link to it, so that no row that was not changed is missed or repeated."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from django.core.exceptions import ValidationError
from django.db.models import F, OrderBy, Q, QuerySet

from postkring.api.options import Options, unreadable
from postkring.kit.text import is_storable

_TOKEN: Final = "$skiptoken"  # noqa: S105 - the name of an option
# What decides which rows there are, and in which order. How much of each is shown may change on the way.
_DECISIVE: Final = ("$filter", "$search", "$orderby", "asOf")


@dataclass(frozen=True)
class Place:
    """The last row that was handed out: the values it is ordered by and its key; `left` of `$top` are still to come."""

    values: tuple[Any, ...]
    key: int
    left: int | None
    size: int


def token_of(place: Place, query: Mapping[str, str], path: str) -> str:
    written = orjson.dumps([_hash(query, path), place.left, place.size, *place.values, place.key], option=orjson.OPT_UTC_Z)
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def place_of(options: Options, query: Mapping[str, str], path: str, columns: int) -> Place | None:
    """Raises RequestError for a link that was not made by us, or for another question."""
    if not options.token:
        return None
    try:
        written = orjson.loads(base64.urlsafe_b64decode(options.token.encode() + b"=" * (-len(options.token) % 4)))
    except (ValueError, UnicodeEncodeError) as error:
        raise unreadable(_TOKEN) from error
    if not isinstance(written, list) or len(written) != columns + 4 or written[0] != _hash(query, path):
        raise unreadable(_TOKEN)
    _, left, size, *values, key = written
    if not _is_number(key) or not _is_number(size) or not (left is None or _is_number(left)):
        raise unreadable(_TOKEN)
    if not all(isinstance(value, int | str) and (isinstance(value, int) or is_storable(value)) for value in values):
        raise unreadable(_TOKEN)
    return Place(tuple(values), key, left, size)


def ordering(columns: Sequence[str], *, is_descending: bool) -> list[OrderBy]:
    """The key goes the way of the column: an index is then read straight."""
    return [F(column).desc() if is_descending else F(column).asc() for column in (*columns, "pk")]


def beyond(rows: "QuerySet[Any, Any]", columns: Sequence[str], place: Place, *, is_descending: bool) -> Any:
    """The rows after the place. In this form both databases answer from the index."""
    sign = "lt" if is_descending else "gt"
    condition = Q(**{f"pk__{sign}": place.key})
    for column, value in reversed(list(zip(columns, place.values, strict=True))):
        condition = Q(**{f"{column}__{sign}e": value}) & (Q(**{f"{column}__{sign}": value}) | condition)
    try:
        return rows.filter(condition)
    except (ValidationError, ValueError, TypeError) as error:  # an instant, say, that a stranger's link makes of a name
        raise unreadable(_TOKEN) from error


def plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else value.isoformat()


def _hash(query: Mapping[str, str], path: str) -> str:
    decisive = orjson.dumps([path, *(query.get(name) for name in _DECISIVE)])
    return hashlib.blake2b(decisive, digest_size=6).hexdigest()


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
