"""Numbers of rows that are gone: kept as long as the row stays away, so that nobody else gets them."""

from django.db import models
from django.db.models import F, Value

from postkring.kit.sql import insert_from
from postkring.ledger.declarations import Ledgered, Rows, declaration, label_of
from postkring.ledger.models import GoneNumber, Image


def keep_numbers(leaving: Rows) -> None:
    """Of rows that are about to be deleted."""
    label = label_of(leaving.model)
    declared = declaration(label)
    if isinstance(declared, Ledgered) and declared.number:
        values = {"gone_label": Value(label), "gone_object": F("pk"), "gone_number": F(declared.number)}
        insert_from(leaving.order_by().annotate(**values).values_list(*values), into=GoneNumber, columns=["label", "object_id", "number"])


def give_back_numbers(label: str, returning: "models.QuerySet[Image]") -> None:
    """Of rows that have come back, by the images they left."""
    GoneNumber.objects.filter(label=label, object_id__in=returning.values("object_id")).delete()


def gone_numbers(model: type[models.Model]) -> "models.QuerySet[GoneNumber]":
    return GoneNumber.objects.filter(label=label_of(model))
