"""Compiles what a `$filter` says into a condition on the rows of a set. What the set does not declare is an error, never "no filter"."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from postkring.api.edm import BLANKS, Kind, Property
from postkring.api.filtering.grammar import EXAMPLES, parse
from postkring.api.filtering.tree import Compared, Condition, Found, Joined, Letters, Literal, Named, Not
from postkring.criteria.criterion import joined
from postkring.criteria.errors import Counted, FilterError, beyond_limits, unclear
from postkring.criteria.expressions import LONGEST_CHAIN, LONGEST_PATH
from postkring.kit.text import fold

_LETTERS: Final = {Letters.STORED: "bytewise", Letters.SMALL: "small", Letters.LARGE: "large"}
_ORDERED: Final = {"gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}
_WORDS: Final = {"contains": "contains", "startswith": "startswith", "endswith": "endswith"}
_LARGEST: Final = 2**63
NOBODY: Final = Q(pk__in=[])

Check = Callable[[Any], bool]
_FITS: Final[Mapping[Kind, Check]] = {
    Kind.GUID: lambda value: isinstance(value, UUID),
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.NUMBER: lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    Kind.DAY: lambda value: isinstance(value, date) and not isinstance(value, datetime),
    Kind.INSTANT: lambda value: isinstance(value, datetime),
}


def columns_in(condition: Condition, properties: Mapping[str, Property]) -> set[str]:
    """The columns that a condition is about, so that only those are worked out."""
    if isinstance(condition, Joined):
        return {column for item in condition.items for column in columns_in(item, properties)}
    if isinstance(condition, Not):
        return columns_in(condition.item, properties)
    asked = properties.get(condition.of.name)
    return {asked.column} if asked else set()


def read(text: str, properties: Mapping[str, Property]) -> tuple[Q, set[str]]:
    """The condition and the columns that it names. Raises FilterError."""
    condition = parse(text)
    length = _length(condition)
    if length > LONGEST_PATH:
        raise beyond_limits(Counted.NESTED, length, LONGEST_PATH)
    return _Compiler(text, properties).condition(condition), columns_in(condition, properties)


def _length(condition: Condition) -> int:
    """How many conditions stand beside those on the way to the deepest one."""
    if isinstance(condition, Joined):
        return min(len(condition.items), LONGEST_CHAIN) + max(_length(item) for item in condition.items)
    return 1 + _length(condition.item) if isinstance(condition, Not) else 1


def _path_to(asked: Property) -> str:
    """The text of a reference, for what is done to texts: it is the code itself that stands in the column."""
    is_key = asked.kind is Kind.REFERENCE and asked.column.endswith("_id")
    return f"{asked.column.removesuffix('_id')}__code" if is_key else asked.column


def _there(asked: Property, condition: Q) -> Q:
    """Said outright, so that the negation holds where nothing is stored."""
    return Q(**{f"{asked.column}__isnull": False}) & condition if asked.may_be_null else condition


class _Compiler:
    def __init__(self, text: str, properties: Mapping[str, Property]) -> None:
        self.text = text
        self.properties = properties

    def condition(self, condition: Condition) -> Q:
        if isinstance(condition, Joined):
            return joined([self.condition(item) for item in condition.items], Q.AND if condition.every else Q.OR)
        if isinstance(condition, Not):
            return ~self.condition(condition.item)
        return self._found(condition) if isinstance(condition, Found) else self._compared(condition)

    def _property(self, named: Named) -> Property:
        found = self.properties.get(named.name)
        if found is None or not found.can_be_filtered or (named.letters is not Letters.STORED and not found.kind.is_text):
            raise self._unclear(named.start)
        return found

    def _found(self, condition: Found) -> Q:
        """Letter case and accents do not matter (decisions.md, API 7)."""
        asked = self._property(condition.of)
        if not asked.kind.is_text:
            raise self._unclear(condition.of.start)
        wanted = fold(str(condition.text.value))
        if not wanted:
            return ~NOBODY if not condition.text.value else NOBODY  # every text holds the empty one; marks alone are in none
        return Q(**{f"{asked.folded or f'{_path_to(asked)}__fold'}__{_WORDS[condition.function]}": wanted})

    def _compared(self, condition: Compared) -> Q:
        asked = self._property(condition.of)
        values = [self._value(asked, literal) for literal in condition.values]
        if condition.sign in _ORDERED:
            return self._ordered(asked, condition, values[0])
        found = self._equal(asked, condition.of.letters, values)
        return found if condition.sign == "eq" else ~found

    def _equal(self, asked: Property, letters: Letters, values: list[Any]) -> Q:
        if not asked.kind.is_text:
            # A number between two whole ones is none of those that are stored.
            given = [value for value in values if value is not None and not (isinstance(value, float) and not value.is_integer())]
            held = _there(asked, Q(**{f"{asked.column}__in": given})) if given else NOBODY
            return held | Q(**{f"{asked.column}__isnull": True}) if None in values else held
        column = asked.column if letters is Letters.STORED else f"{_path_to(asked)}__{_LETTERS[letters]}"
        found = Q(**{f"{column}__in": values})
        # A reference to nothing is stored as nothing, and read as an empty text.
        return found | Q(**{f"{asked.column}__isnull": True}) if asked.kind is Kind.REFERENCE and "" in values else found

    def _ordered(self, asked: Property, condition: Compared, value: Any) -> Q:
        sign = _ORDERED[condition.sign]
        if value is None or asked.kind in (Kind.FLAG, Kind.GUID, Kind.CHOICE):
            raise self._unclear(condition.values[0].start)
        if not asked.kind.is_text:
            if isinstance(value, float):
                value = math.floor(value) if sign in ("gt", "lte") else math.ceil(value)
            return _there(asked, Q(**{f"{asked.column}__{sign}": value}))
        found = Q(**{f"{_path_to(asked)}__{_LETTERS[condition.of.letters]}__{sign}": value})
        empty = {"gt": False, "gte": not value, "lt": bool(value), "lte": True}[sign]
        return found | Q(**{f"{asked.column}__isnull": True}) if asked.kind is Kind.REFERENCE and empty else found

    def _value(self, asked: Property, literal: Literal) -> Any:
        """The value as the column holds it. Raises FilterError where it is of another type, or none of the words of an enumeration."""
        value = literal.value
        if asked.kind.is_text:
            return self._text(asked, literal)
        if value is None or not _FITS[asked.kind](value):
            if value is None and asked.may_be_null:
                return None
            raise self._unclear(literal.start)
        if isinstance(value, int | float) and not -_LARGEST <= value < _LARGEST:
            raise self._unclear(literal.start)
        if isinstance(value, datetime) and value.tzinfo is None:
            raise self._unclear(literal.start)
        return value

    def _text(self, asked: Property, literal: Literal) -> str:
        # No text of ours is nothing; who asks for nothing means the empty ones.
        value = "" if literal.value is None else literal.value
        if not isinstance(value, str):
            raise self._unclear(literal.start)
        if asked.kind is not Kind.CHOICE or asked.choices is None:
            return value
        if value in BLANKS:
            return ""
        if value not in asked.choices.values:
            raise self._unclear(literal.start)
        return value

    def _unclear(self, place: int) -> FilterError:
        return unclear(self.text, place + 1, EXAMPLES)
