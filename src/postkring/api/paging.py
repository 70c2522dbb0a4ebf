"""Pages by key: where the next one begins stands in the link to it, so that no row that was not changed is missed or repeated."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from django.core.signing import BadSignature, Signer
from django.db.models import F, OrderBy, Q, QuerySet

from postkring.api.options import Options, unreadable

# Signed, for what stands in it goes into statements as it is.
_SIGNER: Final = Signer(salt="postkring.api.page")
_OPTION: Final = "$skiptoken"
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
    return _SIGNER.sign_object([_hash(query, path), place.left, place.size, place.key, *place.values])


def place_of(options: Options, query: Mapping[str, str], path: str) -> Place | None:
    """Raises RequestError for a link that was not made by us, or for another question."""
    if not options.token:
        return None
    try:
        asked, left, size, key, *values = _SIGNER.unsign_object(options.token)
    except (BadSignature, ValueError) as error:
        raise unreadable(_OPTION) from error
    if asked != _hash(query, path):
        raise unreadable(_OPTION)
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
    return rows.filter(condition)


def plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else value.isoformat()


def _hash(query: Mapping[str, str], path: str) -> str:
    decisive = orjson.dumps([path, *(query.get(name) for name in _DECISIVE)])
    return hashlib.blake2b(decisive, digest_size=6).hexdigest()
