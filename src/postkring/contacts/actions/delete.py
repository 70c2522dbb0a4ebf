"""Deleting contacts for good, with everything that is theirs; undo brings them back whole (3.9)."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import npgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.followers import followers, take_along
from postkring.contacts.models import Contact, ContactQuerySet, ContactStamp
from postkring.ledger.acts import Writer, act
from postkring.ledger.expectations import hold_to
from postkring.ledger.models import ChangeSet


def delete_contacts(contacts: ContactQuerySet, *, expected: Mapping[str, int] | None = None, by: User) -> ChangeSet | None:
    """Deletes the contacts, and of companies all persons too (R-3704; D9 asks beforehand). One refusal stops everything.

    Raises PreviewChanged when others would go than were `expected`.
    """
    require(by, Permission.EDIT_CONTACTS)
    with act("contact.delete", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        leaving = with_persons(contacts)
        hold(leaving)
        refuse_delete(leaving)
        names = [f"{number} {name}" for number, name in contacts.order_by("number").values_list("number", "name")[:3]]
        with writer.deleting(leaving) as settled:
            leave(writer, Contact.objects.filter(pk__in=settled.keys))
        writer.count(deleted=settled.number)
        hold_to(writer, expected)
        writer.say(lambda: _sentence(names, settled.number))
    return writer.change_set if settled.number else None


def refuse_delete(leaving: ContactQuerySet) -> None:
    """Raises Refused when something holds one of them back, and says what."""
    for follower in followers():
        follower.refuse_delete(leaving)


def with_persons(contacts: ContactQuerySet) -> ContactQuerySet:
    """The contacts and, of companies among them, all persons."""
    companies = contacts.order_by().companies().values("pk")
    return Contact.objects.filter(Q(pk__in=contacts.order_by().values("pk")) | Q(company__in=companies))


def leave(writer: Writer, contacts: ContactQuerySet) -> None:
    """What belongs to contacts that are about to go, and are held, goes."""
    # Stamps first: who puts one of them into a group at this moment has touched its stamp, and is waited for.
    ContactStamp.objects.filter(contact__in=contacts.values("pk")).delete()
    take_along(writer, contacts)


def hold(leaving: ContactQuerySet) -> None:
    """Whoever changes one of them, or links a person to one, is done by now or waits until they are gone."""
    # Companies before their persons, as a change of a company locks them.
    for _ in leaving.order_by("type", "pk").select_for_update().values_list("pk").iterator():
        pass


def _sentence(names: list[str], deleted: int) -> str:
    if deleted > len(names):
        names = [*names, "…"]
    return npgettext(
        "ledger.contacts_deleted", "%(count)s contact deleted: %(names)s", "%(count)s contacts deleted: %(names)s", deleted
    ) % {
        "count": deleted,
        "names": ", ".join(names),
    }
