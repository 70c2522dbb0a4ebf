"""The stored columns of a model."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


def field_of(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    """A stored column of a model by its name. Raises TypeError for a relation that is stored elsewhere."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column of {model._meta.label}")
    return field


def columns_of(model: type[models.Model], *, leave: Sequence[str] = ()) -> list[str]:
    """Attribute names of a model's stored columns, the key first."""
    return [field.attname for field in model._meta.concrete_fields if field.name not in leave and not field.generated]


def column_type(field: Any, connection: BaseDatabaseWrapper) -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))
