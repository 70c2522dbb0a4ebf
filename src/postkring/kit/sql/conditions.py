"""Conditions on keys, in the form that each database answers fast."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

from postkring.kit.sql.expressions import AsSql


def stands_in(rows: models.QuerySet[Any, Any], column: str) -> models.Q:
    """The condition that a row's key stands in a column of other rows, none of which is null.

    Each database gets the form that never falls off a cliff there: PostgreSQL may rescan a large IN for every row, SQLite
    asks EXISTS once per row but builds the set of an IN only once.
    """
    if connections[router.db_for_read(rows.model)].vendor == "sqlite":
        return models.Q(pk__in=rows.order_by().values(column))
    return models.Q(models.Exists(rows.order_by().filter(**{column: models.OuterRef("pk")})))


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
