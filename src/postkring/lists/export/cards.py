"""Contacts as cards of a vCard file; their mailing groups are its categories."""

from collections.abc import Iterator
from typing import Final

from postkring.contacts.models import ContactQuerySet
from postkring.kit.sheets.vcf_writing import Card
from postkring.lists.export.contacts import Read, read_contacts
from postkring.outputs.recipient import Sender

_READ: Final = (
    *("guid", "number", "name", "surname", "first_name", "middle_name", "company_name", "job_title", "address", "address_2"),
    *("city", "county", "post_code", "country_id", "phone", "mobile", "email", "email_2", "website", "language_id"),
)


def contact_cards(contacts: ContactQuerySet, *, sender: Sender) -> Iterator[Card]:
    return (_card(read) for read in read_contacts(contacts, _READ, codes=["mailing_groups"], sender=sender))


def _card(read: Read) -> Card:
    """The country stands by its code: names differ between languages, and what is loaded again must be the same."""
    values = read.values
    return Card(
        uid=str(values["guid"]),
        is_organisation=not read.is_person,
        name=values["name"],
        number=values["number"],
        surname=values["surname"],
        first_name=values["first_name"],
        middle_name=values["middle_name"],
        organisation=values["company_name"] if read.is_person else values["name"],
        job_title=values["job_title"],
        street=(values["address"], values["address_2"]),
        city=values["city"],
        county=values["county"],
        post_code=values["post_code"],
        country=values["country_id"] or "",
        phone=values["phone"],
        mobile=values["mobile"],
        emails=(values["email"], values["email_2"]),
        website=values["website"],
        language=values["language_id"] or "",
        categories=tuple(read.codes["mailing_groups"]),
    )
