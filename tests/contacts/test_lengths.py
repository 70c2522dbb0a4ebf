"""How long each field of a contact may be, counted in code points: at the limit stored whole, one over refused, nothing cut."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from postkring.accounts.models import User
from postkring.contacts.actions import change_contact, create_contact
from postkring.contacts.catalogue import FIELDS
from postkring.contacts.models import LENGTHS, Contact, ContactType
from postkring.kit.errors import TooLong
from tests.factories import make_company, make_person
from tests.snapshots import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

# D13 and the table of fields (3.1).
OF_BOTH = {
    "name": 100,
    "name_2": 50,
    "search_name": 100,
    "address": 100,
    "address_2": 50,
    "post_code": 20,
    "city": 100,
    "county": 100,
    "phone": 30,
    "mobile": 30,
    "email": 80,
    "email_2": 80,
    "website": 255,
    "external_id": 20,
    "number": 20,
}
OF_PERSONS = {"first_name": 100, "middle_name": 100, "surname": 100, "initials": 30, "job_title": 100}
OF_COMPANIES = {"vat_number": 20, "registration_number": 20}
FOLDED = ("sort_name", "sort_company_name", "city_folded", "post_code_folded", "email_folded", "address_folded")


def of_length(name: str, length: int) -> str:
    if name in ("phone", "mobile"):
        return "0" * length
    if name in ("email", "email_2"):
        return "a" * 60 + "@" + "b" * (length - 61 - len(".example")) + ".example"
    if name in ("number", "vat_number", "search_name", "external_id", "registration_number"):
        return "É" * length
    return "é😀" * (length // 2) + "x" * (length % 2)


def subject(name: str) -> Contact:
    """A contact that has the field; abroad, where no form of VAT numbers is known."""
    return make_person(name="Ada") if name in OF_PERSONS else make_company(country="US")


def given(name: str, text: str) -> dict[str, Any]:
    alone = dict.fromkeys(("first_name", "middle_name", "surname"), "") if name in ("middle_name", "surname", "first_name") else {}
    return alone | {name: text}


@pytest.mark.parametrize(("name", "longest"), (OF_BOTH | OF_PERSONS | OF_COMPANIES).items())
def test_a_text_as_long_as_its_field_is_stored_whole(editor: User, name: str, longest: int) -> None:
    contact = subject(name)
    text = of_length(name, longest)
    assert len(text) == longest
    change_contact(contact, given(name, text), by=editor)
    assert getattr(Contact.objects.get(pk=contact.pk), name) == text


@pytest.mark.parametrize(("name", "longest"), (OF_BOTH | OF_PERSONS | OF_COMPANIES).items())
def test_one_sign_more_is_refused_and_nothing_is_cut(editor: User, name: str, longest: int) -> None:
    contact = subject(name)
    before = everything()
    with pytest.raises(TooLong) as refusal:
        change_contact(contact, given(name, of_length(name, longest + 1)), by=editor)
    assert (refusal.value.field, refusal.value.values["max"]) == (name, longest)
    assert str(longest) in refusal.value.message
    assert str(longest + 1) in refusal.value.message
    assert everything() == before


def test_letters_with_an_accent_of_their_own_count_as_one(editor: User) -> None:
    company = make_company()
    change_contact(company, {"city": "e\u0301" * 100}, by=editor)
    company.refresh_from_db()
    assert company.city == "é" * 100


def test_capitals_are_counted_after_they_are_made(editor: User) -> None:
    company = make_company(country="US")
    before = everything()
    for name, text in (("vat_number", "ß" * 11), ("search_name", "ß" * 51), ("number", "ß" * 11)):
        with pytest.raises(TooLong):
            change_contact(company, {name: text}, by=editor)
    assert everything() == before


def test_a_name_of_parts_that_is_too_long_is_refused_and_no_part_is_cut(editor: User) -> None:
    person = make_person(name="Jan Smit")
    before = everything()
    with pytest.raises(TooLong) as refusal:
        change_contact(person, {"first_name": "J" * 96}, by=editor)
    assert (refusal.value.field, refusal.value.values["length"]) == ("first_name", 101)
    assert everything() == before
    change_contact(person, {"first_name": "J" * 95}, by=editor)
    person.refresh_from_db()
    assert (person.name, person.first_name) == ("J" * 95 + " Smit", "J" * 95)


def test_a_new_contact_keeps_the_same_limits(editor: User) -> None:
    before = everything()
    with pytest.raises(TooLong):
        create_contact({"name": "x" * 101}, by=editor)
    with pytest.raises(TooLong):
        create_contact({"type": ContactType.PERSON, "name": "Jan", "company_name": "x" * 101}, by=editor)
    assert everything() == before


def test_the_limits_here_are_those_of_the_catalogue() -> None:
    limits = OF_BOTH | OF_PERSONS | OF_COMPANIES
    assert {field.name: field.length for field in FIELDS if field.length} == limits | {"company_name": 100}
    assert limits | {"company_name": 100} == LENGTHS


@pytest.mark.parametrize(("column", "longest"), [*LENGTHS.items(), *((column, 400) for column in FOLDED)])
def test_the_database_itself_refuses_what_is_too_long(column: str, longest: int) -> None:
    plain = {"number": "X1", "name": "Papierhandel Aerts"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.bulk_create([Contact(**plain | {column: "x" * (longest + 1)})])
    Contact.objects.bulk_create([Contact(**plain | {column: "é" * longest})])
    assert Contact.objects.values_list(column, flat=True).get() == "é" * longest


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"name": ""},
        {"type": "Customer"},
        {"type": ""},
        {"correspondence_type": "Pigeon"},
        {"minor": True},
        {"country_id": "XX"},
        {"language_id": "zz"},
        {"salesperson_id": "NOBODY"},
    ],
)
def test_the_database_itself_refuses_what_must_never_be_true(wrong: dict[str, Any]) -> None:
    def write() -> None:
        Contact.objects.bulk_create([Contact(**{"number": "X1", "name": "Papierhandel Aerts"} | wrong)])
        connection.check_constraints()  # what it would otherwise check at the end only

    with pytest.raises(DatabaseError), transaction.atomic():
        write()
    assert not Contact.objects.exists()


def test_the_database_itself_refuses_a_number_that_is_taken() -> None:
    taken = make_company()
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.bulk_create([Contact(number=taken.number, name="Papierhandel Aerts")])
    assert Contact.objects.count() == 1
