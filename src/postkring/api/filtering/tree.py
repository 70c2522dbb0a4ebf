"""What a `$filter` says, as a tree. `and` and `or` are those of the filter expressions; a value is compared exactly as it is written."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeAlias
from uuid import UUID

Value: TypeAlias = str | int | float | bool | date | datetime | UUID | None


class Letters(Enum):
    """In which case letters are compared: as they are stored, or small or large on both sides."""

    STORED = ""
    SMALL = "tolower"
    LARGE = "toupper"


@dataclass(frozen=True)
class Named:
    """A property, as it is written in the filter from `start` on."""

    name: str
    letters: Letters = Letters.STORED
    start: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Literal:
    value: Value
    start: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Compared:
    """`sign` is one of eq, ne, gt, ge, lt, le; of `in` there are several values and the sign is `eq`."""

    of: Named
    sign: str
    values: tuple[Literal, ...]


@dataclass(frozen=True)
class Found:
    """`function` is one of contains, startswith, endswith."""

    of: Named
    function: str
    text: Literal


@dataclass(frozen=True)
class Not:
    item: "Condition"


Condition: TypeAlias = "Compared | Found | Not | Joined"


@dataclass(frozen=True)
class Joined:
    """All of the items, or any of them."""

    every: bool
    items: tuple[Any, ...]
