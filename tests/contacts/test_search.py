"""The search box: every word, in any order, anywhere in what it looks through."""

import pytest

from postkring.accounts.models import User
from postkring.contacts.actions import change_contact
from postkring.contacts.models import Contact
from postkring.contacts.queries import companies_matching, persons_of, searching, without_email
from tests.factories import make_company, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> None:
    claes = make_company(name="Drukkerij Claes & Zonen", number="K1", city="Herentals", post_code="2200", vat_number="BE 0403.170.701")
    make_company(name="Papier 100%_\\ (NV)", number="K2", phone="014/25.36.47", email="info@papier.example")
    make_company(name="Œuvres Complètes", number="2024-00123", city="Liège", email_2="oeuvre@complet.example", external_id="EXT-77-88-99")
    make_person(name="José Nuñez de la Peña", number="P1", company=claes, mobile="+32 470 12 34 56", city="Gent")
    make_person(name="An Claes", number="P2", name_2="bij Straßer")
    make_person(name="Ann Peeters", number="P3", search_name="de baas", registration_number="")


def found(text: str) -> list[str]:
    return sorted(searching(Contact.objects.all(), text).values_list("number", flat=True))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("claes", ["K1", "P1", "P2"]),
        ("zonen claes", ["K1", "P1"]),
        ("jose claes", ["P1"]),
        ("JOSÉ NUNEZ", ["P1"]),
        ("nuñez jose\u0301", ["P1"]),
        ("lae", ["K1", "P1", "P2"]),
        ("an", ["P2", "P3"]),
        ("claes herentals", ["K1"]),
        ("2200", ["K1"]),
        ("liege", ["2024-00123"]),
        ("oeuvres", ["2024-00123"]),
        ("ŒUVRE completes", ["2024-00123"]),
        ("oeuvre@complet", ["2024-00123"]),
        ("ext-77", ["2024-00123"]),
        ("info@papier.example", ["K2"]),
        ("strasser", ["P2"]),
        ("STRASSER", ["P2"]),
        ("de baas", ["P3"]),
        ("k1", ["K1"]),
        ("nobody", []),
        ("claes nobody", []),
    ],
)
def test_every_word_must_be_there_in_any_order_case_and_accents(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("014 25 36 47", ["K2"]),
        ("014253647", ["K2"]),
        ("(014) 25-36-47", ["K2"]),
        ("+32 14 25 36 47", ["K2"]),
        ("25.36.47", ["K2"]),
        ("0470 12 34 56", ["P1"]),
        ("0470/12.34.56", ["P1"]),
        ("+32470123456", ["P1"]),
        ("0403.170.701", ["K1"]),
        ("0403 170 701", ["K1"]),
        ("2024-00123", ["2024-00123"]),
        ("77-88-99", ["2024-00123"]),
        ("014 99 99 99", []),
    ],
)
def test_a_number_may_be_typed_with_any_punctuation(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "numbers"),
    [("%", ["K2"]), ("_", ["K2"]), ("\\", ["K2"]), ("100%", ["K2"]), ("10_%", []), ("*", []), ("cl?es", []), ("'", []), ('"', [])],
)
def test_signs_with_a_meaning_elsewhere_are_only_signs_here(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("text", ["\x00", "claes\x00", "\ud800", "\u0301", "\u0301\u0308 \u0301"])
def test_text_that_nobody_can_have_finds_nobody(text: str) -> None:
    assert found(text) == []


@pytest.mark.usefixtures("people")
def test_no_text_narrows_nothing() -> None:
    assert found("") == found("   ") == ["2024-00123", "K1", "K2", "P1", "P2", "P3"]


@pytest.mark.usefixtures("people")
def test_every_word_counts_and_one_said_again_counts_once() -> None:
    assert found(" ".join(["claes"] * 30 + ["nobody"])) == []
    assert found("claes " * 5000) == ["K1", "P1", "P2"]
    assert found(" ".join(f"claes{number}"[:5] for number in range(30))) == ["K1", "P1", "P2"]
    assert found(" ".join(f"word{number}" for number in range(30))) == []


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("d'hondt", ["A1", "A2"]),
        ("D’Hondt", ["A1", "A2"]),
        ("dhondt", ["A1", "A2"]),
        ("jean-pierre", ["A1", "A2"]),
        ("jean pierre", ["A1", "A2"]),
        ("saint–denis", ["A2"]),
        ("be0403170701", ["K1"]),
        ("BE0403.170.701", []),
        ("0032 470 12 34 56", ["P1"]),
    ],
)
def test_apostrophes_hyphens_and_the_signs_in_numbers_do_not_matter(text: str, numbers: list[str]) -> None:
    make_person(name="Jean-Pierre D'Hondt", number="A1")
    make_person(name="Jean Pierre D’hondt", number="A2", city="Saint-Denis")
    assert found(text) == numbers


@pytest.mark.usefixtures("people")
def test_a_company_s_name_finds_its_persons_as_long_as_they_are_there(editor: User) -> None:
    claes, jose = Contact.objects.get(number="K1"), Contact.objects.get(number="P1")
    change_contact(claes, {"name": "Atelier Noord"}, by=editor)
    assert (found("atelier"), found("zonen")) == (["K1", "P1"], [])
    change_contact(jose, {"company_number": ""}, by=editor)
    assert found("atelier") == ["K1"]


@pytest.mark.usefixtures("people")
def test_companies_are_found_by_name_in_its_order() -> None:
    assert [company.number for company in companies_matching("e")] == ["K1", "2024-00123", "K2"]
    assert [company.number for company in companies_matching("claes")] == ["K1"]


@pytest.mark.usefixtures("people")
def test_persons_of_a_company_and_who_has_no_address() -> None:
    assert [person.number for person in persons_of(Contact.objects.get(number="K1"))] == ["P1"]
    assert set(without_email().values_list("number", flat=True)) == {"K1", "2024-00123", "P1", "P2", "P3"}
