"""Where a contact's telephone numbers and email addresses lead to."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import pgettext

from postkring.contacts.catalogue import ContactField, Kind
from postkring.contacts.models import Contact
from postkring.contacts.phones import readable
from postkring.web.labelled import labelled


@dataclass(frozen=True)
class Link:
    """`text` is what stands on it; `name` is read out."""

    url: str
    text: str
    name: str
    icon: str


def phone_url(international: str) -> str:
    """Only a valid number can be dialled."""
    return f"tel:{international}" if international else ""


def mail_url(emails: str) -> str:
    """One message to every address of the list."""
    addresses = [quote(address.strip(), safe="@") for address in emails.split(";")]
    return f"mailto:{','.join(filter(None, addresses))}" if emails else ""


def url_of(contact: Contact, field: ContactField) -> str:
    if field.kind is Kind.PHONE:
        return phone_url(getattr(contact, f"{field.name}_e164"))
    return mail_url(getattr(contact, field.name)) if field.kind is Kind.EMAIL else ""


def link_of(contact: Contact, field: ContactField, *, home_country: str) -> Link | None:
    url = url_of(contact, field)
    if not url:
        return None
    if field.kind is Kind.PHONE:
        number, action = (
            readable(getattr(contact, f"{field.name}_e164"), home_country),
            pgettext("action.make_phone_call", "Make Phone Call"),
        )
        return Link(url, number, labelled(action, number), "phone")
    action = pgettext("action.send_email", "Send Email")
    return Link(url, action, labelled(action, getattr(contact, field.name)), "mail")
