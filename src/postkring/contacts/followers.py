"""What must refuse or follow when a contact is deleted, or changes type or company: rooms above say so in the settings."""

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from postkring.contacts.models import Contact, ContactQuerySet
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Unfit
from postkring.ledger.models import ChangeSet


class ContactFollower:
    """One room's part. Each method does nothing unless the room has something to say."""

    def refuse_delete(self, contacts: ContactQuerySet) -> None:
        """Raises Refused, naming the first contact that may not go."""

    def follow_delete(self, writer: Writer, contacts: ContactQuerySet) -> None:
        """Takes along what belongs to the contacts, through the writer; they are still there."""

    def refuse_type_change(self, contact: Contact) -> None:
        """Raises Refused when something of the contact's hangs on its type."""

    def refuse_company_change(self, contact: Contact) -> None:
        """Raises Refused when something of the person's hangs on its company."""

    def keeps_company(self, change_set: ChangeSet, moving: ContactQuerySet) -> Iterator[Unfit]:
        """Which contacts an undo of the act leaves with the company that they have. `moving` is the contact of an image, if it would go."""
        yield from ()


@cache
def followers() -> tuple[ContactFollower, ...]:
    return tuple(import_string(path)() for path in settings.CONTACT_FOLLOWERS)


def take_along(writer: Writer, contacts: ContactQuerySet) -> None:
    """What belongs to contacts that are about to go goes with them."""
    for follower in followers():
        follower.follow_delete(writer, contacts)
