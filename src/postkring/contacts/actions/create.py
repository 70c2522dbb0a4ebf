"""A new contact (3.3)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.actions.values import apply_all, surroundings
from postkring.contacts.folding import derive
from postkring.contacts.models import Contact, ContactType
from postkring.contacts.rules import NAME_PARTS, Surroundings
from postkring.contacts.stamps import touch
from postkring.ledger.acts import Writer, act
from postkring.setup.models import MarketingSetup
from postkring.setup.numbering import draw_number
from postkring.setup.tied_users import own_salesperson

_DEFAULTS = {
    "salesperson_id": "default_salesperson_id",
    "territory_id": "default_territory_id",
    "country_id": "default_country_id",
    "language_id": "default_language_id",
    "correspondence_type": "default_correspondence_type",
}


def create_contact(values: Mapping[str, Any], *, by: User) -> Contact:
    """Creates a company or person from field values named as in the catalogue. Without a number the next one is drawn (R-1205)."""
    require(by, Permission.EDIT_CONTACTS)
    with act("contact.create", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        contact = new_contact(values, surroundings(), by=by)
        insert_contact(writer, contact)
        writer.count(added=1)
        writer.say(
            lambda: pgettext("ledger.contact_created", "%(number)s %(name)s created") % {"number": contact.number, "name": contact.name}
        )
    return contact


def new_contact(values: Mapping[str, Any], around: Surroundings, *, by: User | None = None) -> Contact:
    """The contact as it will be inserted: values by their rules, then defaults for what is blank (R-3202, R-3203, R-3207).

    R-3206: before the default salesperson comes the one that `by` is tied to. Nobody makes the contacts of a file one by one.
    """
    contact = Contact(type=values["type"] if values.get("type") in ContactType.values else ContactType.COMPANY)
    given = _with_name(values)
    if not str(given.get("number") or "").strip():
        # First, as a typed number is: who locks the series after a company could wait for one who did it the other way round.
        del given["number"]
        contact.number = draw_number(around.setup.contact_series, taken=Contact.objects.all())
        contact.number_series_id = around.setup.contact_series_id
    apply_all(contact, given, around)
    if by and not contact.salesperson_id and (own := own_salesperson(by)):
        contact.salesperson_id = own.code
    fill_defaults(contact, around.setup)
    derive(contact, home_country=around.home_country)
    return contact


def _with_name(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with a name, that is refused when it is blank, unless the parts of one are given."""
    has_parts = any(str(values.get(part) or "").strip() for part in NAME_PARTS)
    given = {"number": "", "name": "", **values}
    return {name: value for name, value in given.items() if name != "name" or str(value or "").strip() or not has_parts}


def insert_contact(writer: Writer, contact: Contact) -> None:
    contact.save(force_insert=True)
    if contact.is_company:
        Contact.objects.filter(pk=contact.pk).update(company=contact.pk)
        contact.company_id = contact.pk
    row = Contact.objects.filter(pk=contact.pk)
    writer.record_inserted(row)
    touch(writer, row)


def fill_defaults(contact: Contact, setup: MarketingSetup) -> None:
    """R-3203; R-3204: a new company always gets the salutation of the set-up, whatever was given."""
    for column, default in _DEFAULTS.items():
        has = getattr(contact, column)
        if not has and has != (value := getattr(setup, default)):
            setattr(contact, column, value)
    if contact.is_company:
        contact.salutation_id = setup.default_company_salutation_id
    elif not contact.salutation_id:
        contact.salutation_id = setup.default_person_salutation_id
