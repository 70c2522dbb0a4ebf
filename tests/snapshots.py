"""What the ledger answers for, at one moment, so that two moments can be compared."""

from typing import Any, TypeAlias

from django.apps import apps
from django.db import models

from postkring.ledger.declarations import Ledgered, Temporal, label_of
from postkring.ledger.models import ChangeSet

Snapshot: TypeAlias = dict[str, dict[Any, Any]]

# A drawn number is never handed out again: no undo takes the series back.
NOT_TAKEN_BACK = {"last_number_used"}
# Filled when the database is made, and long.
NOT_WRITTEN = {"setup.country", "setup.language", "setup.postcode"}


def snapshot() -> Snapshot:
    """By table: the rows by their key; of a temporal table the pairs that stand, and since when."""
    taken: Snapshot = {}
    for model in apps.get_models():
        declared = vars(model).get("ledger")
        if isinstance(declared, Ledgered) and label_of(model) not in NOT_WRITTEN:
            taken[label_of(model)] = _rows(model)
        elif isinstance(declared, Temporal):
            taken[label_of(model)] = _standing(model, declared)
    return taken


def everything() -> tuple[Snapshot, int]:
    """The same, and how many change sets there are: an act that is refused leaves no trace in either."""
    return snapshot(), ChangeSet.objects.count()


def _rows(model: type[models.Model]) -> dict[Any, Any]:
    rows = model._base_manager.values()
    return {row["id"]: {name: value for name, value in row.items() if name not in NOT_TAKEN_BACK} for row in rows}


def _standing(model: type[models.Model], declared: Temporal) -> dict[Any, Any]:
    rows = model._base_manager.filter(ended_at__isnull=True).values(*declared.pair, "since")
    return {(row[declared.pair[0]], row[declared.pair[1]]): row["since"] for row in rows}
