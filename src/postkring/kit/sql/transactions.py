"""What a transaction may rely on, and what it is planned for."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from django.db import DatabaseError, connections, models, router

_RACES = (psycopg.errors.UniqueViolation, psycopg.errors.ForeignKeyViolation, psycopg.errors.DeadlockDetected)

_LITTLE: Final = "PRAGMA cache_size=-8192"  # kB


@contextmanager
def little_cache(model: type[models.Model]) -> Iterator[None]:
    """For many rows that are written one behind the other: SQLite would keep as many of their pages in memory as its cache may hold,
    and nobody asks for them there. It has its cache again afterwards. PostgreSQL has its cache in processes of its own."""
    if not writes_alone(model):
        yield
        return
    with connections[router.db_for_write(model)].cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        size = int(cursor.fetchone()[0])
        cursor.execute(_LITTLE)
    try:
        yield
    finally:
        with connections[router.db_for_write(model)].cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size={size}")


def writes_alone(model: type[models.Model]) -> bool:
    """Whether nobody else can write while this transaction does: SQLite takes the lock for it when the transaction begins."""
    return connections[router.db_for_write(model)].vendor == "sqlite"


def hold_from_deletion(rows: models.QuerySet[Any, Any]) -> int:
    """Keeps the rows until the transaction ends: nobody deletes them, and their other columns may change. Returns how many.

    It is what a foreign key does. SQLite lets one write at a time, so there they are kept already.
    """
    if writes_alone(rows.model):
        return rows.count()
    connection = connections[router.db_for_write(rows.model)]
    sql, params = rows.values("pk").query.get_compiler(connection=connection, elide_empty=False).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql} FOR KEY SHARE) AS held", params)
        return int(cursor.fetchone()[0])


def check_references(model: type[models.Model]) -> None:
    """Raises now what the database would raise about foreign keys when the outermost transaction ends.

    SQLite would read every table for it, and there nobody else can have taken anything away meanwhile.
    """
    if not writes_alone(model):
        connections[router.db_for_write(model)].check_constraints()


def lost_a_race(error: DatabaseError) -> bool:
    """Another transaction took what this one relied on. SQLite lets one write at a time, so nobody loses one there."""
    return isinstance(error.__cause__, _RACES)


def is_busy(error: DatabaseError) -> bool:
    """Somebody else wrote for so long that this write gave up waiting. SQLite only: elsewhere nobody waits for a whole database."""
    return getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def analyze(model: type[models.Model]) -> None:
    """Counts a table after many rows were written, so that what follows is planned for them and not for the empty table that it was.

    PostgreSQL only: it does so by itself some minutes later. SQLite plans by the indexes alone. Who finds it being counted does not wait.
    """
    connection = connections[router.db_for_write(model)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {connection.ops.quote_name(model._meta.db_table)}")
