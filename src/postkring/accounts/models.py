"""Who works here: the user, with one role, and the tokens of users. What a role may do stands in permissions.py."""

from datetime import date, datetime, timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from postkring.kit.fields import lengths
from postkring.ledger.declarations import Ledgered

TOKEN_NAME_LENGTH: Final = 100
HINT_LENGTH: Final = 10
DIGEST_LENGTH: Final = 64  # of SHA-256, as hexadecimal digits


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", pgettext_lazy("role.administrator", "Administrator")
    MARKETER = "marketer", pgettext_lazy("role.marketer", "Marketer")
    EDITOR = "editor", pgettext_lazy("role.editor", "Editor")
    READER = "reader", pgettext_lazy("role.reader", "Reader")


class Theme(models.TextChoices):
    SYSTEM = "system", pgettext_lazy("ui.theme_system", "As on this device")
    LIGHT = "light", pgettext_lazy("ui.theme_light", "Light")
    DARK = "dark", pgettext_lazy("ui.theme_dark", "Dark")


class User(AbstractUser):
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.READER)
    language = models.CharField(max_length=10, blank=True, default="")
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    shortcuts = models.BooleanField(default=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    # No column: a role that whoever acts in the name of the user does not go beyond. A token sets its own (see tokens.py).
    at_most: str = Role.ADMINISTRATOR

    ledger: ClassVar = Ledgered(
        order=1,
        title=("username",),
        guard="postkring.accounts.undoing.keep_users",
        afterwards="postkring.accounts.undoing.after_users",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(condition=models.Q(theme__in=Theme.values), name="user_theme_known"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class ApiToken(models.Model):
    """What a program shows instead of a password. Of its text only the digest is kept, and its beginning to recognise it by (`hint`).

    `expires` is the first instant at which it opens nothing any more. A revoked one stays, for acts are about it, and opens nothing.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=TOKEN_NAME_LENGTH)
    role = models.CharField(max_length=20, choices=Role.choices)
    hint = models.CharField(max_length=HINT_LENGTH, editable=False)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField(null=True)
    last_used = models.DateTimeField(null=True, editable=False)
    revoked = models.DateTimeField(null=True, editable=False)

    # No undo deletes a token: the image of a deleted row would hold the digest.
    ledger: ClassVar = Ledgered(order=2, title=("name",), guard="postkring.accounts.undoing.keep_tokens")

    class Meta:
        verbose_name = pgettext_lazy("page.api_tokens", "API tokens")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="api_token_role_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="api_token_name_given"),
            *lengths("api_token", name=TOKEN_NAME_LENGTH, hint=HINT_LENGTH, digest=DIGEST_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    @property
    def last_day(self) -> date | None:
        """The last day on which it opens something, where the organisation is."""
        return None if self.expires is None else timezone.localdate(self.expires - timedelta(microseconds=1))

    @property
    def is_expired(self) -> bool:
        return self.has_expired(timezone.now())

    def has_expired(self, now: datetime) -> bool:
        return self.expires is not None and self.expires <= now
