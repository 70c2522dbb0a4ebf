"""Deleting contacts for good, with everything that is theirs; undo brings them back whole (3.9)."""

from collections.abc import Mapping
from typing import Final

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.followers import followers, take_along
from postkring.contacts.models import Contact, ContactQuerySet, ContactStamp
from postkring.kit.errors import Refused
from postkring.kit.text import grouped
from postkring.ledger.acts import Writer, act
from postkring.ledger.expectations import hold_numbers_to, hold_to
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean
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
        names = _names(contacts)
        deleted = _delete(writer, leaving)
        hold_to(writer, expected)
        writer.say(lambda: _sentence(names, deleted))
    return writer.change_set if deleted else None


def delete_in_steps(contacts: ContactQuerySet, *, expected: Mapping[str, int] | None = None, by: User) -> ChangeSet | None:
    """The same act in steps. Who goes, and what they were `expected` to be, is settled when it begins.

    Raises Refused in the middle when one of them came onto a line of a segment, or a company was given another person: then what went
    already is to be taken back.
    """
    require(by, Permission.EDIT_CONTACTS)

    def settle(writer: Writer) -> Data:
        leaving = with_persons(contacts)
        refuse_delete(leaving)
        hold_numbers_to({"deleted": mean(writer, leaving, order=_ORDER)}, expected)
        writer.count(deleted=0)
        return {"names": _names(contacts)}

    begun = begin(DELETING, "contact.delete", by=by, permission=Permission.EDIT_CONTACTS, settle=settle)
    return go_on_by(DELETING, begun, by=by)


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    leaving = Contact.objects.filter(pk__in=keys(todo))
    hold(leaving)
    refuse_delete(leaving)
    _refuse_new_persons(leaving)
    _delete(writer, leaving)


def _delete(writer: Writer, leaving: ContactQuerySet) -> int:
    with writer.deleting(leaving) as settled:
        leave(writer, Contact.objects.filter(pk__in=settled.keys))
    writer.count(deleted=settled.number)
    return settled.number


def _refuse_new_persons(leaving: ContactQuerySet) -> None:
    """Who was there when the act began has gone before the company, or goes with it. Nobody was asked about who came since."""
    persons = Contact.objects.filter(company__in=leaving.values("pk")).exclude(pk__in=leaving.values("pk"))
    came = persons.select_related("company").order_by("pk").first()
    if came and came.company:
        message = pgettext("msg.delete_new_person", "%(person)s became a person of %(name)s meanwhile. Nothing is deleted.")
        raise Refused(message % {"person": came.name, "name": came.company.name}, number=came.number)


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


def _names(contacts: ContactQuerySet) -> list[str]:
    return [f"{number} {name}" for number, name in contacts.order_by("number").values_list("number", "name")[:3]]


def _sentence(names: list[str], deleted: int) -> str:
    if deleted > len(names):
        names = [*names, "…"]
    return npgettext(
        "ledger.contacts_deleted", "%(count)s contact deleted: %(names)s", "%(count)s contacts deleted: %(names)s", deleted
    ) % {
        "count": grouped(deleted),
        "names": ", ".join(names),
    }


# A company behind its persons, and all of them together: persons who are there always have their company, and while it is there with
# a part of its persons, it is a company like others. Nobody can add to it for longer than its own persons take.
_ORDER: Final = (Coalesce("company_id", "pk"), F("type").desc())
DELETING: Final = LongAct(write=_step, said=lambda data, counts: _sentence(data["names"], counts["deleted"]))
