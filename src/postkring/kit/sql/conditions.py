"""Conditions on keys, in the form that each database answers fast."""

import json
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from django.db.models.sql.where import WhereNode

from postkring.kit.sql.expressions import AsSql

Row = TypeVar("Row", bound=models.Model)


class _StandsIn(In):
    """IN a set of keys, which SQLite can use in two ways: fetch every row of the set and sort them, or read the rows in the order
    that is asked for and look each up in the set. It always does the first; a plus before the column makes it do the second."""

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        sql, params = self.as_sql(compiler, connection)
        return f"+{sql}" if getattr(compiler.query, "reads_in_order", False) else sql, params


def stands_in(rows: models.QuerySet[Any, Any], column: str, *, most: bool = False) -> models.Q:
    """The condition that a row's key stands in a column of other rows, none of which is null.

    Each database gets the form that never falls off a cliff there: PostgreSQL may rescan a large IN for every row, SQLite
    asks EXISTS once per row but builds the set of an IN only once. `most`: it is true of a good part of all rows, so that asking
    row by row soon has a page full, also where the set is costly to build.
    """
    if connections[router.db_for_read(rows.model)].vendor == "sqlite" and not most:
        return models.Q(_StandsIn(models.F("pk"), rows.order_by().values(column)))
    return models.Q(models.Exists(rows.order_by().filter(**{column: models.OuterRef("pk")})))


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

    They can be counted without fetching a row of the wider table.
    """
    node: Any = rows.query.where
    while isinstance(node, WhereNode):
        if node.negated or len(node.children) != 1:
            return None
        node = node.children[0]
    if not isinstance(node, _StandsIn):
        return None
    keys: Any = node.rhs
    target = keys.select[0].target
    if not target.is_relation or target.related_model is not rows.model or target.null:
        return None
    return models.QuerySet(keys.model, query=keys.chain(), using=rows.db).distinct()


def read_in_order(rows: "models.QuerySet[Row, Any]") -> "models.QuerySet[Row, Any]":
    """The same rows, read in their order and looked up in the sets of `stands_in`: faster where the first few of many are wanted.

    PostgreSQL does so by itself; it must be kept from it with `no_index`.
    """
    rows = rows.all()
    query: Any = rows.query
    query.reads_in_order = True  # a clone of the query keeps it
    return rows


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
