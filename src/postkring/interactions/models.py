"""What we said to contacts: templates that name a kind of interaction (5.1), and the log of those that took place (5.2)."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from postkring.contacts.models import Contact
from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH
from postkring.kit.fields import BytewiseField, NewGuid, lengths
from postkring.ledger.declarations import Ledgered
from postkring.ledger.models import ChangeSet
from postkring.setup.models import Coded, CorrespondenceType

FOLDED_CODE_LENGTH: Final = CODE_LENGTH * 18  # the longest that one letter becomes when it is taken apart


class Evaluation(models.TextChoices):
    VERY_POSITIVE = "Very Positive", pgettext_lazy("option.very_positive", "Very Positive")
    POSITIVE = "Positive", pgettext_lazy("option.positive", "Positive")
    NEUTRAL = "Neutral", pgettext_lazy("option.neutral", "Neutral")
    NEGATIVE = "Negative", pgettext_lazy("option.negative", "Negative")
    VERY_NEGATIVE = "Very Negative", pgettext_lazy("option.very_negative", "Very Negative")


class InteractionTemplate(Coded):
    """The code stands in segments, lines and entries: it stays as it is."""

    code_folded = BytewiseField(max_length=FOLDED_CODE_LENGTH, unique=True, editable=False)
    correspondence_type = models.CharField(max_length=20, blank=True, default="", choices=CorrespondenceType.choices)
    campaign_number = BytewiseField(max_length=NUMBER_LENGTH, blank=True, default="")
    # What an entry begins with; entries and segments that are there do not follow (R-5002).
    unit_cost_cents = models.PositiveIntegerField(default=0)
    unit_duration = models.PositiveIntegerField(default=0)  # minutes

    ledger: ClassVar = Coded.ledger

    class Meta(Coded.Meta):
        verbose_name = pgettext_lazy("page.interaction_template", "Interaction Template")
        constraints: ClassVar = [
            *lengths(
                "interaction_template",
                code=CODE_LENGTH,
                code_folded=FOLDED_CODE_LENGTH,
                description=100,
                campaign_number=NUMBER_LENGTH,
            ),
            models.CheckConstraint(condition=~Q(code=""), name="interaction_template_code_given"),
            models.CheckConstraint(
                condition=Q(correspondence_type__in=["", *CorrespondenceType.values]), name="interaction_template_correspondence_known"
            ),
        ]


class InteractionLogEntry(models.Model):
    """One interaction with one contact, as it was when it took place; its key is its entry number.

    The contact, and the company under which it stood, stay named after they are deleted: no constraints. Nothing here is a reference
    that would follow a change.
    """

    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    contact = models.ForeignKey(Contact, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    contact_number = models.CharField(max_length=NUMBER_LENGTH)
    company = models.ForeignKey(Contact, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+")
    company_number = models.CharField(max_length=NUMBER_LENGTH, blank=True, default="")
    date = models.DateField()
    description = models.CharField(max_length=100)
    template_code = BytewiseField(max_length=CODE_LENGTH)
    segment_number = BytewiseField(max_length=NUMBER_LENGTH)
    campaign_number = BytewiseField(max_length=NUMBER_LENGTH, blank=True, default="")
    correspondence_type = models.CharField(max_length=20, blank=True, default="", choices=CorrespondenceType.choices)
    evaluation = models.CharField(max_length=20, blank=True, default="", choices=Evaluation.choices)
    salesperson_code = BytewiseField(max_length=NUMBER_LENGTH)
    attempt_failed = models.BooleanField(default=False)
    cost_cents = models.PositiveIntegerField(default=0)
    duration = models.PositiveIntegerField(default=0)  # minutes
    canceled = models.BooleanField(default=False)
    logged_by = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="+", db_index=False)

    ledger: ClassVar = Ledgered(order=32, title=("contact_number", "description"), subject="contact_id", with_its_act=True, in_steps=2_000)

    class Meta:
        verbose_name = pgettext_lazy("page.interaction_log_entries", "Interaction Log Entries")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            *lengths(
                "interaction_entry",
                contact_number=NUMBER_LENGTH,
                company_number=NUMBER_LENGTH,
                description=100,
                template_code=CODE_LENGTH,
                segment_number=NUMBER_LENGTH,
                campaign_number=NUMBER_LENGTH,
                salesperson_code=NUMBER_LENGTH,
            ),
            models.CheckConstraint(
                condition=Q(correspondence_type__in=["", *CorrespondenceType.values]), name="interaction_correspondence_known"
            ),
            models.CheckConstraint(condition=Q(evaluation__in=["", *Evaluation.values]), name="interaction_evaluation_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact", "canceled", "date"], name="interaction_of_contact"),
            models.Index(fields=["company", "canceled", "date"], name="interaction_of_company"),
            models.Index(fields=["segment_number"], name="interaction_of_segment"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.contact_number} {self.description}"
