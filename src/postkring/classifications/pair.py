"""The one abstract pair every classification is made of: a table of codes, and which contact carries which code since when."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from postkring.contacts.models import Contact
from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH
from postkring.kit.fields import BytewiseField, NewGuid
from postkring.ledger.models import TemporalRow
from postkring.ledger.standing import standing

FOLDED_CODE_LENGTH = CODE_LENGTH * 18  # the longest that one letter becomes when it is taken apart


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
