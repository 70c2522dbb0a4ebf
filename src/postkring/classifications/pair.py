"""The one abstract pair every classification is made of: a table of codes, and which contact carries which code since when."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from postkring.contacts.models import Contact
from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH
from postkring.kit.fields import BytewiseField, NewGuid, lengths
from postkring.ledger.declarations import Ledgered, Temporal
from postkring.ledger.models import TemporalRow
from postkring.ledger.standing import standing

FOLDED_CODE_LENGTH = CODE_LENGTH * 18  # the longest that one letter becomes when it is taken apart


def code_ledger() -> Ledgered:
    return Ledgered(
        order=5,
        title=("code", "description"),
        guard="postkring.classifications.undoing.old_codes_are_free",
        leaving="postkring.classifications.follower.keep_codes",
        afterwards="postkring.classifications.undoing.after_groups",
        in_steps=5,
    )


def assignment_ledger(column: str) -> Temporal:
    return Temporal(
        order=15,
        pair=(f"{column}_id", "contact_id"),
        parents=(f"classifications.{column.replace('_', '')}", "contacts.contact"),
        unfit="postkring.classifications.undoing.of_another_type",
        afterwards="postkring.classifications.undoing.after_members",
        in_steps=2_000,
    )


class Classification(models.Model):
    """A code and a description. `contact_count` is recounted inside every act that changes members (see counters.py)."""

    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    code = BytewiseField(max_length=CODE_LENGTH, unique=True)
    code_folded = BytewiseField(max_length=FOLDED_CODE_LENGTH, unique=True, editable=False)
    description = models.CharField(max_length=100, blank=True, default="")
    contact_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code


class Assignment(TemporalRow):
    """One contact's code, as long as it lasts. The contact stays named by id and number after it is deleted: no constraint."""

    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    contact = models.ForeignKey(Contact, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    # Filled when the contact or the code is deleted, so that time travel can still name them.
    contact_number = models.CharField(max_length=NUMBER_LENGTH, blank=True, default="", db_default="", editable=False)
    code = models.CharField(max_length=CODE_LENGTH, blank=True, default="", db_default="", editable=False)

    class Meta:
        abstract = True


def code_checks(name: str) -> list[Any]:
    return [
        *lengths(name, code=CODE_LENGTH, code_folded=FOLDED_CODE_LENGTH, description=100),
        models.CheckConstraint(condition=~Q(code=""), name=f"{name}_code_given"),
    ]


def assignment_checks(column: str) -> list[Any]:
    name = f"contact_{column}"
    return [*assignment_constraints(column, name), *lengths(name, contact_number=NUMBER_LENGTH, code=CODE_LENGTH)]


def assignment_constraints(column: str, name: str) -> list[Any]:
    """A contact carries a code once at a time."""
    return [
        models.UniqueConstraint(fields=[column, "contact"], condition=standing(), name=f"{name}_once"),
        models.CheckConstraint(condition=standing() | Q(ended_by__isnull=False), name=f"{name}_ended_by_an_act"),
    ]


def assignment_indexes(column: str, name: str) -> list[models.Index]:
    """Both ways through the current rows without reading the table; of a contact the ended ones too, of a code for time travel."""
    return [
        models.Index(fields=["contact", "ended_at", column], name=f"{name}_of_contact"),
        models.Index(fields=[column, "ended_at"], condition=Q(ended_at__isnull=False), name=f"{name}_ended"),
    ]
