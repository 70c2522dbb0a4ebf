"""Criteria over rows with several fields: an object with an expression for each field, all of them about one row.

Where one text is wanted for a whole filter, in the URL of a list and in a saved view, the object stands in it as JSON. Forms and
URLs may also have a name for each field: `interaction.date`, and for the field that is the criterion's main one the key alone.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import pgettext

from postkring.criteria.criterion import Criterion
from postkring.criteria.errors import FilterError
from postkring.criteria.expressions import And, Node
from postkring.kit.errors import DomainError, NotAcceptable

SEPARATOR: Final = "."


@dataclass(frozen=True)
class Row(And):
    """What one row must satisfy: all of it. `names` are the fields of the items, in the order of the criterion."""

    names: tuple[str, ...] = ()

    @property
    def parts(self) -> dict[str, Node]:
        return dict(zip(self.names, self.items, strict=True))


def fields_in(text: str) -> dict[str, str] | None:
    """The fields of a filter that is an object; None for any other text, which is an expression."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or not all(isinstance(part, str) for part in read.values()):
        return None
    return read


def as_text(criterion: Criterion, fields: Mapping[str, str]) -> str:
    """The filter with these fields as one text, the same for equal ones. The main field alone is an expression like any other."""
    if fields.keys() == {criterion.main}:
        return fields[criterion.main]
    ordered = {name: fields[name] for name in (*criterion.parts, *fields) if name in fields}
    return json.dumps(ordered, ensure_ascii=False)


def read_row(criterion: Criterion, fields: Mapping[str, str], *, check: bool) -> Row:
    """Raises NotAcceptable for a field that is none, and what is wrong with an expression, saying in which field."""
    names = [name for name in criterion.parts if name in fields]
    for name in fields:
        if name not in criterion.parts:
            raise NotAcceptable(no_field(criterion, name), field=criterion.key)
    if not names:
        raise FilterError(pgettext("msg.selection_empty", "Fill in at least one filter."), position=0, field=criterion.key)
    return Row(tuple(_read(criterion, name, fields[name], check) for name in names), tuple(names))


def no_field(criterion: Criterion, name: str) -> str:
    return pgettext("msg.criterion_no_field", "“%(key)s” has no field “%(name)s”.") % {"key": criterion.key, "name": name[:50]}


def _read(criterion: Criterion, name: str, text: str, check: bool) -> Node:
    part = criterion.parts[name]
    try:
        return part.parse(text) if check else part.read(text)
    except DomainError as error:
        error.field = field_name(criterion, name)
        raise


def settled_row(criterion: Criterion, fields: Mapping[str, str]) -> str:
    return as_text(criterion, {name: criterion.parts[name].settled(text) for name, text in fields.items()})


def field_name(criterion: Criterion, part: str) -> str:
    """What a form and a URL call a field of the criterion."""
    return criterion.key if part == criterion.main else f"{criterion.key}{SEPARATOR}{part}"


def field_names(criterion: Criterion) -> list[str]:
    """Every name under which a form or a URL may say something of the criterion, its key first."""
    return list(dict.fromkeys([criterion.key, *(field_name(criterion, part) for part in criterion.parts)]))


def gathered(criterion: Criterion, query: Mapping[str, str]) -> str:
    """The filter of the criterion as one text, from the fields of a form or a URL; blank ones are left out."""
    text = query.get(criterion.key, "")
    given = {part: query.get(name, "") for part, name in _further(criterion)}
    given = {part: each for part, each in given.items() if each.strip()}
    if not given:
        return text
    whole = fields_in(text)
    if whole is None:
        whole = {criterion.main: text} if text.strip() else {}
    return as_text(criterion, {**whole, **given})


def spread(criterion: Criterion, text: str) -> dict[str, str]:
    """The text of a filter as the fields of a form or a URL. What is no object of the criterion's fields stays under its key."""
    fields = fields_in(text) if criterion.parts else None
    if fields is None or not fields.keys() <= criterion.parts.keys():
        return {criterion.key: text}
    return {field_name(criterion, part): each for part, each in fields.items()}


def part_called(criteria: Mapping[str, Criterion], name: str) -> Criterion | None:
    """The criterion, or the field of one, that a form calls so."""
    key, _, part = name.partition(SEPARATOR)
    criterion = criteria.get(key)
    return criterion.parts.get(part) if criterion and part else criterion


def _further(criterion: Criterion) -> Iterator[tuple[str, str]]:
    return ((part, field_name(criterion, part)) for part in criterion.parts if part != criterion.main)
