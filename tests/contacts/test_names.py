"""A person's name and its parts, the search name, and a company's name on its persons (R-3101 to R-3107)."""

import pytest

from postkring.accounts.models import User
from postkring.contacts.actions import change_contact, create_contact
from postkring.contacts.models import Contact, ContactType
from postkring.contacts.names import composed, suggested
from postkring.kit.errors import NotAcceptable
from tests.factories import make_company, make_person
from tests.snapshots import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def parts(contact: Contact) -> tuple[str, str, str]:
    return contact.first_name, contact.middle_name, contact.surname


@pytest.mark.parametrize(
    ("name", "first", "middle", "last"),
    [
        ("Jan", "Jan", "", ""),
        ("Madonna", "Madonna", "", ""),
        ("Jan Boer", "Jan", "", "Boer"),
        ("Jan van Smit", "Jan", "van", "Smit"),
        ("Jan van der Smit", "Jan van", "der", "Smit"),
        ("Anna Maria van Dijk", "Anna Maria", "van", "Dijk"),
        ("  Jan   Boer ", "Jan", "", "Boer"),
        ("Jan\u00a0Boer", "Jan", "", "Boer"),
    ],
)
def test_a_person_s_name_is_split_on_blanks(editor: User, name: str, first: str, middle: str, last: str) -> None:
    made = create_contact({"type": ContactType.PERSON, "name": name}, by=editor)
    assert parts(made) == (first, middle, last)
    changed = change_contact(make_person(name="Oude Naam Hier"), {"name": name}, by=editor)
    assert parts(changed) == (first, middle, last)
    assert made.name == changed.name == " ".join(name.split())


@pytest.mark.parametrize("name", ["Anna Maria Jansen", "Jan van der Smit"])
def test_parts_given_as_they_were_split_leave_the_name_as_it_is(editor: User, name: str) -> None:
    person = make_person(name=name)
    before = everything()
    change_contact(person, {"first_name": person.first_name, "middle_name": person.middle_name, "surname": person.surname}, by=editor)
    assert everything() == before


def test_a_part_that_changes_changes_the_name(editor: User) -> None:
    person = make_person(name="  Jan   Boer")
    changed = change_contact(person, {"surname": "Smit"}, by=editor)
    assert (changed.name, parts(changed)) == ("Jan Smit", ("Jan", "", "Smit"))
    changed = change_contact(person, {"first_name": "Anna", "middle_name": "Maria", "surname": "Jansen"}, by=editor)
    assert changed.name == "Anna Maria Jansen"


def test_the_name_has_single_blanks_whatever_the_parts_have(editor: User) -> None:
    changed = change_contact(make_person(name="Jan"), {"first_name": "Jan  Piet", "surname": "de  Smit"}, by=editor)
    assert (changed.name, changed.first_name, changed.surname) == ("Jan Piet de Smit", "Jan  Piet", "de  Smit")


def test_parts_move_in_one_act(editor: User) -> None:
    changed = change_contact(make_person(name="Madonna"), {"first_name": "", "surname": "Ciccone"}, by=editor)
    assert (changed.name, parts(changed)) == ("Ciccone", ("", "", "Ciccone"))


@pytest.mark.parametrize(
    ("name", "new", "now"),
    [
        ("Piet Van den Bossche", {"surname": "Van den Bossche"}, ("Piet", "", "Van den Bossche")),
        ("Piet van den Bossche", {"surname": "Van den Bossche"}, ("Piet", "", "Van den Bossche")),
        ("Piet Van den Bossche", {"surname": "den Bossche"}, ("Piet Van", "", "den Bossche")),
        ("Jan De Wolf", {"surname": "De Wolf"}, ("Jan", "", "De Wolf")),
        ("Jan De Wolf", {"first_name": "Jan", "surname": "De Wolf"}, ("Jan", "", "De Wolf")),
        ("Anna Maria Jansen", {"surname": "Maria Jansen"}, ("Anna", "", "Maria Jansen")),
        ("Anna Maria Jansen", {"first_name": "Anna Maria"}, ("Anna Maria", "", "Jansen")),
        ("Anna Maria Jansen", {"middle_name": "Maria Jansen"}, ("Anna", "Maria Jansen", "Jansen")),
        ("Jan van Smit", {"surname": "van der Smit"}, ("Jan", "", "van der Smit")),
        ("Thomas", {"surname": "Thomas"}, ("Thomas", "", "Thomas")),
        ("Jan Smit", {"first_name": "Smit"}, ("Smit", "", "Smit")),
        ("Jan De Wolf", {"middle_name": "De", "surname": "De Wolf"}, ("Jan", "De", "De Wolf")),
        ("Jan De Wolf", {"surname": "Wolf De"}, ("Jan", "De", "Wolf De")),
    ],
)
def test_words_of_a_new_part_do_not_stand_twice_unless_they_were_typed_twice(
    editor: User, name: str, new: dict[str, str], now: tuple[str, str, str]
) -> None:
    changed = change_contact(make_person(name=name), new, by=editor)
    assert parts(changed) == now
    assert changed.name == " ".join(filter(None, now))


@pytest.mark.parametrize(
    ("name", "first", "middle", "last"),
    [
        ("", "", "", ""),
        ("Jan", "Jan", "", ""),
        ("Jan Boer", "Jan", "", "Boer"),
        ("Anna Maria Jansen", "Anna", "Maria", "Jansen"),
        ("Anna Maria Lea Jansen", "Anna Maria", "Lea", "Jansen"),
        ("Piet Van den Bossche", "Piet", "", "Van den Bossche"),
        ("Jan De Wolf", "Jan", "", "De Wolf"),
        ("Anna Maria van Dijk", "Anna", "Maria", "van Dijk"),
        ("Els Vander Elst", "Els", "", "Vander Elst"),
        ("Kris Op de Beeck", "Kris", "", "Op de Beeck"),
        ("Jan in ’t Veld", "Jan", "", "in ’t Veld"),
        ("Jan Aan Zee", "Jan", "Aan", "Zee"),
        ("Marie d’Udekem d’Acoz", "Marie", "", "d’Udekem d’Acoz"),
        ("Luc D'Hondt", "Luc", "", "D'Hondt"),
        ("Jean de La Fontaine", "Jean", "", "de La Fontaine"),
        ("Anne du Bois", "Anne", "", "du Bois"),
        ("Otto von der Heide", "Otto", "", "von der Heide"),
        ("Karim El Bakkali", "Karim", "", "El Bakkali"),
        ("De Wolf", "De", "", "Wolf"),
        ("Jan De", "Jan", "", "De"),
    ],
)
def test_a_surname_is_suggested_with_its_prefix(name: str, first: str, middle: str, last: str) -> None:
    assert suggested(name) == {"first_name": first, "middle_name": middle, "surname": last}
    assert composed(suggested(name)) == name


def test_the_parts_win_over_a_name_given_with_them(editor: User) -> None:
    made = create_contact(
        {"type": ContactType.PERSON, "name": "Jan van der Smit", "first_name": "Jan", "middle_name": "van der"}, by=editor
    )
    assert (made.name, parts(made)) == ("Jan van der Smit", ("Jan", "van der", "Smit"))


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "  "}, {"first_name": "", "surname": ""}])
def test_a_name_is_never_empty(editor: User, values: dict[str, str]) -> None:
    person = make_person(name="Jan Boer")
    before = everything()
    with pytest.raises(NotAcceptable, match=r"^Fill in Name\.$") as refusal:
        change_contact(person, values, by=editor)
    assert refusal.value.field == next(iter(values))
    assert everything() == before


@pytest.mark.parametrize("values", [{}, {"type": "Person"}, {"name": " "}, {"type": "Person", "first_name": ""}])
def test_a_new_contact_has_a_name(editor: User, values: dict[str, str]) -> None:
    before = everything()
    with pytest.raises(NotAcceptable, match=r"Fill in Name\.") as refusal:
        create_contact(values, by=editor)
    assert refusal.value.field == "name"
    assert everything() == before


def test_a_new_person_may_have_parts_alone(editor: User) -> None:
    made = create_contact({"type": ContactType.PERSON, "first_name": "Jan", "surname": "Boer"}, by=editor)
    assert (made.name, parts(made), made.search_name) == ("Jan Boer", ("Jan", "", "Boer"), "JAN BOER")


def test_initials_and_job_title_have_no_effect_on_the_name(editor: User) -> None:
    changed = change_contact(make_person(name="Jan Boer"), {"initials": "J.B.", "job_title": "Buyer"}, by=editor)
    assert (changed.name, changed.initials, changed.job_title) == ("Jan Boer", "J.B.", "Buyer")


def test_a_company_s_name_is_its_company_name_and_has_no_parts(editor: User) -> None:
    changed = change_contact(make_company(name="Claes & Zonen"), {"name": "Drukkerij  Claes"}, by=editor)
    assert (changed.name, changed.company_name, parts(changed)) == ("Drukkerij  Claes", "Drukkerij  Claes", ("", "", ""))


def test_the_search_name_follows_the_name_until_the_user_types_another(editor: User) -> None:
    company = make_company(name="Straße & Co")
    assert company.search_name == "STRASSE & CO"
    assert change_contact(company, {"name": "Claes"}, by=editor).search_name == "CLAES"
    assert change_contact(company, {"search_name": "drukker"}, by=editor).search_name == "DRUKKER"
    assert change_contact(company, {"name": "Claes NV"}, by=editor).search_name == "DRUKKER"
    assert change_contact(company, {"search_name": ""}, by=editor).search_name == ""
    assert change_contact(company, {"name": "Claes BV"}, by=editor).search_name == "CLAES BV"


def test_the_search_name_follows_the_parts_of_a_person_s_name(editor: User) -> None:
    assert change_contact(make_person(name="Jan Boer"), {"surname": "Smit"}, by=editor).search_name == "JAN SMIT"


def test_a_search_name_typed_with_the_parts_stays(editor: User) -> None:
    changed = change_contact(make_person(name="Jan Boer"), {"surname": "Smit", "search_name": "Jan Boer"}, by=editor)
    assert (changed.name, changed.search_name) == ("Jan Smit", "JAN BOER")


def test_a_company_s_new_name_stands_on_all_its_persons(editor: User) -> None:
    company, other = make_company(name="Claes"), make_company(name="Aerts")
    persons = [make_person(name=f"An Peeters {number}", company=company) for number in range(3)]
    elsewhere = make_person(company=other)
    change_contact(company, {"name": "Drukkerij Claes"}, by=editor)
    for person in persons:
        person.refresh_from_db()
        assert (person.company_name, person.search_company) == ("Drukkerij Claes", "drukkerij claes")
    elsewhere.refresh_from_db()
    assert elsewhere.company_name == "Aerts"
