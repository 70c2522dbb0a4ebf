"""What the card of a contact shows, section by section."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import npgettext, pgettext

from postkring.accounts.reading import names_read
from postkring.contacts.catalogue import BY_NAME, ContactField
from postkring.contacts.inheritance import COMPARED
from postkring.contacts.models import Contact, ContactStamp
from postkring.contacts.queries import persons_of
from postkring.kit.sql import only_row
from postkring.kit.text import grouped
from postkring.web.contacts.card_form import CardForm, Slot
from postkring.web.contacts.fields import shown
from postkring.web.contacts.links import mail_url, phone_url, url_of
from postkring.web.tables import Column

# The sections with fields, in the order of the page.
GENERAL: Final = (
    "type",
    "number",
    "name",
    "first_name",
    "middle_name",
    "surname",
    "initials",
    "job_title",
    "name_2",
    "company_name",
    "company_number",
    "organizational_level",
    "salutation",
    "salesperson",
    "territory",
    "search_name",
    "external_id",
)
COMMUNICATION: Final = (
    "address",
    "address_2",
    "post_code",
    "city",
    "county",
    "country",
    "phone",
    "mobile",
    "email",
    "email_2",
    "website",
    "language",
    "correspondence_type",
)
PRIVACY: Final = ("privacy_blocked", "minor", "parental_consent", "exclude_from_segment")
INVOICING: Final = ("vat_number", "registration_number")
SECTIONS: Final = (*GENERAL, *COMMUNICATION, *PRIVACY, *INVOICING)

PERSONS_SHOWN: Final = 25


@dataclass(frozen=True)
class Property:
    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Section:
    """A FastTab with fields: controls for whoever may change them, else what they hold."""

    name: str
    title: str
    summary: str
    slots: list[Slot]
    properties: list[Property]
    is_closed: bool = False


def sections(contact: Contact, form: CardForm, *, may_edit: bool) -> list[Section]:
    titles: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
        "general": (pgettext("tab.general", "General"), GENERAL, ("name", "company_name")),
        "communication": (pgettext("tab.communication", "Communication"), COMMUNICATION, ("city", "phone", "email")),
        "privacy": (pgettext("tab.privacy", "Privacy and consent"), PRIVACY, ()),
        "invoicing": (pgettext("tab.invoicing", "Invoicing"), INVOICING, ("vat_number", "registration_number")),
    }
    return [
        Section(
            name,
            title,
            _flags(contact) if name == "privacy" else _values(contact, form, summed_up),
            list(form.slots(fields).values()) if may_edit else [],
            [] if may_edit else [_property(contact, field) for field in _offered(form, fields)],
            is_closed=name in ("privacy", "invoicing") and not any(field in form.errors for field in fields),
        )
        for name, (title, fields, summed_up) in titles.items()
        if _offered(form, fields)
    ]


def _property(contact: Contact, field: ContactField) -> Property:
    return Property(str(field.label), shown(contact, field), url_of(contact, field))


def _offered(form: CardForm, names: tuple[str, ...]) -> list[ContactField]:
    return [BY_NAME[name] for name in names if name in form.fields]


def _values(contact: Contact, form: CardForm, names: tuple[str, ...]) -> str:
    return " · ".join(filter(None, (shown(contact, field) for field in _offered(form, names))))


def _flags(contact: Contact) -> str:
    return " · ".join(str(BY_NAME[name].label) for name in PRIVACY if getattr(contact, name))


def address_is_of_company(contact: Contact) -> bool:
    """A person's address that is, line for line, the one of its company (R-3311)."""
    company = contact.company
    if contact.is_company or company is None or not any(getattr(contact, name) for name in COMPARED):
        return False
    return all(getattr(contact, name) == getattr(company, name) for name in COMPARED)


@dataclass(frozen=True)
class PersonRow:
    """A person of a company, and where its telephone number and email address lead."""

    person: Contact
    phone_url: str
    mail_url: str


def persons(contact: Contact) -> dict[str, Any]:
    """The persons of a company: the first ones, and how many there are."""
    if not contact.is_company:
        return {"persons": [], "persons_count": 0, "persons_summary": ""}
    found = persons_of(contact)
    count = found.count()
    summary = npgettext("card.summary_persons", "%(count)s person", "%(count)s persons", count) % {"count": grouped(count)}
    first = found.only("number", "name", "job_title", "phone", "phone_e164", "email")[:PERSONS_SHOWN]
    rows = [PersonRow(person, phone_url(person.phone_e164), mail_url(person.email)) for person in first]
    return {"persons": rows, "person_columns": _person_columns(), "persons_count": count, "persons_summary": summary}


def _person_columns() -> list[Column]:
    return [
        Column("number", pgettext("field.no", "No."), rank=1),
        Column("name", pgettext("field.name", "Name"), kind="wide", rank=1),
        Column("job_title", pgettext("field.job_title", "Job Title")),
        Column("phone", pgettext("field.phone_no", "Phone No.")),
        Column("email", pgettext("field.email", "Email"), rank=3),
    ]


def stamp_of(contact: Contact) -> ContactStamp | None:
    stamps = ContactStamp.objects.select_related("change_set__by").only("at", *names_read("change_set__by"))
    return only_row(stamps.filter(contact=contact))
