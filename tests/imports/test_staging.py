"""What a check leaves in staging, and what is made of it."""

import json

import pytest

from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.imports.actions import load
from postkring.imports.contact_values import COLUMNS
from postkring.imports.models import FileImport, Outcome
from postkring.imports.reading import _staged
from postkring.kit.sheets.sheet import Row
from tests.factories import make_company
from tests.imports.files import UPDATE, checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_blank_columns_are_left_out_and_stored_blank(editor: User) -> None:
    file = checked("type;name;city\nPerson;An Claes;Gent\n", editor)
    values = Outcome.objects.get(file=file).values
    assert values is not None
    assert (values["type"], values["name"], values["city"]) == ("Person", "An Claes", "Gent")
    assert [name for name, value in values.items() if value in ("", None, False)] == []
    load(file, token=file.token, by=editor)
    contact = Contact.objects.get(name="An Claes")
    assert {column: getattr(contact, column) for column in ("type", "mobile", "email_folded", "minor", "company_id", "territory_id")} == {
        "type": "Person",
        "mobile": "",
        "email_folded": "",
        "minor": False,
        "company_id": None,
        "territory_id": None,
    }
    assert {name: getattr(contact, name) for name in COLUMNS if name in values and name != "search_own"} == {
        name: value for name, value in values.items() if name != "search_own"
    }


def test_a_change_that_blanks_what_is_worked_out_blanks_it(editor: User) -> None:
    company = make_company(name="Claes", phone="09 200 10 10", mobile="0470 12 34 56")
    assert Contact.objects.get(pk=company.pk).phone_e164 == "+3292001010"
    file = checked(f"number;phone;city\n{company.number};112;Gent\n", editor, policy=UPDATE)
    values = Outcome.objects.get(file=file).values
    assert values is not None
    assert "phone_e164" not in values
    load(file, token=file.token, by=editor)
    stored = Contact.objects.get(pk=company.pk)
    assert (stored.phone, stored.phone_e164, stored.mobile_e164, stored.city) == ("112", "", "+32470123456", "Gent")


@pytest.mark.parametrize(
    ("cell", "staged"), [("Claes\x00", "Claes\ufffd"), ("\\u0000", "\\u0000"), ("\\u0000\x00", "\\u0000\ufffd"), ("Claes", "Claes")]
)
def test_no_database_is_given_a_nul(cell: str, staged: str) -> None:
    *_, cells, _ = _staged(FileImport(mapping=["name"], kind="csv"), Row(2, (cell,)))
    assert json.loads(str(cells)) == [staged]
