"""Change sets and the images of rows before them; the columns of a temporal row. How to write them stands in acts.py."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import translation

from postkring.kit.codes import NUMBER_LENGTH
from postkring.kit.fields import BytewiseField


class State(models.TextChoices):
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


class ChangeSet(models.Model):
    """One act. `sentences` holds the sentence a user reads, per language, as it was true when the act was done.

    `tables` maps the label of each table written to the columns that were updated there. `lease_until` and `position`
    belong to acts that run as a task.
    """

    number = models.BigAutoField(primary_key=True)
    verb = models.CharField(max_length=60)
    permission = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=20)
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    sentences = models.JSONField(default=dict)
    tables = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    # Of an undo, however many undos it undoes: the act that all of it is about, and whether that is taken back by it or done again.
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    takes_back = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DONE)
    lease_until = models.DateTimeField(null=True)
    position = models.JSONField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=State.values), name="change_set_state_known")]
        indexes = [
            models.Index(fields=["by", "number"], name="change_set_by_whom"),
            models.Index(fields=["verb", "number"], name="change_set_by_verb"),
            models.Index(fields=["at", "number"], name="change_set_by_instant"),
            models.Index(fields=["state", "number"], name="change_set_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    @property
    def sentence(self) -> str:
        """The sentence in the language of the moment; in English where that language was added later."""
        language = (translation.get_language() or "en")[:2]
        return str(self.sentences.get(language) or self.sentences.get("en", ""))

    def original(self) -> "ChangeSet":
        """The act that was undone, done again, and so on."""
        return self.first or self

    def undo(self, change_set: "ChangeSet") -> None:
        """Says of this new change set that it undoes another. The undo of an undo does the act again, and takes nothing back."""
        self.undoes, self.first, self.takes_back = change_set, change_set.original(), not change_set.takes_back
        self.save(update_fields=["undoes", "first", "takes_back"])

    def standing(self) -> "ChangeSet | None":
        """The change set whose effects are there today: this one, the one that did it again after an undo, or None."""
        # Undo and redo take turns, and each is made after the one it undoes.
        last = self.last()
        return last if last.takes_back == self.takes_back else None

    def last(self) -> "ChangeSet":
        """The last of the undos that followed on the act, one that is under way too; the act itself where there is none."""
        return ChangeSet.objects.filter(first=self.first_id or self.pk).order_by("-number").first() or self


class Meant(models.Model):
    """A row that an act in steps is about and has not come to yet (see long_acts.py).

    `place` counts the rows of the act from 1, `part` says what becomes of this one.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="meant", db_index=False)
    place = models.BigIntegerField()
    object_id = models.BigIntegerField()
    part = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["change_set", "place"], name="meant_once_at_a_place")]

    def __str__(self) -> str:
        return f"{self.place} {self.object_id}"


class GoneNumber(models.Model):
    """The number of a row that was deleted. No other row gets it: an undo may bring the row back, and time travel names it."""

    label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    number = BytewiseField(max_length=NUMBER_LENGTH)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["label", "object_id"], name="gone_number_once_per_row")]
        indexes: ClassVar = [models.Index(fields=["label", "number"], name="gone_number_by_number")]

    def __str__(self) -> str:
        return f"{self.label} {self.number}"


class Image(models.Model):
    """What one act did to one row: `before` and `after` hold the columns it wrote, a deleted row's `before` all of them.

    An image no longer stands once its act has been undone: it then says nothing about the row of today.
    """

    INSERTED = "i"
    UPDATED = "u"
    DELETED = "d"

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="images", db_index=False)
    label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    subject_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=1, choices=[(INSERTED, "inserted"), (UPDATED, "updated"), (DELETED, "deleted")])
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    stands = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change_set", "label", "object_id"], name="image_once_per_act_and_row"),
            models.CheckConstraint(condition=models.Q(kind__in=["i", "u", "d"]), name="image_kind_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["label", "object_id", "change_set"], name="image_of_row"),
            models.Index(fields=["subject_id", "change_set"], name="image_about_contact", condition=models.Q(subject_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label} {self.object_id}"


class TemporalRow(models.Model):
    """A row that was true from `begun_at` until `ended_at`.

    `since` and `added_by` are what a user reads: a row that an undo begins again keeps those of the row that had ended.
    """

    begun_by = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    added_by = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    ended_by = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
