"""Column types that both databases keep in the same order."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

# Django's fields name their types to a type checker only.
if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


class BytewiseField(_CharField):
    """Text ordered and compared by its bytes. SQLite does so by itself; PostgreSQL is told by the collation."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters: dict[str, Any] = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class NewGuid(models.Func):
    """A new GUID, made by the database: rows that INSERT … SELECT writes have one too."""

    arity = 0
    output_field = models.UUIDField()

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        return "(lower(hex(randomblob(16))))", ()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        return "gen_random_uuid()", ()


def lengths(table: str, **longest: int) -> list[models.BaseConstraint]:
    """One check per column: SQLite enforces no lengths, and INSERT … SELECT passes validators by."""
    return [
        models.CheckConstraint(condition=LessThanOrEqual(Length(column), at_most), name=f"{table}_{column}_length")
        for column, at_most in longest.items()
    ]
