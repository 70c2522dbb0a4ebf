"""Conditions on keys, in the form that each database answers fast."""

import json
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, In
from django.db.models.sql.where import WhereNode

from postkring.kit.sql.expressions import AsSql

Row = TypeVar("Row", bound=models.Model)


class _Among(models.Exists):
    """EXISTS a row that has the key, which knows all the keys as well."""

    def __init__(self, rows: models.QuerySet[Any, Any], column: str, key: str) -> None:
        super().__init__(rows.filter(**{column: models.OuterRef(key)}))
        self.key = key
        self.keys: Any = rows.values(column).query


class _StandsIn(In):
    """IN a set of keys: SQLite fetches every row of the set and sorts them. `looked_up` is the same condition row by row."""

    def __init__(self, rows: models.QuerySet[Any, Any], column: str, key: str) -> None:
        super().__init__(models.F(key), rows.values(column))
        self.key = key
        self.looked_up = _Among(rows, column, key)


def stands_in(rows: models.QuerySet[Any, Any], column: str, *, key: str = "pk", most: bool = False) -> models.Q:
    """The condition that a row's key stands in a column of other rows, none of which is null. `key` may be another column of the row,
    which is not null either.

    Each database gets the form that never falls off a cliff there: PostgreSQL may rescan a large IN for every row, SQLite
    asks EXISTS once per row but builds the set of an IN only once. `most`: it is true of a good part of all rows, so that asking
    row by row soon has a page full, also where the set is costly to build.
    """
    if connections[router.db_for_read(rows.model)].vendor == "sqlite" and not most:
        return models.Q(_StandsIn(rows.order_by(), column, key))
    return models.Q(_Among(rows.order_by(), column, key))


def only_row(rows: models.QuerySet[Row, Row]) -> Row | None:
    """The row of a query that finds one at most. `first` puts it in an order, which compares each of the columns that are read."""
    return next(iter(rows.order_by()[:1]), None)


def has_two_ways(rows: models.QuerySet[Any, Any]) -> bool:
    """Whether it makes a difference if the rows are read in their order or fetched and then sorted, and the number of them tells which."""
    if connections[rows.db].vendor == "sqlite":
        return any(isinstance(leaf, _StandsIn) for leaf in rows.query.where.leaves())
    return bool(rows.query.where)


def no_index(column: str) -> Coalesce:
    """A column to sort by, in a form that no index serves. PostgreSQL reads an index in its order wherever only the first rows are
    wanted, and goes through all of it where conditions that it takes for independent have hardly a row in common."""
    return Coalesce(models.F(column), models.F(column))


def keys_behind(rows: models.QuerySet[Any, Any]) -> "models.QuerySet[Any, Any] | None":
    """The keys of `stands_in`, each once, where nothing else narrows the rows and every key is known to be one of them; else None.

    They can be counted without a look at the wider table, which PostgreSQL would read side by side with them.
    """
    node: Any = rows.query.where
    while isinstance(node, WhereNode):
        if node.negated or len(node.children) != 1:
            return None
        node = node.children[0]
    if isinstance(node, Exact) and node.rhs is True and isinstance(node.lhs, _Among):
        keys: Any = node.lhs.keys  # a condition that is no comparison stands as one with true
    elif isinstance(node, _StandsIn):
        keys = node.rhs
    else:
        return None
    target = keys.select[0].target
    if (node.lhs.key if isinstance(node, Exact) else node.key) != "pk":
        return None
    if not target.is_relation or target.related_model is not rows.model or target.null:
        return None
    return models.QuerySet(keys.model, query=keys.chain(), using=rows.db).distinct()


def read_in_order(rows: "models.QuerySet[Row, Any]") -> "models.QuerySet[Row, Any]":
    """The same rows, read in their order and each looked up in the sets of `stands_in`: faster where the first few of many are wanted.

    PostgreSQL does so by itself; it must be kept from it with `no_index`.
    """
    rows = rows.all()
    rows.query.where = _looked_up(rows.query.where, rows.query)
    return rows


def _looked_up(node: Any, query: Any) -> Any:
    if isinstance(node, WhereNode):
        return WhereNode([_looked_up(child, query) for child in node.children], node.connector, node.negated)
    return query.build_where(node.looked_up) if isinstance(node, _StandsIn) else node


class _Array(models.Subquery):
    template = "ARRAY(%(subquery)s)"


class _IsOneOf(Exact):
    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        return f"= ANY({rhs})"


def read_by_key(rows: "models.QuerySet[Row, Any]") -> "models.QuerySet[Row, Any]":
    """The same rows, each fetched by its key, where nothing but a set of few keys narrows them. SQLite does so by itself; PostgreSQL reads
    all rows of the wider table beside the set, unless the keys are a list."""
    keys = keys_behind(rows) if connections[rows.db].vendor == "postgresql" else None
    if keys is None:
        return rows
    rows = rows.all()
    rows.query.where = WhereNode()
    return rows.filter(_IsOneOf(models.F("pk"), _Array(keys)))


def with_keys(rows: "models.QuerySet[Row, Any]", keys: Iterable[int]) -> "models.QuerySet[Row, Any]":
    """Of rows whose keys were found by `rows` just now everything that it reads of them, without asking again whether they are meant."""
    rows = rows.order_by()
    rows.query.where = WhereNode()
    return rows.filter(pk__in=list(keys))


def refers_to(rows: models.QuerySet[Any, Any], column: str) -> models.Q:
    """The condition that a foreign key refers to one of the rows: each database gets the form that serves it, as in `stands_in`."""
    if connections[router.db_for_read(rows.model)].vendor == "sqlite":
        return models.Q(**{f"{column}__in": rows.order_by().values("pk")})
    return models.Q(models.Exists(rows.order_by().filter(pk=models.OuterRef(f"{column}_id"))))


class _Keys(models.Func):
    """The numbers of a JSON array as rows."""

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        sql, params = compiler.compile(self.source_expressions[0])
        return f"(SELECT value FROM json_each({sql}))", tuple(params)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        sql, params = compiler.compile(self.source_expressions[0])
        return f"(SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST({sql} AS jsonb)) AS given(value))", tuple(params)


def one_of(keys: Iterable[int]) -> models.Q:
    """The condition that a row has one of these keys, however many they are: one parameter, where an IN list has one for each."""
    listed = models.Value(json.dumps(list(keys)), output_field=models.TextField())
    return models.Q(pk__in=_Keys(listed, output_field=models.BigIntegerField()))
