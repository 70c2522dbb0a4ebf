"""Saved criteria: the steps of a segment under a code, to be taken again on any segment (4.7)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from postkring.kit.codes import CODE_LENGTH
from postkring.kit.fields import BytewiseField, NewGuid, lengths
from postkring.ledger.declarations import Ledgered
from postkring.segments.step_action import StepAction

FOLDED_CODE_LENGTH = CODE_LENGTH * 18  # the longest that one letter becomes when it is taken apart


class SavedCriteria(models.Model):
    """Everybody's, and tied to no segment (R-4502)."""

    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    code = BytewiseField(max_length=CODE_LENGTH, unique=True)
    code_folded = BytewiseField(max_length=FOLDED_CODE_LENGTH, unique=True, editable=False)
    description = models.CharField(max_length=100, blank=True, default="")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    ledger: ClassVar = Ledgered(order=26, title=("code", "description"))

    class Meta:
        verbose_name = pgettext_lazy("page.saved_segment_criteria", "Saved Segment Criteria")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            *lengths("saved_criteria", code=CODE_LENGTH, description=100),
            models.CheckConstraint(condition=~Q(code=""), name="saved_criteria_code_given"),
        ]

    def __str__(self) -> str:
        return self.code


class SavedAction(models.Model):
    """One action of saved criteria, as the step said it: what was chosen, and the options."""

    saved = models.ForeignKey(SavedCriteria, on_delete=models.PROTECT, related_name="actions", db_index=False)
    action_number = models.PositiveIntegerField()
    action = models.CharField(max_length=20, choices=StepAction.choices)
    selection = models.JSONField()
    options = models.JSONField(default=dict)

    ledger: ClassVar = Ledgered(order=27, title=("saved_id", "action_number"), settling="postkring.segments.holder.StepSettling")

    class Meta:
        verbose_name = pgettext_lazy("criteria.actions", "Actions of saved criteria")
        ordering: ClassVar = ["action_number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["saved", "action_number"], name="saved_action_numbered_once"),
            models.CheckConstraint(condition=Q(action__in=StepAction.values), name="saved_action_known"),
        ]

    def __str__(self) -> str:
        return f"{self.saved_id} {self.action_number} {self.action}"
