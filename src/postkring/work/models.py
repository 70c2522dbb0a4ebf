"""A piece of work: one act that a worker does, or the check of a file. It holds what is to be done; what was done the ledger says."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from postkring.accounts.models import Role
from postkring.ledger.models import ChangeSet

KINDS = (
    "group",
    "groups",
    "empty",
    "segment",
    "segment_less",
    "reuse_criteria",
    "go_back",
    "change_segment",
    "delete_segment",
    "field",
    "delete",
    "import",
    "check",
    "undo",
)


class State(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("task.planned", "Waiting")
    RUNNING = "running", pgettext_lazy("task.running", "Under way")
    DONE = "done", pgettext_lazy("task.done", "Done")
    REFUSED = "refused", pgettext_lazy("task.refused", "Not done")
    CANCELLED = "cancelled", pgettext_lazy("task.cancelled", "Cancelled")


OPEN = (State.PLANNED, State.RUNNING)


class Work(models.Model):
    """`arguments` are those of its kind (catalogue.py), as data. `origin` is for the door: where the user came from.

    `at_most` is the role that whoever planned it did not go beyond (an API token has one): the worker does not either.

    `change_set` and the state *done* are written in the transaction of the act: both are there, or nothing is. A row that a
    killed worker left says *running*; whether anybody is at it, its lease tells (leases.py).
    """

    kind = models.CharField(max_length=20)
    arguments = models.JSONField()
    total = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at_most = models.CharField(max_length=20, choices=Role.choices, default=Role.ADMINISTRATOR)
    door = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    origin = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    tries = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    change_set = models.OneToOneField(ChangeSet, on_delete=models.PROTECT, null=True, related_name="+")
    said = models.TextField(blank=True, default="")
    refusal = models.CharField(max_length=60, blank=True, default="")  # the code of the error that `said` is the message of
    report = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="work_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="work_kind_known"),
            models.CheckConstraint(condition=models.Q(at_most__in=Role.values), name="work_at_most_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="work_open", condition=models.Q(state__in=["planned", "running"])),
            models.Index(fields=["by", "id"], name="work_by_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
