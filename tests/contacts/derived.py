"""Whether what is worked out from a contact's fields still says what they say."""

from postkring.contacts.folding import DERIVED, derive
from postkring.contacts.models import Contact
from postkring.setup.queries import organisation


def stale() -> list[tuple[str, str]]:
    """Numbers of contacts with the columns that are not what they would be worked out to be now."""
    home = organisation().country_id or ""
    return [(contact.number, column) for contact in Contact.objects.select_related("company") for column in _stale(contact, home)]


def _stale(contact: Contact, home: str) -> list[str]:
    was = {column: getattr(contact, column) for column in (*DERIVED, "company_name", "name")}
    if contact.is_company:
        contact.company_name = contact.name
    else:
        contact.company_name = contact.company.name if contact.company else ""
        contact.name = " ".join(f"{contact.first_name} {contact.middle_name} {contact.surname}".split())
    derive(contact, home_country=home)
    return [column for column, value in was.items() if getattr(contact, column) != value]
