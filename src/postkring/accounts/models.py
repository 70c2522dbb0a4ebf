"""Who works here: the user, with one role. What a role may do stands in permissions.py."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import pgettext_lazy

from postkring.ledger.declarations import Ledgered


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
