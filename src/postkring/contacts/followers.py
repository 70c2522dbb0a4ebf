"""What must refuse or follow when a contact is deleted, or changes type or company: rooms above say so in the settings."""

from collections.abc import Iterator
from functools import cache, reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from postkring.contacts.models import Contact, ContactQuerySet
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Unfit
from postkring.ledger.models import ChangeSet


class ContactFollower:
    """One room's part. Each method does nothing unless the room has something to say."""

    def refuse_delete(self, contacts: ContactQuerySet) -> None:
        """Raises Refused, naming the first contact that may not go."""

    def holds_back(self) -> Q | None:
        """The condition of the contacts that `refuse_delete` would refuse; None where it refuses nobody."""
        return None

    def follow_delete(self, writer: Writer, contacts: ContactQuerySet) -> None:
        """Takes along what belongs to the contacts, through the writer; they are still there."""

    def refuse_type_change(self, contact: Contact) -> None:
        """Raises Refused when something of the contact's hangs on its type."""

    def keeps_type(self, change_set: ChangeSet, turning: ContactQuerySet) -> Iterator[Unfit]:
        """Which contacts an undo of the act leaves of the type that they are. `turning` is the contact of an image, if it would turn."""
        yield from ()

    def refuse_company_change(self, contact: Contact) -> None:
        """Raises Refused when something of the person's hangs on its company."""

    def keeps_company(self, change_set: ChangeSet, moving: ContactQuerySet) -> Iterator[Unfit]:
        """Which contacts an undo of the act leaves with the company that they have. `moving` is the contact of an image, if it would go."""
        yield from ()


@cache
def followers() -> tuple[ContactFollower, ...]:
    return tuple(import_string(path)() for path in settings.CONTACT_FOLLOWERS)


def held_back(contacts: ContactQuerySet) -> ContactQuerySet:
    """Those of them that may not be deleted."""
    conditions = [condition for follower in followers() if (condition := follower.holds_back()) is not None]
    return contacts.filter(reduce(or_, conditions)) if conditions else contacts.none()


def take_along(writer: Writer, contacts: ContactQuerySet) -> None:
    """What belongs to contacts that are about to go goes with them."""
    for follower in followers():
        follower.follow_delete(writer, contacts)
