"""Mailing groups (2.1, 2.2): the heart of the product. A code such as VERHUIZING and the contacts that belong to it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from postkring.classifications.pair import FOLDED_CODE_LENGTH, Assignment, Classification, assignment_constraints, assignment_indexes
from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH
from postkring.kit.fields import lengths
from postkring.ledger.declarations import Ledgered, Temporal


class MailingGroup(Classification):
    ledger: ClassVar = Ledgered(
        order=5,
        title=("code", "description"),
        guard="postkring.classifications.undoing.old_codes_are_free",
        leaving="postkring.classifications.follower.keep_codes",
        afterwards="postkring.classifications.undoing.after_groups",
        in_steps=5,
    )

    class Meta(Classification.Meta):
        verbose_name = pgettext_lazy("page.mailing_group", "Mailing Group")
        constraints: ClassVar = [
            *lengths("mailing_group", code=CODE_LENGTH, code_folded=FOLDED_CODE_LENGTH, description=100),
            models.CheckConstraint(condition=~models.Q(code=""), name="mailing_group_code_given"),
        ]


class ContactMailingGroup(Assignment):
    mailing_group = models.ForeignKey(
        MailingGroup, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="assignments"
    )

    ledger: ClassVar = Temporal(
        order=15,
        pair=("mailing_group_id", "contact_id"),
        parents=("classifications.mailinggroup", "contacts.contact"),
        afterwards="postkring.classifications.undoing.after_members",
        in_steps=2_000,
    )

    class Meta:
        verbose_name = pgettext_lazy("page.contact_mailing_groups", "Contact Mailing Groups")
        constraints: ClassVar = [
            *assignment_constraints("mailing_group", "contact_mailing_group"),
            *lengths("contact_mailing_group", contact_number=NUMBER_LENGTH, code=CODE_LENGTH),
        ]
        indexes: ClassVar = assignment_indexes("mailing_group", "mailing_group")

    def __str__(self) -> str:
        return f"{self.contact_id} {self.mailing_group_id}"
