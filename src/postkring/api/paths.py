"""The part of an address behind the root of the service, taken apart: `companies(…)/contacts(…)/contactMailingGroups`."""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import pgettext

from postkring.api.errors import BadGuid, not_a_path

LONGEST: Final = 1_000
_GUID_LENGTH: Final = 36
MOST_PARTS: Final = 6
_PART: Final = re.compile(r"(?P<name>[$A-Za-z][\w.]*)(?:\((?:id=|number=)?(?P<key>(?:[^()/']|'(?:[^'/]|'')*')*)\))?")


@dataclass(frozen=True)
class Part:
    """`key` is what stands between parentheses, None without them."""

    name: str
    key: str | None = None


def parts_of(path: str) -> list[Part]:
    """Raises NoSuchPath for what is no address at all."""
    trimmed = path.removesuffix("/")
    if not trimmed:
        return []
    pieces = trimmed.split("/")
    if len(trimmed) > LONGEST or len(pieces) > MOST_PARTS:
        raise not_a_path(path)
    matches = [_PART.fullmatch(piece) for piece in pieces]
    if not all(matches):
        raise not_a_path(path)
    return [Part(match["name"], match["key"]) for match in matches if match]


def guid_of(text: str) -> UUID:
    """Raises BadGuid."""
    try:
        if len(text) == _GUID_LENGTH:
            return UUID(text)
    except ValueError:
        pass
    raise BadGuid(pgettext("msg.api_bad_guid", "“%(text)s” is not a GUID.") % {"text": text[:50]})
