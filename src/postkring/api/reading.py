"""Reads records set-based: one statement for a page, one for each expanded navigation, whatever the number of rows."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, Final

import orjson
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from postkring.api.catalogue import ENTITY_SETS
from postkring.api.edm import BLANK, Asked, EntitySet, Kind, Navigation, Property
from postkring.api.filtering.conditions import read
from postkring.api.options import DEFAULT_SIZE, LARGEST_EXPANDED, Options
from postkring.api.paging import Place, beyond, ordering, place_of, plain, token_of
from postkring.kit.sql import one_of

ETAG: Final = "@odata.etag"
NEXT: Final = "@odata.nextLink"
Record = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """`token` leads to the next page, "" on the last one. `count` is None where nobody asked."""

    records: list[Record]
    token: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Target:
    """What an address leads to: the rows of a set, or one of them. `link` is its address below the root, without options.

    `key` is how the address calls the one, `given` what it says of records that are added: whose they are.
    """

    entity_set: EntitySet
    rows: Any
    link: str
    is_one: bool = False
    is_count: bool = False
    key: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


class Reader:
    """Makes records of an entity set from rows of values. `columns` is what a statement has to give, in that order.

    They begin with the key of the row and the columns of the order.
    """

    def __init__(self, entity_set: EntitySet, select: Sequence[str] = (), order: Sequence[str] = ()) -> None:
        self.entity_set = entity_set
        self.properties = [entity_set.by_name[name] for name in select] if select else list(entity_set.properties)
        named = ("pk", *order, *entity_set.versioned, *(each.column for each in self.properties))
        self.columns = list(dict.fromkeys(named))
        place = {column: at for at, column in enumerate(self.columns)}
        self.versioned = [place[column] for column in entity_set.versioned]
        self.names = [each.name for each in self.properties]
        self.values = _getter([place[each.column] for each in self.properties])
        self.shown = [(each.name, show) for each in self.properties if (show := _shown(each))]

    def record(self, row: Sequence[Any]) -> Record:
        record = {ETAG: self._etag(row), **dict(zip(self.names, self.values(row), strict=True))}
        for name, show in self.shown:
            record[name] = show(record[name])
        return record

    def _etag(self, row: Sequence[Any]) -> str:
        values = [row[at] for at in self.versioned]
        if len(values) == 1 and isinstance(values[0], int):
            return f'W/"{values[0]}"'
        written = orjson.dumps(values, option=orjson.OPT_UTC_Z)
        return f'W/"{hashlib.blake2b(written, digest_size=8).hexdigest()}"'


def page_of(target: Target, asked: Asked, options: Options, query: Mapping[str, str]) -> Page:
    """The rows that the options ask for, a page of them. `query` is what was asked, as it stands in the address."""
    entity_set, link = target.entity_set, target.link
    columns = _order_columns(entity_set, options)
    place = place_of(options, query, link)
    if place and not options.is_sized:
        options = replace(options, size=place.size)
    if options.expand:
        options = replace(options, size=min(options.size, LARGEST_EXPANDED))
    left = place.left if place else options.top
    rows = _narrowed(target, asked, options, columns)
    count = rows.order_by().count() if options.counts and not place else None
    start = 0 if place else options.skip
    if place:
        rows = beyond(rows, columns, place, is_descending=options.is_descending)
    rows = rows.order_by(*ordering(columns, is_descending=options.is_descending)).values_list("pk", *columns)
    wanted = options.size if left is None else min(options.size, left)
    found = list(rows[start : start + wanted + 1]) if wanted else []
    shown = found[:wanted]
    records = _records(target, asked, options.select, [row[0] for row in shown])
    _expand(target, options.expand, records, asked)
    remaining = None if left is None else left - len(shown)
    token = ""
    if len(found) > wanted and remaining != 0:
        token = token_of(_place(shown[-1], remaining, options.size), query, link)
    return Page(list(records.values()), token, count)


def _records(target: Target, asked: Asked, select: Sequence[str], keys: Sequence[int]) -> dict[int, Record]:
    """Records by key, in the order of the keys. The keys of a page are found by an index alone, what is shown is read for them only."""
    reader = Reader(target.entity_set, select)
    rows = target.entity_set.annotated(target.entity_set.rows(asked).filter(one_of(keys)), asked, reader.columns)
    found = {row[0]: row for row in rows.order_by().values_list(*reader.columns)} if keys else {}
    return {key: reader.record(found[key]) for key in keys if key in found}


def count_of(target: Target, asked: Asked, options: Options) -> int:
    return int(_narrowed(target, asked, options).order_by().count())


def record_of(target: Target, asked: Asked, options: Options) -> Record | None:
    """The only record among the rows of the target."""
    entity_set = target.entity_set
    reader = Reader(entity_set, options.select)
    row = entity_set.annotated(target.rows, asked, reader.columns).values_list(*reader.columns).order_by("pk").first()
    if row is None:
        return None
    record = reader.record(row)
    _expand(target, options.expand, {row[0]: record}, asked)
    return record


def _order_columns(entity_set: EntitySet, options: Options) -> Sequence[str]:
    return (entity_set.by_name[options.order].order,) if options.order else entity_set.order


def _narrowed(target: Target, asked: Asked, options: Options, columns: Iterable[str] = ()) -> Any:
    """The rows that the options leave, with the annotations that the condition is about and those that `columns` name."""
    entity_set, rows = target.entity_set, target.rows
    if options.search and entity_set.search:
        rows = entity_set.search(rows, options.search)
    if options.filter is None:
        return entity_set.annotated(rows, asked, columns)
    condition, named = read(options.filter, entity_set.by_name)
    return entity_set.annotated(rows, asked, {*named, *columns}).filter(condition)


def _expand(target: Target, names: Sequence[str], records: Mapping[int, Record], asked: Asked) -> None:
    """Puts related records into those of some keys: the first page of them, and where there are more, the link to these."""
    for name in names:
        navigation = target.entity_set.navigation[name]
        related = ENTITY_SETS[navigation.target]
        reader = Reader(related, order=related.order)
        found = _by_key(related, reader, navigation, list(records), asked)
        links = _links(target, [key for key, rows in found.items() if len(rows) > DEFAULT_SIZE], asked)
        for key, record in records.items():
            rows = found.get(key, [])
            record[name] = [reader.record(row) for row in rows[:DEFAULT_SIZE]]
            if key in links:
                there = f"{links[key]}/{name}"
                last = rows[DEFAULT_SIZE - 1][: 1 + len(related.order)]
                record[f"{name}{NEXT}"] = f"{there}?$skiptoken={token_of(_place(last, None, DEFAULT_SIZE), {}, there)}"


def _links(target: Target, keys: Sequence[int], asked: Asked) -> dict[int, str]:
    """The addresses of records, by their keys. A client may have selected anything but what stands in an address."""
    if not keys or target.is_one:
        return dict.fromkeys(keys, target.link)
    named = target.entity_set.by_name[target.entity_set.key].column
    rows = target.entity_set.rows(asked).filter(one_of(keys)).values_list("pk", named)
    return {key: f"{target.link}({name})" for key, name in rows}


def _place(row: Sequence[Any], left: int | None, size: int) -> Place:
    """Of a row that begins with its key and the values it is ordered by."""
    key, *values = row
    return Place(tuple(plain(value) for value in values), key, left, size)


def _by_key(target: EntitySet, reader: Reader, navigation: Navigation, keys: Sequence[int], asked: Asked) -> dict[int, list[Sequence[Any]]]:
    """The rows related to each key, at most a page and one more of each."""
    if navigation.links:
        return _by_links(target, reader, navigation.links(keys), asked)
    related = target.rows(asked).filter(**{f"{navigation.column}__in": list(keys)})
    place = Window(RowNumber(), partition_by=F(navigation.column), order_by=ordering(target.order, is_descending=False))
    related = target.annotated(related, asked, reader.columns).annotate(place=place).filter(place__lte=DEFAULT_SIZE + 1)
    columns = list(dict.fromkeys((*reader.columns, navigation.column)))
    parent = columns.index(navigation.column)
    found: dict[int, list[Sequence[Any]]] = {}
    for row in related.order_by("place").values_list(*columns):
        found.setdefault(row[parent], []).append(row)
    return found


def _by_links(target: EntitySet, reader: Reader, links: Iterable[tuple[int, int]], asked: Asked) -> dict[int, list[Sequence[Any]]]:
    """Of what the links lead to only what the caller may read counts."""
    wanted = list(links)
    rows = target.rows(asked).filter(one_of({related for _, related in wanted}))
    by_key = {row[0]: row for row in target.annotated(rows, asked, reader.columns).values_list(*reader.columns)}
    found: dict[int, list[Sequence[Any]]] = {}
    for key, related in wanted:
        rows_of = found.setdefault(key, [])
        if related in by_key and len(rows_of) <= DEFAULT_SIZE:
            rows_of.append(by_key[related])
    return found


def _getter(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    if len(places) == 1:
        (only,) = places
        return lambda row: (row[only],)
    return itemgetter(*places)


def _shown(asked: Property) -> Callable[[Any], Any] | None:
    if asked.show is not None:
        return asked.show
    if asked.kind is Kind.CHOICE:
        return lambda value: value or BLANK
    if asked.kind is Kind.REFERENCE:
        return lambda value: value or ""
    return None
