"""How a browser sends the card of a contact."""

from typing import Any, Final

from django.test import Client

from postkring.contacts.catalogue import BY_NAME, FIELDS
from postkring.contacts.models import Contact
from postkring.web.contacts.fields import seen

ENGLISH: Final = {"Accept-Language": "en"}
HTMX: Final = ENGLISH | {"HX-Request": "true"}


def url(contact: Contact) -> str:
    return f"/contacts/{contact.number}/"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def save(client: Client, contact: Contact, headers: dict[str, str] = HTMX, **values: str) -> Any:
    """Sends some fields, each with the value that the contact shows, as the card does."""
    data = {f"seen-{name}": seen(contact, BY_NAME[name]) for name in values} | {name: value for name, value in values.items() if value}
    return client.post(url(contact), data, headers=headers)


def form_of(contact: Contact) -> dict[str, str]:
    """The whole form as a browser without script sends it, nothing changed."""
    offered = [field for field in FIELDS if field.only in (None, contact.type)]
    shown = {field.name: seen(contact, field) for field in offered}
    return {f"seen-{name}": value for name, value in shown.items()} | {
        field.name: shown[field.name] for field in offered if shown[field.name] or field.kind.value != "flag"
    }
