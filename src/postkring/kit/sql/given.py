"""Statements on values that are given: many rows at once, with few parameters."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router

from postkring.kit.sql.columns import column_type, field_of


def write_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Inserts rows of plain values, JSON as text: COPY on PostgreSQL, one prepared statement on SQLite. Feed it chunks."""
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field_of(model, column).column)) for column in columns)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        elif rows:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", rows)


def write_numbered(model: type[models.Model], key: str, place: str, keys: Sequence[int], *, after: int = 0, **same: Any) -> None:
    """Inserts a row for each key, with its place among them, counted from `after`; the other columns are the `same` in all of them."""
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field_of(model, column).column)) for column in (key, place, *same))
    if connection.vendor == "postgresql":
        given = "jsonb_array_elements_text(CAST(%s AS jsonb)) WITH ORDINALITY AS given(value, place)"
        numbered = "CAST(given.value AS bigint), given.place + %s"
    else:
        given, numbered = "json_each(%s) AS given", "given.value, given.key + 1 + %s"
    values = ", ".join([numbered, *(f"CAST(%s AS {column_type(field_of(model, column), connection)})" for column in same)])
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) SELECT {values} FROM {given}"
        cursor.execute(statement, [after, *same.values(), json.dumps(list(keys))])


def hand_out(model: type[models.Model], within: tuple[str, int], key: str, columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """Sets columns of many rows, each to values of its own: `values` has the row's key, then a value for each column.

    `within` is the column, and its value, that the key is unique within. The values travel as one parameter.
    """
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    named = [str(field_of(model, column).column) for column in (key, *columns)]
    if connection.vendor == "postgresql":
        types = [column_type(field_of(model, column), connection) for column in (key, *columns)]
        reads = [f"CAST(source.value ->> {place} AS {kind})" for place, kind in enumerate(types)]
        source = "jsonb_array_elements(CAST(%s AS jsonb)) AS source(value)"
    else:
        reads = [f"json_extract(source.value, '$[{place}]')" for place in range(len(named))]
        source = "json_each(%s) AS source"
    given = ", ".join(f"{read} AS {name}" for read, name in zip(reads, ("key", *(f"value_{n}" for n in range(len(columns)))), strict=True))
    settings = ", ".join(f"{quote(column)} = given.value_{place}" for place, column in enumerate(named[1:]))
    statement = (
        f"WITH given AS MATERIALIZED (SELECT {given} FROM {source}) UPDATE {table} SET {settings} FROM given "
        f"WHERE {table}.{quote(str(field_of(model, within[0]).column))} = %s AND {table}.{quote(named[0])} = given.key"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(values), within[1]])


def set_columns(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Gives each row values of its own, however many there are, in one statement. `rows` give the key, then a value for each column."""
    connection = connections[router.db_for_write(model)]
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    fields = [model._meta.pk, *(field_of(model, column) for column in columns)]
    if connection.vendor == "postgresql":
        values = [f"CAST(value ->> {place} AS {column_type(field, connection)})" for place, field in enumerate(fields)]
        given = "jsonb_array_elements(CAST(%s AS jsonb))"
    else:
        values = [f"json_extract(value, '$[{place}]')" for place in range(len(fields))]
        given = "json_each(%s)"
    names = [f"value_{place}" for place in range(len(fields))]
    settings = ", ".join(f"{quote(str(field.column))} = source.{name}" for field, name in zip(fields[1:], names[1:], strict=True))
    statement = (
        f"WITH source({', '.join(names)}) AS (SELECT {', '.join(values)} FROM {given} AS given) "
        f"UPDATE {table} SET {settings} FROM source WHERE {table}.{quote(str(fields[0].column))} = source.{names[0]}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps([list(row) for row in rows])])


def reserve_keys(model: type[models.Model], number: int, *, after: int = 0) -> list[int]:
    """So many keys that no other row will get, for rows that must be known before they are written. Within a transaction.

    `after` are how many were reserved in the same transaction and not written yet.
    """
    connection = connections[router.db_for_write(model)]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "pg_get_serial_sequence(%s, %s)"
            cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [table, str(model._meta.pk.column), number])
            return sorted(int(key) for (key,) in cursor.fetchall())
        # Only one transaction writes at a time, and AUTOINCREMENT goes on after the highest key that was ever written.
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = int(cursor.fetchone()[0]) + after
        return list(range(last + 1, last + 1 + number))
