"""What one field of a contact accepts (3.2)."""

from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.contacts.actions import change_contact
from postkring.contacts.models import Contact
from postkring.kit.errors import DoesNotExist, FieldErrors, NotAcceptable, TooLong
from postkring.setup.models import Organisation, OrganizationalLevel, Salesperson, Salutation, Territory
from tests.factories import make_company, make_contact, make_person
from tests.snapshots import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def stored(contact: Contact, name: str) -> Any:
    return getattr(Contact.objects.get(pk=contact.pk), name)


@pytest.mark.parametrize("name", ["name", "name_2", "address", "address_2", "post_code", "city", "county", "website", "external_id"])
def test_one_line_of_text_is_trimmed_and_otherwise_read_back_exactly(editor: User, name: str) -> None:
    company = make_company()
    change_contact(company, {name: " =<b>Café  '5\"</b> "}, by=editor)
    assert stored(company, name) == "=<b>Café  '5\"</b>"


@pytest.mark.parametrize("name", ["name", "name_2", "address", "city", "website", "phone", "email", "external_id", "number"])
@pytest.mark.parametrize("sign", ["\x00", "\n", "\ud800", "\u2028"])
def test_signs_that_cannot_be_stored_are_refused_in_every_field(editor: User, name: str, sign: str) -> None:
    company = make_company()
    before = everything()
    with pytest.raises(NotAcceptable) as refusal:
        change_contact(company, {name: f"1{sign}2"}, by=editor)
    assert refusal.value.field == name
    assert everything() == before


@pytest.mark.parametrize("name", ["phone", "mobile"])
@pytest.mark.parametrize("text", ["014 25 36 47", "+32 (0)14/25.36.47", "0470-12-34-56", "*21#", "٠١٢", ""])
def test_a_phone_number_may_be_typed_with_any_punctuation(editor: User, name: str, text: str) -> None:
    company = make_company(phone="1", mobile="1")
    change_contact(company, {name: text}, by=editor)
    assert stored(company, name) == text


@pytest.mark.parametrize("name", ["phone", "mobile"])
@pytest.mark.parametrize(("text", "sign"), [("014 25 ext 5", "e"), ("0800-POST", "P"), ("тел. 1", "т"), ("٠١٢ب", "ب"), ("0１２ａ", "ａ")])
def test_a_letter_of_any_alphabet_is_refused_in_a_phone_number(editor: User, name: str, text: str, sign: str) -> None:
    company = make_company(phone="014 25 36 47")
    before = everything()
    with pytest.raises(NotAcceptable) as refusal:
        change_contact(company, {name: text}, by=editor)
    assert (refusal.value.field, refusal.value.values["sign"]) == (name, sign)
    assert everything() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "an@aerts.example",
        "a@x.example; b@x.example; c@x.example",
        "a@x.example;b@x.example",
        "an.de+post@sub.aerts.example",
        "o'brien@aerts.example",
        "AN@AERTS.EXAMPLE",
        "josé@müller.example",
    ],
)
def test_email_is_blank_or_addresses_separated_by_semicolons(editor: User, text: str) -> None:
    company = make_company(email="old@aerts.example")
    change_contact(company, {"email": text}, by=editor)
    assert stored(company, "email") == text


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a@x.example; bx.example; c@x.example", "bx.example"),
        ("a@x.example, b@x.example", "a@x.example, b@x.example"),
        ("a@x.example b@x.example", "a@x.example b@x.example"),
        ("a@x.example|b@x.example", "a@x.example|b@x.example"),
        ("a@@x.example", "a@@x.example"),
        ("a@x", "a@x"),
        ("a@x.e", "a@x.e"),
        ("@x.example", "@x.example"),
        ("a@", "a@"),
        ("a..b@x.example", "a..b@x.example"),
        ("a@-x.example", "a@-x.example"),
        ("a@x.example; ", None),
        ("a@x.example;", None),
        (";", ";"),
        (" ; ", ";"),
        ("a@x.example;;b@x.example", "a@x.example;;b@x.example"),
    ],
)
def test_an_incomplete_address_is_refused_and_only_that_one_is_quoted(editor: User, text: str, wrong: str | None) -> None:
    company = make_company(email="old@aerts.example")
    if wrong is None:
        change_contact(company, {"email": text}, by=editor)
        assert stored(company, "email") == text.strip()
        return
    before = everything()
    with pytest.raises(NotAcceptable) as refusal:
        change_contact(company, {"email": text}, by=editor)
    assert refusal.value.message == f"{wrong} is not a complete email address. Example: an@example.com"
    assert refusal.value.field == "email"
    assert everything() == before


def test_email_2_is_one_address(editor: User) -> None:
    company = make_company()
    change_contact(company, {"email_2": "  an@aerts.example "}, by=editor)
    assert stored(company, "email_2") == "an@aerts.example"
    with pytest.raises(NotAcceptable, match=r"a@x\.example; b@x\.example is not"):
        change_contact(company, {"email_2": "a@x.example; b@x.example"}, by=editor)
    assert stored(company, "email_2") == "an@aerts.example"


@pytest.mark.parametrize(
    ("country", "text", "kept"),
    [
        ("BE", "be 0403.170.701", "BE 0403.170.701"),
        ("BE", "0403170701", "0403170701"),
        ("NL", "nl123456782b12", "NL123456782B12"),
        ("GR", "el123456789", "EL123456789"),
        ("DE", "DE 123456789", "DE 123456789"),
        ("US", "whatever", "WHATEVER"),
        ("", "BE0403170701", "BE0403170701"),
        ("BE", "", ""),
    ],
)
def test_a_vat_number_is_stored_in_capitals_when_it_has_a_form_of_its_country(editor: User, country: str, text: str, kept: str) -> None:
    company = make_company(country=country)
    change_contact(company, {"vat_number": text}, by=editor)
    assert stored(company, "vat_number") == kept


@pytest.mark.parametrize(
    ("country", "text"), [("BE", "BE04031707"), ("BE", "NL123456782B12"), ("", "NL123456782B12"), ("NL", "123"), ("DE", "ATU12345678")]
)
def test_a_vat_number_without_a_known_form_of_its_country_is_refused(editor: User, country: str, text: str) -> None:
    company = make_company(country=country)
    before = everything()
    with pytest.raises(NotAcceptable) as refusal:
        change_contact(company, {"vat_number": text}, by=editor)
    assert (refusal.value.field, refusal.value.values["value"]) == ("vat_number", text)
    assert refusal.value.message == f"{text} does not have the form of a VAT number of {country or 'BE'}."
    assert everything() == before


def test_the_country_given_with_it_judges_a_vat_number(editor: User) -> None:
    company = make_company(country="BE")
    change_contact(company, {"vat_number": "NL123456782B12", "country": "NL"}, by=editor)
    assert stored(company, "vat_number") == "NL123456782B12"


def test_an_enterprise_number_has_at_most_20_signs(editor: User) -> None:
    company = make_company()
    change_contact(company, {"registration_number": "1" * 20}, by=editor)
    with pytest.raises(TooLong):
        change_contact(company, {"registration_number": "1" * 21}, by=editor)
    assert stored(company, "registration_number") == "1" * 20


@pytest.mark.parametrize(
    ("name", "code", "kept"),
    [
        ("country", " be ", "BE"),
        ("country", "nl", "NL"),
        ("language", "NL-be", "nl-BE"),
        ("language", "FR", "fr"),
        ("salesperson", "jr", "JR"),
        ("territory", "west", "WEST"),
        ("salutation", "époux", "ÉPOUX"),
        ("organizational_level", "ceo", "CEO"),
    ],
)
def test_a_code_that_exists_is_taken_in_any_case(editor: User, name: str, code: str, kept: str) -> None:
    Salesperson.objects.create(code="JR")
    Territory.objects.create(code="WEST")
    Salutation.objects.create(code="ÉPOUX")
    OrganizationalLevel.objects.create(code="CEO")
    person = make_person()
    change_contact(person, {name: code}, by=editor)
    assert stored(person, f"{name}_id") == kept
    change_contact(person, {name: " "}, by=editor)
    assert stored(person, f"{name}_id") is None


@pytest.mark.parametrize("name", ["country", "language", "salesperson", "territory", "salutation", "organizational_level"])
@pytest.mark.parametrize("code", ["QX", "B", "BE|NL", "%", "x" * 500, "\x00", "BE\x00"])
def test_a_code_that_does_not_exist_is_refused(editor: User, name: str, code: str) -> None:
    person = make_person(country="BE", language="nl")
    before = everything()
    with pytest.raises((DoesNotExist, NotAcceptable)) as refusal:
        change_contact(person, {name: code}, by=editor)
    assert refusal.value.field == name
    assert everything() == before


@pytest.mark.parametrize("value", ["", "Hard Copy", "Email"])
def test_a_correspondence_type_is_one_of_three(editor: User, value: str) -> None:
    person = make_person(correspondence_type="" if value else "Email")
    change_contact(person, {"correspondence_type": value}, by=editor)
    assert stored(person, "correspondence_type") == value


@pytest.mark.parametrize(
    ("name", "value"), [("correspondence_type", "Pigeon"), ("correspondence_type", "email"), ("type", "Customer"), ("type", "")]
)
def test_another_choice_is_refused(editor: User, name: str, value: str) -> None:
    person = make_person()
    before = everything()
    with pytest.raises(NotAcceptable) as refusal:
        change_contact(person, {name: value}, by=editor)
    assert refusal.value.field == name
    assert everything() == before


@pytest.mark.parametrize(("name", "value"), [("registration_number", "1"), ("vat_number", "BE0403170701")])
def test_a_person_has_no_fields_of_companies(editor: User, name: str, value: str) -> None:
    person = make_person()
    before = everything()
    with pytest.raises(NotAcceptable, match="does not exist for a contact of type Person") as refusal:
        change_contact(person, {name: value}, by=editor)
    assert refusal.value.field == name
    change_contact(person, {name: ""}, by=editor)
    assert everything() == before


@pytest.mark.parametrize("name", ["first_name", "middle_name", "surname", "initials", "job_title", "organizational_level"])
def test_a_company_has_no_fields_of_persons(editor: User, name: str) -> None:
    OrganizationalLevel.objects.create(code="CEO")
    company = make_company()
    before = everything()
    with pytest.raises(NotAcceptable, match="does not exist for a contact of type Company") as refusal:
        change_contact(company, {name: "CEO"}, by=editor)
    assert refusal.value.field == name
    change_contact(company, {name: ""}, by=editor)
    assert everything() == before


def test_every_field_that_refuses_is_named_in_the_order_of_the_form(editor: User) -> None:
    company = make_company()
    before = everything()
    with pytest.raises(FieldErrors) as refusal:
        change_contact(company, {"email": "nobody", "phone": "none", "name": "", "city": "Gent"}, by=editor)
    assert [error.field for error in refusal.value.errors] == ["name", "phone", "email"]
    assert everything() == before


def test_another_country_empties_post_code_city_and_county(editor: User) -> None:
    contact = make_contact(country="NL", post_code="1012 AB", city="Amsterdam", county="NH", address="Dam 1")
    change_contact(contact, {"country": ""}, by=editor)
    contact.refresh_from_db()
    assert (contact.post_code, contact.city, contact.county, contact.address) == ("", "", "", "Dam 1")
    assert contact.country is None


def test_filling_an_empty_country_or_giving_the_same_one_empties_nothing(editor: User) -> None:
    contact = make_contact(post_code="1012 AB", city="Amsterdam", county="NH")
    for country in ("NL", "nl"):
        change_contact(contact, {"country": country}, by=editor)
        contact.refresh_from_db()
        assert (contact.country_id, contact.post_code, contact.city, contact.county) == ("NL", "1012 AB", "Amsterdam", "NH")


def test_a_place_that_is_given_with_the_country_stays(editor: User) -> None:
    contact = make_contact(country="NL", post_code="1012 AB", city="Amsterdam", county="NH")
    change_contact(contact, {"city": "Gent", "post_code": "9000", "country": "BE"}, by=editor)
    contact.refresh_from_db()
    assert (contact.country_id, contact.post_code, contact.city, contact.county) == ("BE", "9000", "Gent", "")


@pytest.mark.parametrize(
    ("country", "phone", "international"),
    [
        ("BE", "014 25 36 47", "+3214253647"),
        ("", "014 25 36 47", "+3214253647"),
        ("NL", "020 123 4567", "+31201234567"),
        ("BE", "+31 20 123 4567", "+31201234567"),
        ("BE", "12", ""),
        ("BE", "00", ""),
        ("BE", "", ""),
    ],
)
def test_beside_a_phone_number_stands_its_international_form_when_it_is_valid(country: str, phone: str, international: str) -> None:
    contact = make_contact(country=country, phone=phone, mobile=phone)
    assert (contact.phone, contact.phone_e164, contact.mobile_e164) == (phone, international, international)


def test_without_a_country_anywhere_only_an_international_number_is_recognised() -> None:
    Organisation.objects.update(country=None)
    assert make_contact(phone="014 25 36 47").phone_e164 == ""
    assert make_contact(phone="+32 14 25 36 47").phone_e164 == "+3214253647"
