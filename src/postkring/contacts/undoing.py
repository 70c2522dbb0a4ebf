"""What the ledger must know when it takes acts on contacts back. What keeps a contact from going back stands in obstacles.py."""

from collections.abc import Sequence
from typing import Final

from django.db.models import F, Q, QuerySet

from postkring.accounts.permissions import Permission
from postkring.contacts.actions.values import surroundings
from postkring.contacts.companies import refuse_person
from postkring.contacts.folding import DERIVED, derive
from postkring.contacts.models import LENGTHS, Contact, ContactType
from postkring.contacts.obstacles import stays_strict
from postkring.contacts.rules import NAME_PARTS, composed_name, refuse_persons, rename, search_name
from postkring.contacts.stamps import touch
from postkring.kit.sql import FromJson, field_of
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Rows, Settling
from postkring.ledger.models import ChangeSet, Image

_LABEL: Final = "contacts.contact"
_CHUNK: Final = 500


def needed_to_unblock(change_set: ChangeSet) -> str:
    """Lifting the privacy block of many is for administrators, by an undo as well (see change_for_all)."""
    if "privacy_blocked" not in change_set.tables.get(_LABEL, []) or "privacy_blocked" in stays_strict(change_set):
        return ""
    column = field_of(Contact, "privacy_blocked")
    images = _images(change_set, Image.UPDATED).annotate(was=FromJson("before", column), became=FromJson("after", column))
    return Permission.ADMINISTER if images.filter(was=False, became=True)[1:2] else ""


def after_undo(writer: Writer, undone: ChangeSet) -> None:
    """Contacts that have come back agree with what others say by now, and whatever was written has its stamp."""
    written = writer.images(_LABEL)
    _refuse_persons_of_persons(written)
    settle(Contact.objects.filter(pk__in=written.filter(kind=Image.INSERTED).values("object_id")))
    touch(writer, Contact.objects.filter(pk__in=written.values("object_id")))


class ContactSettling(Settling):
    """A name belongs together with its parts, a person's company name with the company."""

    columns = (*NAME_PARTS, "name", "search_name", "job_title", "company_name")

    def along(self, rows: Rows, columns: Sequence[str]) -> Rows:
        if "name" not in columns:
            return rows
        keys = rows.values("pk")
        return Contact.objects.filter(Q(pk__in=keys) | Q(company__in=keys))

    def settle(self, rows: Rows) -> None:
        settle(rows)

    def is_worked_out(self, row: Contact, column: str) -> bool:
        if column == "search_name":
            return row.search_name == search_name(row.name)
        return column == "company_name" or (column == "name" and row.is_person)


_SETTLED: Final = (*DERIVED, *ContactSettling.columns)


def settle(contacts: "QuerySet[Contact]") -> None:
    """What is worked out is worked out again, and what belongs together agrees again."""
    home_country = surroundings().home_country
    settled = []
    for contact in contacts.select_related("company").order_by("pk").iterator(_CHUNK):
        before = {column: getattr(contact, column) for column in _SETTLED}
        _settle(contact, home_country)
        if any(getattr(contact, column) != value for column, value in before.items()):
            settled.append(contact)
    Contact.objects.bulk_update(settled, _SETTLED, batch_size=200)


def _refuse_persons_of_persons(written: "QuerySet[Image]") -> None:
    """Who would break this was left as it is (see obstacles.py); looked at once more when all is written, as the last word."""
    persons = Contact.objects.persons()
    belonging = Contact.objects.filter(company__type=ContactType.PERSON).exclude(company=F("pk"))
    back, changed = (written.filter(kind=kind).values("object_id") for kind in (Image.INSERTED, Image.UPDATED))
    for person in persons.filter(pk__in=belonging.filter(pk__in=back).values("company"))[:1]:
        refuse_person(person)
    for person in persons.filter(pk__in=belonging.filter(company__in=changed).values("company")).order_by("pk")[:1]:
        refuse_persons(person)


def _settle(contact: Contact, home_country: str) -> None:
    if contact.is_company:
        contact.company_name = contact.name
        for column in (*NAME_PARTS, "job_title"):
            setattr(contact, column, "")
    else:
        if contact.company or not contact.company_id:  # a company that comes back after its persons is not there yet
            contact.company_name = contact.company.name if contact.company else ""
        name = composed_name(contact)
        if name != contact.name and 0 < len(name) <= LENGTHS["name"]:
            rename(contact, name)
    derive(contact, home_country=home_country)


def _images(change_set: ChangeSet, kind: str) -> "QuerySet[Image]":
    return Image.objects.filter(change_set=change_set, label=_LABEL, kind=kind)
