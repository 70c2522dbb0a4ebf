"""Statements on sets of rows: a QuerySet, compiled for its own connection, with what writes wrapped around it."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from django.db import connections, models, router, transaction

from postkring.kit.sql.columns import column_type, field_of
from postkring.kit.sql.transactions import analyze

# So many rows in one statement change how their table is best read. PostgreSQL sees it by itself a minute later: a page of 45,000 new
# lines took its database a quarter of a second until then.
COUNTED_ANEW: Final = 10_000


def insert_from(queryset: models.QuerySet[Any, Any], *, into: type[models.Model], columns: Sequence[str], on_conflict: str = "") -> int:
    """INSERT … SELECT: the queryset's values, in this order, into these columns. Returns the number of rows written.

    Many rows have their table counted anew once they are committed. `on_conflict` is the clause after ON CONFLICT; a partial unique
    constraint must be named with its predicate.
    """
    connection = connections[router.db_for_write(into)]
    sql, params = queryset.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    quote = connection.ops.quote_name
    fields = [field_of(into, column) for column in columns]
    aliases = [f"value_{number}" for number in range(len(fields))]
    # PostgreSQL takes a bare parameter in a subquery for text; the cast gives each value its column's type.
    cast = "CAST({} AS {})" if connection.vendor == "postgresql" else "{}"
    values = ", ".join(cast.format(alias, column_type(field, connection)) for alias, field in zip(aliases, fields, strict=True))
    # SQLite takes ON CONFLICT for a join condition of the SELECT unless a WHERE stands before it.
    tail = f" WHERE true ON CONFLICT {on_conflict}" if on_conflict else ""
    statement = (
        f"INSERT INTO {quote(into._meta.db_table)} ({', '.join(quote(str(field.column)) for field in fields)}) "
        f"WITH source({', '.join(aliases)}) AS ({sql}) SELECT {values} FROM source{tail}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        written = int(cursor.rowcount)
    if written >= COUNTED_ANEW:
        transaction.on_commit(partial(analyze, into), using=connection.alias, robust=True)
    return written


def update_from(source: models.QuerySet[Any, Any], *, model: type[models.Model], columns: Sequence[str]) -> int:
    """UPDATE … FROM: `source` gives the key of a row, then a value for each column. Returns the number of rows written."""
    connection = connections[router.db_for_write(model)]
    sql, params = source.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    names = [f"value_{number}" for number in range(len(columns))]
    pairs = zip(columns, names, strict=True)
    settings = ", ".join(f"{quote(str(field_of(model, column).column))} = source.{name}" for column, name in pairs)
    statement = (
        f"WITH source(object_id, {', '.join(names)}) AS ({sql}) UPDATE {table} SET {settings} "
        f"FROM source WHERE {table}.{quote(str(model._meta.pk.column))} = source.object_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def restore_columns(model: type[models.Model], columns: Sequence[str], source: models.QuerySet[Any, Any]) -> None:
    """Sets each column back to its value before an act where it still has the value from after it.

    `source` gives object_id, then for each column its value before, then for each its value after.
    """
    connection = connections[router.db_for_write(model)]
    sql, params = source.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    quote = connection.ops.quote_name
    same = "IS NOT DISTINCT FROM" if connection.vendor == "postgresql" else "IS"
    table = quote(model._meta.db_table)
    names = [f"before_{number}" for number in range(len(columns))] + [f"after_{number}" for number in range(len(columns))]
    settings = [
        f"{quote(column)} = CASE WHEN {table}.{quote(column)} {same} source.after_{number} "
        f"THEN source.before_{number} ELSE {table}.{quote(column)} END"
        for number, column in enumerate(str(field_of(model, column).column) for column in columns)
    ]
    statement = (
        f"WITH source(object_id, {', '.join(names)}) AS ({sql}) UPDATE {table} SET {', '.join(settings)} "
        f"FROM source WHERE {table}.{quote(str(model._meta.pk.column))} = source.object_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
