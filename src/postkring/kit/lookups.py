"""Transforms and a lookup of text columns, such as `description__fold__like="jans%"` and `city__bytewise__gt="Gent"`."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class Fold(models.Transform):
    """For columns without a folded twin. The result compares by its bytes."""

    lookup_name = "fold"
    function = "fold"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        sql, params = self.as_sql(compiler, connection)
        return f'({sql} COLLATE "C")', tuple(params)


class Bytewise(models.Transform):
    """For columns whose order is a language's: the result compares by its bytes, as it does on SQLite anyway."""

    lookup_name = "bytewise"
    output_field = models.TextField()

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper, *more: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = compiler.compile(self.lhs)
        return (f'({sql} COLLATE "C")' if connection.vendor == "postgresql" else sql), tuple(params)


class SmallLetters(Bytewise):
    """Every letter small. SQLite's own function knows those of English only."""

    lookup_name = "small"
    function = "small_letters"
    on_postgresql = "lower"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper, *more: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = compiler.compile(self.lhs)
        if connection.vendor == "postgresql":
            return f'({self.on_postgresql}({sql}) COLLATE "C")', tuple(params)
        return f"{self.function}({sql})", tuple(params)


class LargeLetters(SmallLetters):
    lookup_name = "large"
    function = "large_letters"
    on_postgresql = "upper"


# Django's lookups and fields name their types to a type checker only.
if TYPE_CHECKING:
    _Lookup = models.Lookup[str]
else:
    _Lookup = models.Lookup


class Like(_Lookup):
    """LIKE with a pattern made by `like_pattern`. On SQLite LIKE folds a-z by itself, so patterns go with folded or upper-cased columns."""

    lookup_name = "like"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} LIKE {right} ESCAPE '!'", (*left_params, *right_params)


def like_pattern(text: str) -> str:
    """A filter's `*` and `?` as a pattern of LIKE."""
    escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return escaped.replace("*", "%").replace("?", "_")


def register() -> None:
    for kind in (models.CharField, models.TextField):
        for transform in (Fold, Bytewise, SmallLetters, LargeLetters):
            kind.register_lookup(transform)
        kind.register_lookup(Like)
