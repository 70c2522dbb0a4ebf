"""Post code and city fill each other (R-3110)."""

from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.contacts.actions import change_contact, create_contact
from postkring.contacts.models import Contact
from postkring.contacts.places import OFFERED, suggestions
from postkring.ledger.models import ChangeSet
from postkring.setup.models import MarketingSetup, Organisation, PostCode
from tests.factories import make_company, make_person
from tests.snapshots import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def place(contact: Contact) -> tuple[str, str, str, str | None]:
    stored = Contact.objects.get(pk=contact.pk)
    return stored.post_code, stored.city, stored.county, stored.country_id


def after(contact: Contact, by: User, **values: Any) -> tuple[str, str, str, str | None]:
    return place(change_contact(contact, values, by=by))


def test_a_post_code_of_one_place_fills_city_county_and_country(editor: User) -> None:
    assert after(make_company(), editor, post_code="9000") == ("9000", "Gent", "Oost-Vlaanderen", "BE")


def test_a_city_with_one_post_code_fills_post_code_county_and_country(editor: User) -> None:
    assert after(make_company(), editor, city="Ledeberg") == ("9050", "Ledeberg", "Oost-Vlaanderen", "BE")


def test_a_new_contact_gets_its_place_too(editor: User) -> None:
    assert place(create_contact({"name": "Aerts", "post_code": "2300"}, by=editor)) == ("2300", "Turnhout", "Antwerpen", "BE")
    assert place(create_contact({"name": "Aerts", "city": "Arlon"}, by=editor)) == ("6700", "Arlon", "Luxembourg", "BE")


@pytest.mark.parametrize("post_code", ["9050", "1000", "3700"])
def test_a_post_code_of_several_places_changes_nothing(editor: User, post_code: str) -> None:
    assert after(make_company(), editor, post_code=post_code) == (post_code, "", "", None)
    assert after(make_company(city="Elders"), editor, post_code=post_code) == (post_code, "Elders", "", None)


@pytest.mark.parametrize("city", ["Antwerpen", "Aalst", "Haren"])
def test_a_city_with_several_post_codes_changes_nothing(editor: User, city: str) -> None:
    assert after(make_company(), editor, city=city) == ("", city, "", None)
    assert after(make_company(post_code="B-1"), editor, city=city) == ("B-1", city, "", None)


def test_of_several_places_the_one_that_agrees_with_the_other_field_gives_its_county(editor: User) -> None:
    assert after(make_company(post_code="3700"), editor, city="Haren") == ("3700", "Haren", "Limburg", "BE")
    assert after(make_company(city="Antwerpen"), editor, post_code="2040") == ("2040", "Antwerpen", "Antwerpen", "BE")


@pytest.mark.parametrize(
    "values", [{"post_code": "9999"}, {"post_code": "B-9000"}, {"post_code": "90"}, {"city": "Gotham"}, {"city": "Gen"}]
)
def test_what_is_not_in_the_table_stays_as_it_was_typed(editor: User, values: dict[str, str]) -> None:
    expected = (values.get("post_code", ""), values.get("city", ""), "", None)
    assert after(make_company(), editor, **values) == expected


@pytest.mark.parametrize("values", [{"post_code": ""}, {"city": ""}])
def test_an_emptied_field_leaves_the_other_alone(editor: User, values: dict[str, str]) -> None:
    company = make_company(post_code="9000", city="Gent", county="Oost-Vlaanderen", country="BE")
    expected = {"post_code": "9000", "city": "Gent"} | values
    assert after(company, editor, **values) == (expected["post_code"], expected["city"], "Oost-Vlaanderen", "BE")


@pytest.mark.parametrize(
    ("city", "post_code"),
    [("LIEGE BRESSOUX", ""), ("bressoux", "4020"), ("EGHEZEE", "5310"), ("le roeulx", "7070"), ("sankt vith", "4780")],
)
def test_case_and_accents_of_a_city_do_not_matter_and_stay_as_typed(editor: User, city: str, post_code: str) -> None:
    assert after(make_company(), editor, city=f" {city} ")[:2] == (post_code, city)


def test_both_in_one_act_stay_as_given(editor: User) -> None:
    created = create_contact({"name": "Aerts", "post_code": "9000", "city": "Brugge"}, by=editor)
    assert place(created) == ("9000", "Brugge", "", None)
    assert after(make_company(), editor, post_code="2000", city="") == ("2000", "", "", None)
    assert after(make_company(post_code="9000", city="Gent"), editor, post_code="8000", city="Gent") == ("8000", "Gent", "", None)


def test_county_and_country_given_in_the_same_act_stay(editor: User) -> None:
    assert after(make_company(), editor, post_code="9000", county="Meetjesland") == ("9000", "Gent", "Meetjesland", "BE")
    assert after(make_company(), editor, post_code="9000", country="") == ("9000", "Gent", "Oost-Vlaanderen", None)
    assert after(make_company(), editor, city="Gent", county="", country="BE") == ("9000", "Gent", "", "BE")


def test_a_new_post_code_takes_the_place_of_the_former_city_and_county(editor: User) -> None:
    company = make_company(post_code="9000", city="Gent", county="Oost-Vlaanderen", country="BE")
    assert after(company, editor, post_code="3000") == ("3000", "Leuven", "Vlaams-Brabant", "BE")
    assert after(company, editor, post_code="1040") == ("1040", "Etterbeek", "", "BE")


def test_a_new_city_takes_the_place_of_the_former_post_code_and_county(editor: User) -> None:
    company = make_company(post_code="9000", city="Gent", county="Oost-Vlaanderen", country="BE")
    assert after(company, editor, city="Leuven") == ("3000", "Leuven", "Vlaams-Brabant", "BE")


@pytest.mark.parametrize(
    ("post_code", "city"),
    [
        ("9040", "Gent"),
        ("8200", "Brugge"),
        ("3001", "leuven"),
        ("6061", "Charleroi"),
        ("3742", "Bilzen"),
        ("1120", "Bruxelles"),
        ("1120", "Brussel"),
    ],
)
def test_the_municipality_may_stand_beside_the_post_code_of_its_part(editor: User, post_code: str, city: str) -> None:
    one, other = make_company(), make_company()
    assert after(one, editor, post_code=post_code)[0] == post_code
    assert after(one, editor, city=city)[:2] == (post_code, city)
    assert after(other, editor, city=city)[1] == city
    assert after(other, editor, post_code=post_code)[:2] == (post_code, city)


def test_a_foreign_post_code_is_not_looked_up_in_belgium(editor: User) -> None:
    company = make_company(country="NL")
    assert after(company, editor, post_code="9000") == ("9000", "", "", "NL")
    assert after(company, editor, city="Gent") == ("9000", "Gent", "", "NL")
    assert after(make_company(), editor, country="FR", post_code="9000") == ("9000", "", "", "FR")


def test_without_a_country_the_one_of_the_organisation_is_meant(editor: User) -> None:
    PostCode.objects.create(code="9000", city="Sankt Gallen", city_folded="sankt gallen", county="", country_id="CH")
    Organisation.objects.update(country="CH")
    assert after(make_company(), editor, post_code="9000") == ("9000", "Sankt Gallen", "", "CH")
    assert after(make_company(country="BE"), editor, post_code="9000")[1:] == ("Gent", "Oost-Vlaanderen", "BE")


def test_a_new_contact_without_a_country_is_looked_up_where_the_default_puts_it(editor: User) -> None:
    MarketingSetup.objects.update(default_country="NL")
    assert place(create_contact({"name": "Aerts", "post_code": "9000"}, by=editor)) == ("9000", "", "", "NL")


def test_a_new_person_is_looked_up_in_the_country_of_its_company(editor: User) -> None:
    abroad = make_company(name="Boekhandel Visser", country="NL", city="Breda")
    person = create_contact({"name": "An", "type": "Person", "company_number": abroad.number, "post_code": "9000"}, by=editor)
    assert place(person) == ("9000", "", "", "NL")


def test_clearing_the_country_empties_the_place_and_looks_nothing_up(editor: User) -> None:
    """CR-001."""
    company = make_company(country="NL", post_code="1012 AB", city="Amsterdam", county="NH")
    assert after(company, editor, country="") == ("", "", "", None)


def test_a_country_given_with_a_city_is_applied_before_it(editor: User) -> None:
    company = make_company(country="NL", post_code="1012 AB", city="Amsterdam", county="NH")
    assert after(company, editor, city="Gent", address="Veldstraat 1", country="BE") == ("9000", "Gent", "Oost-Vlaanderen", "BE")
    assert after(company, editor, address="Damrak 1", city="Amsterdam", country="NL") == ("", "Amsterdam", "", "NL")


def test_an_entry_that_ends_in_an_asterisk_searches_by_beginning(editor: User) -> None:
    assert after(make_company(), editor, city="Sint-Nik*") == ("9100", "Sint-Niklaas", "Oost-Vlaanderen", "BE")
    assert after(make_company(), editor, post_code="201*") == ("2018", "Antwerpen", "Antwerpen", "BE")
    assert after(make_company(post_code="9050"), editor, city="Led*")[:2] == ("9050", "Ledeberg")
    assert after(make_company(), editor, post_code="283*") == ("283*", "", "", None)
    assert after(make_company(), editor, city="Sint-*") == ("", "Sint-*", "", None)


def test_persons_of_a_company_follow_what_was_filled(editor: User) -> None:
    company = make_company()
    person = make_person(company=company)
    MarketingSetup.objects.update(inherit_address=True, inherit_country=True)
    change_contact(company, {"post_code": "9000"}, by=editor)
    assert place(person) == ("9000", "Gent", "Oost-Vlaanderen", "BE")


def test_an_undo_takes_back_what_was_filled(editor: User) -> None:
    company = make_company(city="Elders", country="BE")
    before = snapshot()
    change_contact(company, {"post_code": "9000"}, by=editor)
    undo_act(ChangeSet.objects.latest("number"), by=editor)
    assert place(company) == ("", "Elders", "", "BE")
    assert snapshot()["contacts.contact"] == before["contacts.contact"]


def test_suggestions_are_the_places_of_the_post_code_that_begin_with_what_was_typed() -> None:
    assert [str(each) for each in suggestions("9050", "", "BE")] == ["9050 Gentbrugge", "9050 Ledeberg"]
    assert [str(each) for each in suggestions(" 9050", "LED", "BE")] == ["9050 Ledeberg"]


def test_suggestions_are_of_any_post_code_where_its_own_places_begin_otherwise() -> None:
    assert [str(each) for each in suggestions("", "louvain", "BE")] == ["1348 Louvain-la-Neuve"]
    assert [str(each) for each in suggestions("9050", "Sint-Andr", "BE")] == ["8200 Sint-Andries"]


def test_suggestions_are_few_and_none_is_no_fault() -> None:
    assert len(suggestions("", "s", "BE")) == OFFERED == 20
    for post_code, city, country in (
        ("", "", "BE"),
        ("9999", "", "BE"),
        ("9050", "Led", "NL"),
        ("9050", "Led", ""),
        ("9050", "\x00", "BE"),
    ):
        assert suggestions(post_code, city, country) == []
