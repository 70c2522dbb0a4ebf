"""What a query can work out that Django has no words for."""

from typing import Any, TypeAlias

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col

from postkring.kit.sql.columns import column_type

AsSql: TypeAlias = tuple[str, tuple[Any, ...]]

_PAIRS = {"postgresql": 50, "sqlite": 60}  # most key-value pairs in one call of the database's object builder


class RowJson(models.Func):
    """A row's columns as one JSON object, keys being column names. Wide tables are built in parts and merged."""

    output_field = models.JSONField()

    def __init__(self, *columns: str) -> None:
        super().__init__(*[models.F(column) for column in columns])
        self.columns = columns

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        parts, params = self._parts(compiler, "postgresql")
        return "(" + " || ".join(f"jsonb_build_object({part})" for part in parts) + ")", tuple(params)

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        parts, params = self._parts(compiler, "sqlite")
        sql = f"json_object({parts[0]})"
        for part in parts[1:]:
            sql = f"json_insert({sql}, {part})"
        return sql, tuple(params)

    def _parts(self, compiler: Any, vendor: str) -> tuple[list[str], list[Any]]:
        size = _PAIRS[vendor]
        parts, params = [], []
        for start in range(0, len(self.source_expressions), size):
            prefix = "$." if vendor == "sqlite" and start else ""
            pairs = []
            for expression in self.source_expressions[start : start + size]:
                sql, expression_params = compiler.compile(expression)
                pairs.append(f"'{prefix}{_column(expression)}', {sql}")
                params.extend(expression_params)
            parts.append(", ".join(pairs))
        return parts, params


def _column(expression: Any) -> str:
    if not isinstance(expression, Col):
        raise TypeError("RowJson takes columns only")
    return str(expression.target.column)


_MISSING = {None: "", "": "''", False: "false", True: "true"}


class FromJson(models.Func):
    """A column's value out of a JSON object of such columns, typed as the column is.

    `missing` is the value where the object has no such column: a blank text, a flag or nothing.
    """

    def __init__(self, json_column: str | models.F, field: "models.Field[Any, Any]", *, missing: str | bool | None = None) -> None:
        super().__init__(models.F(json_column) if isinstance(json_column, str) else json_column, output_field=field)
        self.field_read = field
        self.missing = _MISSING[missing]

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        sql, params = compiler.compile(self.source_expressions[0])
        if self.field_read.get_internal_type() == "JSONField":
            return f"({sql} -> '{self.field_read.column}')", tuple(params)
        return self._or_missing(f"CAST({sql} ->> '{self.field_read.column}' AS {column_type(self.field_read, connection)})"), tuple(params)

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        sql, params = compiler.compile(self.source_expressions[0])
        return self._or_missing(f"json_extract({sql}, '$.{self.field_read.column}')"), tuple(params)

    def _or_missing(self, sql: str) -> str:
        return f"coalesce({sql}, {self.missing})" if self.missing else sql


class Distinct(models.Func):
    """Whether two values differ, nothing being a value too."""

    arity = 2
    template = "(%(expressions)s)"
    arg_joiner = " IS DISTINCT FROM "
    output_field = models.BooleanField()

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        sql, params = self.as_sql(compiler, connection, arg_joiner=" IS NOT ")
        return sql, tuple(params)
