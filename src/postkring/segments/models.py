"""Chosen contacts: the header, its lines, and the steps that made the choice (4.1, 4.2, 4.6)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from postkring.contacts.models import Contact
from postkring.interactions.models import InteractionTemplate
from postkring.kit.codes import NUMBER_LENGTH
from postkring.kit.fields import BytewiseField, NewGuid, lengths
from postkring.ledger.declarations import Ledgered
from postkring.ledger.models import ChangeSet
from postkring.segments.saved_criteria import SavedAction, SavedCriteria
from postkring.segments.step_action import StepAction
from postkring.setup.models import CorrespondenceType, Language, NumberSeries, Salesperson, reference

__all__ = ["LINE_STEP", "SavedAction", "SavedCriteria", "Segment", "SegmentLine", "SegmentStep", "StepAction"]

LINE_STEP = 10_000  # line numbers go up by this much, as users of the field expect


class Segment(models.Model):
    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    number = BytewiseField(max_length=NUMBER_LENGTH, unique=True)
    number_series = reference(NumberSeries)
    description = models.CharField(max_length=100, blank=True, default="")
    date = models.DateField()
    salesperson = reference(Salesperson)
    campaign_number = BytewiseField(max_length=NUMBER_LENGTH, blank=True, default="")
    correspondence_type = models.CharField(max_length=20, blank=True, default="", choices=CorrespondenceType.choices)
    interaction_template = reference(InteractionTemplate)

    ledger: ClassVar = Ledgered(
        order=20,
        title=("number", "description"),
        number="number",
        hold="postkring.segments.guards.hold_segments",
        in_steps=2_000,
    )

    class Meta:
        verbose_name = pgettext_lazy("page.segment", "Segment")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            *lengths("segment", number=NUMBER_LENGTH, description=100, campaign_number=NUMBER_LENGTH),
            models.CheckConstraint(condition=~Q(number=""), name="segment_number_given"),
            models.CheckConstraint(
                condition=Q(correspondence_type__in=["", *CorrespondenceType.values]), name="segment_correspondence_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["date", "id"], name="segment_by_date")]

    def __str__(self) -> str:
        return f"{self.number} {self.description}".strip()


class SegmentStep(models.Model):
    """One criteria action: what was asked, and the change set that holds which lines it added and removed."""

    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="steps", db_index=False)
    action_number = models.PositiveIntegerField()
    action = models.CharField(max_length=20, choices=StepAction.choices)
    selection = models.JSONField()
    options = models.JSONField(default=dict)
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="+")

    ledger: ClassVar = Ledgered(
        order=25,
        title=("action_number", "action"),
        hold="postkring.segments.guards.hold_segments",
        settling="postkring.segments.holder.StepSettling",
        with_its_act=True,
        in_steps=2_000,
    )

    class Meta:
        verbose_name = pgettext_lazy("page.segment_criteria", "Segment Criteria")
        ordering: ClassVar = ["action_number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "action_number"], name="segment_step_numbered_once"),
            models.CheckConstraint(condition=Q(action__in=StepAction.values), name="segment_step_action_known"),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.action_number} {self.action}"


class SegmentLine(models.Model):
    """A chosen contact, once per segment (D2). The other columns are copied from header and contact when the line comes (R-4101), and
    can be changed by themselves afterwards (4.2)."""

    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="lines", db_index=False)
    line_number = models.PositiveBigIntegerField()
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(max_length=100, blank=True, default="")
    date = models.DateField()
    salesperson = reference(Salesperson)
    campaign_number = BytewiseField(max_length=NUMBER_LENGTH, blank=True, default="")
    correspondence_type = models.CharField(max_length=20, blank=True, default="", choices=CorrespondenceType.choices)
    language = reference(Language)
    interaction_template = reference(InteractionTemplate)
    added_by = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="+", db_index=False)

    ledger: ClassVar = Ledgered(
        order=30,
        title=("contact_id",),
        subject="contact_id",
        hold="postkring.segments.guards.hold_segments",
        with_its_act=True,
        in_steps=2_000,
    )

    class Meta:
        verbose_name = pgettext_lazy("page.segment_lines", "Segment Lines")
        ordering: ClassVar = ["line_number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "contact"], name="segment_line_contact_once"),
            models.UniqueConstraint(fields=["segment", "line_number"], name="segment_line_numbered_once"),
            *lengths("segment_line", description=100, campaign_number=NUMBER_LENGTH),
            models.CheckConstraint(
                condition=Q(correspondence_type__in=["", *CorrespondenceType.values]), name="segment_line_correspondence_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.line_number}"


class LoggedSegment(models.Model):
    """That a segment was logged (R-4705); its key is its entry number. The segment stays, read-only (D6)."""

    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    segment = models.OneToOneField(Segment, on_delete=models.PROTECT, related_name="logged")
    description = models.CharField(max_length=100)
    date = models.DateField()
    canceled = models.BooleanField(default=False)
    logged_by = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="+", db_index=False)

    ledger: ClassVar = Ledgered(
        order=35,
        title=("segment_id", "description"),
        hold="postkring.segments.guards.hold_segments",
        with_its_act=True,
        in_steps=2_000,
    )

    class Meta:
        verbose_name = pgettext_lazy("page.logged_segments", "Logged Segments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            *lengths("logged_segment", description=100),
            models.CheckConstraint(condition=~Q(description=""), name="logged_segment_described"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.description}"
