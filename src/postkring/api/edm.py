"""How an entity set is declared: its properties, where they stand in the database, and what clients may do with them.

The service document, `$metadata`, filters, orders and answers are all made from these declarations.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any, Final

from django.db.models import Subquery, TextChoices
from django.db.models.expressions import Combinable

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission


class Kind(Enum):
    """What a property holds. References and choices are texts to a client: a code, or one of a few words."""

    GUID = "Edm.Guid"
    TEXT = "text"
    CODE = "code"
    REFERENCE = "reference"
    CHOICE = "choice"
    FLAG = "Edm.Boolean"
    NUMBER = "Edm.Int64"
    DAY = "Edm.Date"
    INSTANT = "Edm.DateTimeOffset"
    OBJECT = "object"
    TEXTS = "texts"

    @property
    def is_text(self) -> bool:
        return self in (Kind.TEXT, Kind.CODE, Kind.REFERENCE, Kind.CHOICE)


@dataclass(frozen=True)
class Property:
    """`column` is a column of the row, a path to one of a row it refers to, or an annotation that its set makes.

    `folded` is a column that holds the same text folded. `order` is the indexed column by which clients may order, "" where they may not.
    `show` makes what a client sees of what is stored, in the language of the moment; nobody can filter by what it makes.
    """

    name: str
    kind: Kind
    column: str
    length: int = 0
    is_read_only: bool = False
    folded: str = ""
    order: str = ""
    choices: type[TextChoices] | None = None
    show: Callable[[Any], Any] | None = None
    may_be_null: bool = False

    @property
    def can_be_filtered(self) -> bool:
        return self.show is None and self.kind not in (Kind.OBJECT, Kind.TEXTS)


Made = Combinable | Subquery
Narrow = Callable[[Any, int], Any]
Links = Callable[[Sequence[int]], Iterable[tuple[int, int]]]


@dataclass(frozen=True)
class Navigation:
    """From one record to records of another set. `column` of theirs holds the key of the record, `parent` is the property that names it.

    Where no column does, `narrow` gives the rows of one record and `links` pairs of keys for some records, in the order of the set.
    """

    name: str
    target: str
    column: str = ""
    parent: str = ""
    narrow: Narrow | None = None
    links: Links | None = None

    def of(self, rows: Any, key: int) -> Any:
        return self.narrow(rows, key) if self.narrow else rows.filter(**{self.column: key})


@dataclass(frozen=True)
class Asked:
    """What a client asked beside the query options: who it is, and at which instant of the past."""

    by: User
    as_of: datetime | None = None


Values = Mapping[str, Any]


@dataclass(frozen=True)
class Writing:
    """What clients may do with the records of a set: each an action of its room, None where there is none.

    Values are those of properties, by name, of the right type. Keys are those of rows: `create` gives that of the new one, `change`
    that of a row which has taken the place of another.
    """

    needs: Permission
    create: Callable[[Values, User], int] | None = None
    change: Callable[[int, Values, User], int | None] | None = None
    delete: Callable[[int, User], object] | None = None


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A set as clients see it. `key` is the property that stands in an address, "" where none does."""

    name: str
    entity: str
    properties: Sequence[Property]
    key: str = "id"
    navigations: Sequence[Navigation] = ()
    knows_the_past: bool = False

    @cached_property
    def by_name(self) -> dict[str, Property]:
        return {each.name: each for each in self.properties}

    def property_about(self, field: str) -> str:
        """The property that a field of an action stands for; where none does, the field as programs spell it."""
        first, *further = field.split("_")
        spelt = first + "".join(word.capitalize() for word in further)
        by_column = {each.column.removesuffix("_id"): each.name for each in self.properties if each.show is None}
        return spelt if spelt in self.by_name else by_column.get(field, spelt)

    @cached_property
    def navigation(self) -> dict[str, Navigation]:
        return {each.name: each for each in self.navigations}


@dataclass(frozen=True, kw_only=True)
class EntitySet(Declared):
    """`rows` gives the rows, `annotations` what further columns name. `order` are the columns a client gets them by without asking.

    `versioned` are the columns whose change makes another etag. A single one is one record that needs no key.
    """

    rows: Callable[[Asked], Any]
    order: Sequence[str] = ()
    versioned: Sequence[str]
    annotations: Callable[[Asked], Mapping[str, Made]] = lambda asked: {}
    search: Callable[[Any, str], Any] | None = None
    writing: "Writing | None" = None
    is_single: bool = False

    def annotated(self, rows: Any, asked: Asked, columns: Iterable[str]) -> Any:
        """The rows with those annotations that the columns name: what nobody asks for is not counted."""
        named = set(columns)
        return rows.annotate(**{name: made for name, made in self.annotations(asked).items() if name in named})


@dataclass(frozen=True, kw_only=True)
class ListedSet(Declared):
    """A set that no table holds. `records` gives all of it, in an order that stays."""

    records: Callable[[], Sequence[dict[str, Any]]]


def guid(column: str = "guid", name: str = "id") -> Property:
    return Property(name, Kind.GUID, column, is_read_only=True)


def text(name: str, column: str = "", **more: Any) -> Property:
    return Property(name, Kind.TEXT, column or name, **more)


def code(name: str, column: str = "", **more: Any) -> Property:
    return Property(name, Kind.CODE, column or name, **more)


def flag(name: str, column: str = "", **more: Any) -> Property:
    return Property(name, Kind.FLAG, column or name, **more)


def number(name: str, column: str = "", **more: Any) -> Property:
    return Property(name, Kind.NUMBER, column or name, **more)


def instant(name: str, column: str = "", **more: Any) -> Property:
    return Property(name, Kind.INSTANT, column or name, is_read_only=True, may_be_null=True, **more)


def reference(name: str, column: str, **more: Any) -> Property:
    return Property(name, Kind.REFERENCE, column, **more)


def none_yet(name: str) -> Property:
    """A text that clients ask for by name, and that comes with a room of its own: nobody has one yet."""
    return Property(name, Kind.TEXT, "pk", is_read_only=True, show=lambda key: "")


BLANK: Final = " "  # how an enumeration says that nothing was chosen
BLANKS: Final = ("", BLANK, "_x0020_")  # the last is how clients of Business Central write the one before
