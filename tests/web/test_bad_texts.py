"""Whatever is typed into a text is stored as typed and shown as text, or refused with nothing stored; never an error of the server."""

from typing import Any, Final

import pytest
from django.test import Client

from tests.factories import make_company, make_group, make_segment
from tests.snapshots import everything
from tests.web.asking import get, post

pytestmark = pytest.mark.django_db

HARMLESS: Final = (
    "Zoë & zonen 💌",
    "\u05e9\u05dc\u05d5\u05dd & zonen",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(1)",
    "{{ 7*7 }} {% url %}",
    "%s %(name)s %00",
    "'; DROP TABLE contacts_contact; --",
)
TURNED: Final = ("\u202eomgekeerd", "\u2067om\u2069")
REFUSED: Final = ("A\x00B", *TURNED, "x" * 5_000, "💌" * 2_000)

# Where it is sent, in which field, and the page that shows it.
FORMS: Final[dict[str, tuple[str, dict[str, Any], str, str]]] = {
    "description of a new group": ("/mailing-groups/new", {"code": "NIEUW"}, "description", "/mailing-groups/NIEUW/"),
    "description of a group": ("/mailing-groups/VOL/", {"code": "VOL"}, "description", "/mailing-groups/VOL/"),
    "description of a new segment": ("/segments/new", {"number": "SM7", "date": "2026-03-09"}, "description", "/segments/SM7/"),
    "name of a new contact": ("/contacts/new", {"type": "Company", "number": "N1"}, "name", "/contacts/N1/"),
}
KEYS: Final = ("NIEUW", "VOL", "SM7", "N1")
IN_VAIN: Final[dict[str, tuple[str, dict[str, Any], str]]] = {
    "line of a segment": ("/segments/SM00001/", {}, "contact"),
    "member of a group": ("/mailing-groups/VOL/", {}, "contact"),
    "name of a user": ("/users/new", {"role": "reader", "password": "een lang wachtwoord 7"}, "username"),
    "code of a group": ("/mailing-groups/new", {}, "code"),
    "group of a contact": ("/contacts/A1/mailing-groups", {}, "code"),
    "search": ("/search", {}, "q"),
}


@pytest.fixture(autouse=True)
def _records() -> None:
    company = make_company(number="A1")
    make_group("VOL", members=[company])
    for number in range(len(HARMLESS)):
        make_group(f"VOL{number}")
    make_segment("Opendeur", contacts=[company])


@pytest.mark.parametrize("form", FORMS)
def test_odd_text_is_stored_as_typed_and_shown_as_text(as_administrator: Client, form: str) -> None:
    for number, text in enumerate(HARMLESS):
        address, others, field, page = numbered(form, number)
        assert post(as_administrator, address, others | {field: text}).status_code == 302, text
        html = get(as_administrator, page).content.decode()
        assert escaped(text) in html
        if "<" in text:
            assert text not in html


@pytest.mark.parametrize("form", FORMS)
def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(as_administrator: Client, form: str) -> None:
    address, others, field, _ = FORMS[form]
    before = everything()
    for text in REFUSED:
        assert post(as_administrator, address, others | {field: text}).status_code == 422
    assert everything() == before


@pytest.mark.parametrize("form", IN_VAIN)
def test_what_means_nothing_is_refused_and_nothing_is_stored(as_administrator: Client, form: str) -> None:
    address, others, field = IN_VAIN[form]
    before = everything()
    for text in (*HARMLESS, *REFUSED):
        answer = as_administrator.get(address, {field: text}) if field == "q" else post(as_administrator, address, others | {field: text})
        assert answer.status_code == (200 if field == "q" else 422), text
        assert "<script>alert(1)" not in answer.content.decode()
    assert everything() == before


def numbered(form: str, number: int) -> tuple[str, dict[str, Any], str, str]:
    """The form about a record of its own for each text."""
    address, others, field, page = FORMS[form]
    key = next(value for value in others.values() if value in KEYS)
    own = {name: f"{value}{number}" if value == key else value for name, value in others.items()}
    return address.replace(f"/{key}/", f"/{key}{number}/"), own, field, page.replace(f"/{key}/", f"/{key}{number}/")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#x27;")
