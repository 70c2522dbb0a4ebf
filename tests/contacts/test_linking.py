"""Which company a person belongs to, and what it takes over from it then (3.6 A)."""

from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.contacts.actions import change_contact, create_contact
from postkring.contacts.models import Contact
from postkring.kit.errors import DoesNotExist, Refused
from postkring.setup.models import MarketingSetup, Salesperson, Territory
from tests.factories import make_company, make_person, make_segment
from tests.snapshots import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "codes")]

ADDRESS = {"address": "Dorpsstraat 5", "address_2": "unit B", "post_code": "1234 AB", "city": "Utrecht", "county": "Utrecht"}
PRIVATE = {"address": "Laan 9", "address_2": "bus 2", "post_code": "9000", "city": "Gent", "county": "Oost-Vlaanderen"}
ELSEWHERE = {"address": "Kade 1", "address_2": "", "post_code": "2000", "city": "Antwerpen", "county": "Antwerpen"}


@pytest.fixture
def codes() -> None:
    Salesperson.objects.create(code="JR")
    Salesperson.objects.create(code="JO")
    Territory.objects.create(code="WEST")


def link(person: Contact, company: Contact | None, by: User) -> Contact:
    change_contact(person, {"company_number": company.number if company else ""}, by=by)
    return Contact.objects.get(pk=person.pk)


def values(contact: Contact, names: Any) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in names}


def test_a_person_without_address_takes_over_all_of_it_and_the_codes(editor: User) -> None:
    company = make_company(name="Claes", salesperson="JR", territory="WEST", country="NL", language="nl", email="k@x.example", **ADDRESS)
    person = link(make_person(), company, editor)
    assert values(person, ADDRESS) == ADDRESS
    assert (person.salesperson_id, person.territory_id, person.country_id, person.language_id) == ("JR", "WEST", "NL", "nl")
    assert (person.email, person.company_id, person.company_name) == ("k@x.example", company.pk, "Claes")


@pytest.mark.parametrize("own", [PRIVATE, {"county": "Limburg"}, {"address_2": "bus 2"}])
def test_a_person_with_any_address_of_its_own_keeps_all_of_it(editor: User, own: dict[str, str]) -> None:
    person = make_person(**own)
    before = values(person, ADDRESS)
    assert values(link(person, make_company(**ADDRESS), editor), ADDRESS) == before


@pytest.mark.parametrize("own", [{"address": "Laan 9", "post_code": "9000", "city": "Gent"}, {"address_2": "bus 2"}])
def test_an_address_given_together_with_the_company_is_not_mixed_with_the_company_s(editor: User, own: dict[str, str]) -> None:
    company = make_company(name="Claes", country="BE", phone="014 25 36 47", **ADDRESS)
    expected = dict.fromkeys(ADDRESS, "") | own
    made = create_contact({"type": "Person", "name": "An Claes", "company_number": company.number, **own}, by=editor)
    assert values(made, ADDRESS) == expected
    changed = change_contact(make_person(), {"company_name": "Claes", **own}, by=editor)
    assert values(changed, ADDRESS) == expected
    assert made.phone == changed.phone == "014 25 36 47"


def test_an_address_given_empty_together_with_the_company_is_none_of_its_own(editor: User) -> None:
    company = make_company(name="Claes", **ADDRESS)
    made = create_contact({"type": "Person", "name": "An Claes", "company_number": company.number, "address_2": " "}, by=editor)
    assert made.address == "Dorpsstraat 5"


def test_an_address_that_is_still_that_of_the_old_company_becomes_that_of_the_new_one(editor: User) -> None:
    old, new = make_company(name="Oud", **ADDRESS), make_company(name="Nieuw", **ELSEWHERE)
    person = make_person(company=old)
    assert values(link(person, new, editor), ADDRESS) == ELSEWHERE


def test_county_does_not_count_for_the_same_address(editor: User) -> None:
    old, new = make_company(name="Oud", **ADDRESS), make_company(name="Nieuw", **ELSEWHERE)
    person = make_person(company=old)
    change_contact(person, {"county": "Gelderland"}, by=editor)
    assert values(link(person, new, editor), ADDRESS) == ELSEWHERE


def test_phone_and_the_like_are_taken_over_field_by_field(editor: User) -> None:
    company = make_company(phone="1", mobile="2", email="a@b.example", website="https://b.example")
    person = link(make_person(phone="9"), company, editor)
    assert (person.phone, person.mobile, person.email, person.website) == ("9", "2", "a@b.example", "https://b.example")
    other = make_company(name="Aerts", phone="3", email="c@d.example")
    person = link(person, other, editor)
    assert (person.phone, person.mobile, person.email, person.website) == ("9", "", "c@d.example", "")


def test_codes_are_replaced_even_by_blank(editor: User) -> None:
    person = make_person(salesperson="JO", territory="WEST", country="BE", language="nl")
    person = link(person, make_company(), editor)
    assert values(person, ["salesperson", "territory", "country", "language"]) == dict.fromkeys(
        ["salesperson", "territory", "country", "language"]
    )


def test_the_correspondence_type_follows_only_when_it_was_that_of_the_old_company(editor: User) -> None:
    first, second = make_company(name="A", correspondence_type="Email"), make_company(name="B", correspondence_type="Hard Copy")
    person = link(make_person(), first, editor)
    assert person.correspondence_type == ""
    change_contact(person, {"correspondence_type": "Email"}, by=editor)
    assert link(person, second, editor).correspondence_type == "Hard Copy"


@pytest.mark.parametrize(
    ("flag", "names"),
    [
        ("inherit_salesperson", ["salesperson_id"]),
        ("inherit_territory", ["territory_id"]),
        ("inherit_country", ["country_id"]),
        ("inherit_language", ["language_id"]),
        ("inherit_address", list(ADDRESS)),
        ("inherit_communication", ["phone", "mobile", "email", "website"]),
    ],
)
def test_what_the_set_up_switches_off_is_not_taken_over(editor: User, flag: str, names: list[str]) -> None:
    everything_there = {"salesperson": "JR", "territory": "WEST", "country": "NL", "language": "nl", "phone": "1", "mobile": "2"}
    company = make_company(**everything_there, email="k@x.example", website="x.example", **ADDRESS)
    person = make_person()
    before = values(person, names)
    MarketingSetup.objects.update(**{flag: False})
    person = link(person, company, editor)
    assert values(person, names) == before
    assert person.company_id == company.pk
    inherited = {"salesperson_id", "territory_id", "country_id", "language_id", "phone", "mobile", "email", "website", *ADDRESS}
    assert values(person, inherited - set(names)) == values(company, inherited - set(names))


def test_leaving_a_company_empties_its_name_and_nothing_else(editor: User) -> None:
    person = make_person(company=make_company(phone="1", **ADDRESS))
    change_contact(person, {"company_name": ""}, by=editor)
    person.refresh_from_db()
    assert (person.company_id, person.company_name, person.phone) == (None, "", "1")
    assert values(person, ADDRESS) == ADDRESS


def test_the_same_company_again_changes_nothing(editor: User) -> None:
    company = make_company(name="Claes", phone="1", **ADDRESS)
    person = make_person(company=company)
    change_contact(person, {"phone": "", "address": ""}, by=editor)
    before = everything()
    for again in ({"company_number": company.number}, {"company_name": "Claes"}, {"company_number": company.number.lower()}):
        change_contact(person, again, by=editor)
    assert everything() == before


@pytest.mark.parametrize("name", ["company_number", "company_name"])
def test_only_persons_belong_to_a_company(editor: User, name: str) -> None:
    first, second = make_company(name="A"), make_company(name="B")
    before = everything()
    with pytest.raises(Refused, match="Only a person can belong to a company") as refusal:
        change_contact(first, {name: second.number}, by=editor)
    assert refusal.value.field == name
    change_contact(first, {"company_number": first.number, "company_name": "A"}, by=editor)
    assert everything() == before


def test_a_person_on_a_line_of_a_segment_keeps_its_company(editor: User) -> None:
    first, second = make_company(name="A"), make_company(name="B")
    person = make_person(name="An Boer", company=first)
    make_segment(contacts=[person])
    before = everything()
    for name in ("B", ""):
        with pytest.raises(Refused, match="An Boer is still in 1 segment that is not logged"):
            change_contact(person, {"company_name": name}, by=editor)
    assert everything() == before
    assert second.pk != person.company_id


@pytest.mark.parametrize("number", ["NOBODY", "%", "C_"])
def test_a_company_number_must_exist(editor: User, number: str) -> None:
    person = make_person()
    make_company()
    before = everything()
    with pytest.raises(DoesNotExist, match=f"{number} does not exist in Contacts") as refusal:
        change_contact(person, {"company_number": number}, by=editor)
    assert refusal.value.field == "company_number"
    assert everything() == before


def test_a_person_is_no_company(editor: User) -> None:
    person, other = make_person(name="An"), make_person(name="Bo")
    before = everything()
    for number in (other.number, person.number):
        with pytest.raises(Refused, match=f"{number} is a person; choose a company"):
            change_contact(person, {"company_number": number}, by=editor)
    assert everything() == before


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("K1", "Aerts"),
        ("k1", "Aerts"),
        ("Acme", "Acme"),
        ("ACME", "Acme"),
        ("  acmé ", "Acme"),
        ("acm", "Acme"),
        ("ac", "Acme"),
        ("K2", "Acme Benelux"),
        ("k", "Acme Benelux"),
        ("benelux", "Acme Benelux"),
        ("hasselt", "Beta"),
        ("3500", "Beta"),
        ("014253647", "Gamma (NV) 100%"),
        ("gamma (nv)", "Gamma (NV) 100%"),
        ("100%", "Gamma (NV) 100%"),
    ],
)
def test_a_typed_company_is_its_number_its_name_a_beginning_or_the_only_one_that_holds_the_text(
    editor: User, typed: str, found: str
) -> None:
    make_company(name="Aerts", number="K1")
    make_company(name="Acme Benelux", number="K2")
    make_company(name="Acme", number="X1")
    make_company(name="Beta", number="X2", city="Hasselt", post_code="3500")
    make_company(name="Gamma (NV) 100%", number="X3", phone="014/25.36.47")
    person = make_person(name="Acme Jansen")
    assert change_contact(person, {"company_name": typed}, by=editor).company_name == found


def test_a_person_of_the_same_name_is_not_meant(editor: User) -> None:
    person, company = make_person(name="S"), make_company(name="S")
    changed = change_contact(person, {"company_name": "s"}, by=editor)
    assert (changed.company_id, changed.company_name) == (company.pk, "S")


@pytest.mark.parametrize("typed", ["nobody", "%", "_", "\u0301", "*", "K?"])
def test_a_typed_company_that_is_not_there_is_refused(editor: User, typed: str) -> None:
    make_company(name="Aerts", number="K1")
    person = make_person()
    before = everything()
    with pytest.raises(DoesNotExist) as refusal:
        change_contact(person, {"company_name": typed}, by=editor)
    assert refusal.value.field == "company_name"
    assert everything() == before


def test_a_text_that_several_companies_hold_is_refused(editor: User) -> None:
    make_company(name="Drukkerij Claes")
    make_company(name="Papier Claes")
    person = make_person()
    before = everything()
    with pytest.raises(Refused, match="Several companies match “claes”") as refusal:
        change_contact(person, {"company_name": "claes"}, by=editor)
    assert refusal.value.field == "company_name"
    assert everything() == before
