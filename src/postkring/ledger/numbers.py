"""Numbers of rows that are gone: kept as long as the row stays away, so that nobody else gets them."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value

from postkring.kit.sql import insert_from
from postkring.ledger.declarations import Ledgered, Rows, declaration, label_of
from postkring.ledger.models import ChangeSet, GoneNumber, Image


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


def kept_numbers(model: type[models.Model], verb: str) -> "models.QuerySet[GoneNumber]":
    """Gone numbers, but for those of rows that acts of this verb made and an undo of such an act took away again."""
    deleted = Image.objects.filter(label=OuterRef("label"), object_id=OuterRef("object_id"), kind=Image.DELETED)
    taken_back = Exists(deleted.filter(change_set__takes_back=True, change_set__first__verb=verb))
    really = Exists(deleted.filter(stands=True))  # after the act was done again: images of an undo do not stand
    return gone_numbers(model).exclude(Q(taken_back) & ~Q(really))


def give_back_cancelled(model: type[models.Model], change_set: ChangeSet) -> None:
    """Of rows that a cancelled act had made: neither it nor its undo is ever done again, so nobody waits for them."""
    taken_away = Image.objects.filter(label=label_of(model), kind=Image.DELETED, change_set__undoes=change_set)
    gone_numbers(model).filter(object_id__in=taken_away.values("object_id")).delete()
