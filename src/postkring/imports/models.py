"""One file that is being loaded: its rows as they stand there, and what each of them would do. All of it is staging, outside the ledger;
what was loaded stands in the ledger, and the rows stay so that a membership can say from which row it came."""

import re
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.spec import Spec
from postkring.kit.fields import BytewiseField, lengths
from postkring.ledger.declarations import Ledgered
from postkring.ledger.models import ChangeSet

FILE_NAME_LENGTH = 255
PROFILE_NAME_LENGTH = 50
_OF_GOOGLE = re.compile(r"(E-mail|Phone|Address|Website|Organization) \d+ - ", re.IGNORECASE)


class Policy(models.TextChoices):
    """What a row does to a contact that is there already."""

    SKIP = "skip", pgettext_lazy("import.policy_skip", "Leave existing contacts as they are")
    FILL = "fill", pgettext_lazy("import.policy_fill", "Fill in blank fields only")
    UPDATE = "update", pgettext_lazy("import.policy_update", "Take over every value that the file gives")


class NewCodes(models.TextChoices):
    """What becomes of rows with codes that do not exist."""

    REFUSE = "refuse", pgettext_lazy("import.codes_refuse", "Refuse the row")
    CREATE = "create", pgettext_lazy("import.codes_create", "Create the code")
    LEAVE_OUT = "leave_out", pgettext_lazy("import.codes_leave_out", "Load the row without the code")


class Stage(models.TextChoices):
    MAPPING = "mapping", pgettext_lazy("import.stage_mapping", "Columns to be chosen")
    CHECKED = "checked", pgettext_lazy("import.stage_checked", "Difference to be looked at")
    LOADING = "loading", pgettext_lazy("import.stage_loading", "Being loaded")
    LOADED = "loaded", pgettext_lazy("import.stage_loaded", "Loaded")


class State(models.TextChoices):
    """What a row does."""

    NEW = "new", pgettext_lazy("import.state_new", "New")
    CHANGED = "changed", pgettext_lazy("import.state_changed", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("import.state_unchanged", "Unchanged")
    SKIPPED = "skipped", pgettext_lazy("import.state_skipped", "Left as it is")
    REFUSED = "refused", pgettext_lazy("import.state_refused", "Refused")


class FileImport(models.Model):
    """`mapping` has a field or "" for each column of `header`. `basis` is the last change set that the difference
    has seen, `basis_count` how many there were up to it. `checking` is the check that was begun last."""

    file_name = models.CharField(max_length=FILE_NAME_LENGTH)
    stored = models.CharField(max_length=100, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=4)
    encoding = models.CharField(max_length=20, blank=True, default="")
    delimiter = models.CharField(max_length=1, blank=True, default="")
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    match = models.JSONField(default=list)
    policy = models.CharField(max_length=10, choices=Policy.choices, default=Policy.SKIP)
    new_codes = models.CharField(max_length=10, choices=NewCodes.choices, default=NewCodes.REFUSE)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.MAPPING)
    counts = models.JSONField(default=dict)
    codes = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    token = models.CharField(max_length=64, blank=True, default="")
    basis = models.BigIntegerField(default=0)
    basis_count = models.BigIntegerField(default=0)
    checking = models.UUIDField(null=True)
    change_set = models.OneToOneField(ChangeSet, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("page.import", "Import")
        constraints: ClassVar = lengths("file_import", file_name=FILE_NAME_LENGTH)

    def __str__(self) -> str:
        return self.file_name

    @cached_property
    def dialect(self) -> str:
        """Whose file it is, where that matters to its cells, else its kind: Google joins several values in one cell."""
        return "google" if any(_OF_GOOGLE.match(name) for name in self.header) else self.kind

    @property
    def new_codes_by_spec(self) -> list[tuple[Spec, dict[str, Any]]]:
        """The codes that would be created, each with what is written in the file and for how many contacts."""
        new = self.codes.get("new", {})
        return [(spec, new[spec.name]) for spec in CLASSIFICATIONS if spec.name in new]


class ImportProfile(models.Model):
    """A mapping that is used again: what the columns of such a file are, and what to do with its rows."""

    name = models.CharField(max_length=PROFILE_NAME_LENGTH)
    name_folded = BytewiseField(max_length=PROFILE_NAME_LENGTH * 18, unique=True, editable=False)
    columns = models.JSONField(default=dict)
    match = models.JSONField(default=list)
    policy = models.CharField(max_length=10, choices=Policy.choices, default=Policy.SKIP)
    new_codes = models.CharField(max_length=10, choices=NewCodes.choices, default=NewCodes.REFUSE)

    ledger: ClassVar = Ledgered(order=4, title=("name",))

    class Meta:
        verbose_name = pgettext_lazy("page.import_profile", "Import profile")
        constraints: ClassVar = lengths("import_profile", name=PROFILE_NAME_LENGTH)

    def __str__(self) -> str:
        return self.name


class FileRow(models.Model):
    """One row of the file. Companies are checked first: persons belong to them, whatever the order in the file."""

    file = models.ForeignKey(FileImport, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    is_company = models.BooleanField()
    contact_number = models.CharField(max_length=20, blank=True, default="")
    cells = models.JSONField()
    fault = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "number"], name="file_row_once")]
        indexes: ClassVar = [models.Index(fields=["file", "is_company", "number"], name="file_row_in_order")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"


class Outcome(models.Model):
    """What one row does, or a company that only the rows of its persons name. `values` are columns of the contact,
    worked-out ones too, but for those that are blank."""

    file = models.ForeignKey(FileImport, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    position = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    is_company = models.BooleanField()
    is_proposed = models.BooleanField(default=False, db_default=False)
    name = models.CharField(max_length=200, blank=True, default="")
    number = models.CharField(max_length=20, blank=True, default="")
    number_given = models.BooleanField(default=False, db_default=False)
    number_searched = models.CharField(max_length=40, blank=True, default="", db_default="")
    # Keys and no relations: staging keeps nobody from deleting a contact or a group, and no undo from taking one away again.
    contact_key = models.BigIntegerField(null=True)
    company_position = models.PositiveIntegerField(null=True)
    values = models.JSONField(null=True)
    changes = models.JSONField(null=True)
    codes = models.JSONField(null=True)
    field = models.CharField(max_length=30, blank=True, default="")
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "position"], name="outcome_once")]
        indexes: ClassVar = [
            models.Index(fields=["file", "state", "position"], name="outcome_by_state"),
            models.Index(fields=["file", "contact_key"], name="outcome_of_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.state}"

    @property
    def codes_by_spec(self) -> list[tuple[Spec, list[str]]]:
        codes = self.codes or {}
        return [(spec, codes[spec.name]) for spec in CLASSIFICATIONS if spec.name in codes]


class OutcomeCode(models.Model):
    """A code of a classification that a row gives its contact. The group is none as long as it has to be created."""

    file = models.ForeignKey(FileImport, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    classification = models.CharField(max_length=30, default=MAILING_GROUPS.name, db_default=MAILING_GROUPS.name)
    code = models.CharField(max_length=20)
    group_key = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["file", "position"], name="outcome_code_of_row")]

    def __str__(self) -> str:
        return f"{self.position} {self.code}"
