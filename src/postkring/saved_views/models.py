"""Saved views: how somebody looks at a list, under a name; and which of them stand on whose home page."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from postkring.kit.fields import BytewiseField, lengths
from postkring.ledger.declarations import Ledgered

NAME_LENGTH = 50
FOLDED_NAME_LENGTH = NAME_LENGTH * 18  # the longest that one letter becomes when it is taken apart
EVERYBODY = 0


class ListName(models.TextChoices):
    """The lists that have views: the name that a list is declared with, which is also that of its page."""

    CONTACTS = "contacts", pgettext_lazy("page.contacts", "Contacts")
    MAILING_GROUPS = "mailing_groups", pgettext_lazy("page.mailing_groups", "Mailing Groups")
    SEGMENTS = "segments", pgettext_lazy("page.segments", "Segments")
    CHANGES = "changes", pgettext_lazy("page.changes", "Changes")


class SavedView(models.Model):
    """`query` holds what stands in the URL of the list, as it was typed: relative dates stay relative. `owner` is None when it is shared.

    `shelf` is the key of the owner, or 0 when it is shared: a unique constraint takes two rows without an owner for different ones.
    """

    list_name = models.CharField(max_length=20, choices=ListName.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    shelf = models.BigIntegerField(editable=False)
    name = models.CharField(max_length=NAME_LENGTH)
    name_folded = BytewiseField(max_length=FOLDED_NAME_LENGTH, editable=False)
    query = models.JSONField(default=dict)

    # No title: what is left alone or touched is reported to people who may not know the name of a private view.
    ledger: ClassVar = Ledgered(order=40, title=(), opposite="postkring.saved_views.undoing.needed_beside")

    class Meta:
        verbose_name = pgettext_lazy("ui.view", "View")
        ordering: ClassVar = ["name_folded", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shelf", "list_name", "name_folded"], name="saved_view_name_once"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, shelf=EVERYBODY) | Q(owner__isnull=False, shelf=F("owner")),
                name="saved_view_shelf_of_owner",
            ),
            models.CheckConstraint(condition=Q(list_name__in=ListName.values), name="saved_view_list_known"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_name_given"),
            *lengths("saved_view", name=NAME_LENGTH),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        return self.owner_id is None


class PinnedView(models.Model):
    """A view that stands on the home page of a user, with its count."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="pins")

    ledger: ClassVar = Ledgered(order=41, title=())

    class Meta:
        verbose_name = pgettext_lazy("view.pin", "View on a home page")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "view"], name="pinned_view_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.view_id}"
