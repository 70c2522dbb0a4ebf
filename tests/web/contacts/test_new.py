"""Making a contact."""

from typing import Any

import pytest
from django.test import Client

from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from tests.factories import make_company, make_person

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}
COMPANY = {"type": "Company", "name": "Drukkerij Claes"}
PERSON = {"type": "Person", "name": "Jan van der Smit"}


def send(client: Client, **values: str) -> Any:
    return client.post("/contacts/new", values, headers=ENGLISH)


def test_a_company_takes_the_next_number(as_editor: Client) -> None:
    response = send(as_editor, **COMPANY)
    contact = Contact.objects.get()
    assert response.headers["Location"] == f"/contacts/{contact.number}/"
    assert (contact.number, contact.type, contact.name, contact.company_name) == (
        "CT000001",
        "Company",
        "Drukkerij Claes",
        "Drukkerij Claes",
    )


def test_the_card_says_so_and_offers_undo(as_editor: Client) -> None:
    page = as_editor.post("/contacts/new", COMPANY, headers=ENGLISH, follow=True).content.decode()
    assert "CT000001 Drukkerij Claes created." in page
    assert f'action="/changes/{ChangeSet.objects.latest("number").number}/undo"' in page


def test_a_typed_number_is_taken(as_editor: Client) -> None:
    send(as_editor, **COMPANY, number="k 17")
    assert Contact.objects.get().number == "K 17"


def test_a_persons_name_is_split(as_editor: Client) -> None:
    send(as_editor, **PERSON)
    person = Contact.objects.get()
    assert (person.first_name, person.middle_name, person.surname) == ("Jan van", "der", "Smit")


def test_mended_parts_are_taken(as_editor: Client) -> None:
    send(as_editor, **PERSON, split=PERSON["name"], first_name="Jan", middle_name="", surname="van der Smit")
    person = Contact.objects.get()
    assert (person.name, person.first_name, person.middle_name, person.surname) == ("Jan van der Smit", "Jan", "", "van der Smit")


def test_parts_of_another_name_are_not_taken(as_editor: Client) -> None:
    send(as_editor, type="Person", name="An Peeters", split="Jan Smit", first_name="Jan", surname="Smit")
    person = Contact.objects.get()
    assert (person.name, person.first_name, person.surname) == ("An Peeters", "An", "Peeters")


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        # With script: the parts were suggested for the name in `split`, and some were typed over.
        (("Anna Maria Jansen", "Anna Maria Jansen", "Anna", "Maria", "Maria Jansen"), ("Anna Maria Jansen", "Anna", "", "Maria Jansen")),
        (("Anna Maria Jansen", "Anna Maria Jansen", "Anna", "", "Jansen"), ("Anna Jansen", "Anna", "", "Jansen")),
        (("Jan De Wolf", "Jan De Wolf", "Jan", "", "De Wolff"), ("Jan De Wolff", "Jan", "", "De Wolff")),
        (("Jan Peeters", "Jan Smit", "Jan", "", "Smits"), ("Jan Smits", "Jan", "", "Smits")),
        # Without, or typed before the suggestion came.
        (("Jan De Wolf", "", "Jan", "", "De Wolf"), ("Jan De Wolf", "Jan", "", "De Wolf")),
        (("Jan De Wolf", "", "", "", "De Wolf"), ("Jan De Wolf", "Jan", "", "De Wolf")),
        (("jan de wolf", "", "Jan", "", "De Wolf"), ("Jan De Wolf", "Jan", "", "De Wolf")),
        (("Piet Van den Bossche", "", "Piet", "", ""), ("Piet Van den Bossche", "Piet", "", "Van den Bossche")),
        (("Jan Pieter De Wolf", "", "Jan", "", "De Wolf"), ("Jan Pieter De Wolf", "Jan", "Pieter", "De Wolf")),
        (("Anna Maria Jansen", "", "", "Maria", ""), ("Anna Maria Jansen", "Anna", "Maria", "Jansen")),
        (("Jan Smit", "", "", "", "Boer"), ("Jan Boer", "Jan", "", "Boer")),
        (("Jan Smit", "", "Piet", "", "Boer"), ("Piet Boer", "Piet", "", "Boer")),
        # The name was left empty: it follows from the parts.
        (("", "", "Jan", "", "De Wolf"), ("Jan De Wolf", "Jan", "", "De Wolf")),
        (("  ", "", "Jan", "", "De Wolf"), ("Jan De Wolf", "Jan", "", "De Wolf")),
        (("", "", "", "", "De Wolf"), ("De Wolf", "", "", "De Wolf")),
        (("", "Jan Smit", "Jan", "", "Smit"), ("Jan Smit", "Jan", "", "Smit")),
    ],
)
def test_parts_that_were_typed_win_and_nothing_stands_twice(as_editor: Client, sent: tuple[str, ...], stored: tuple[str, ...]) -> None:
    name, split, first, middle, last = sent
    send(as_editor, type="Person", name=name, split=split, first_name=first, middle_name=middle, surname=last)
    person = Contact.objects.get()
    assert (person.name, person.first_name, person.middle_name, person.surname) == stored


def test_a_company_has_a_name_whatever_stands_in_the_parts(as_editor: Client) -> None:
    response = send(as_editor, type="Company", name="", first_name="Jan", surname="De Wolf")
    assert response.status_code == 422
    assert "Fill in Name." in response.content.decode()
    assert Contact.objects.count() == 0


def test_a_surname_alone_is_possible(as_editor: Client) -> None:
    send(as_editor, type="Person", name="Janssens", split="Janssens", first_name="", surname="Janssens")
    person = Contact.objects.get()
    assert (person.name, person.first_name, person.surname) == ("Janssens", "", "Janssens")


@pytest.mark.parametrize("typed", ["Drukkerij Claes", "drukkerij claes", "drukk", "ct000001"])
def test_a_person_is_put_at_its_company_and_takes_over_its_address(as_editor: Client, typed: str) -> None:
    company = make_company(name="Drukkerij Claes", address="Kouter 12", post_code="9000", city="Gent")
    assert company.number == "CT000001"
    send(as_editor, **PERSON, company_name=typed)
    person = Contact.objects.persons().get()
    assert (person.company_id, person.address, person.city) == (company.pk, "Kouter 12", "Gent")


def test_the_company_comes_with_the_address_of_the_page(as_editor: Client) -> None:
    company = make_company(name="Drukkerij Claes")
    page = " ".join(as_editor.get(f"/contacts/new?company={company.number}", headers=ENGLISH).content.decode().split())
    assert 'value="Drukkerij Claes"' in page
    assert 'value="Person" ' in page
    assert page.index('value="Person"') < page.index("checked") < page.index('value="Drukkerij Claes"')


def test_of_two_companies_with_one_name_the_number_stands_there(as_editor: Client) -> None:
    make_company(name="Drukkerij Claes")
    second = make_company(name="Drukkerij Claes")
    assert f'value="{second.number}"' in as_editor.get(f"/contacts/new?company={second.number}").content.decode()
    send(as_editor, **PERSON, company_name=second.number)
    assert Contact.objects.persons().get().company_id == second.pk


def test_a_company_that_is_none_is_refused(as_editor: Client) -> None:
    person = make_person()
    assert as_editor.get("/contacts/new?company=CT9").status_code == 422
    assert as_editor.get(f"/contacts/new?company={person.number}").status_code == 422


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({**COMPANY, "name": ""}, "Fill in Name."),
        ({**COMPANY, "name": "  "}, "Fill in Name."),
        ({**COMPANY, "name": "x" * 101}, "Name may hold at most 100 characters; it now has 101."),
        ({**COMPANY, "name": "a\u2067b"}, "This text holds a sign that cannot be stored. Type it again."),
        ({**COMPANY, "name": "a\x00b"}, "This text holds a sign that cannot be stored. Type it again."),
        ({**COMPANY, "name": "a\x07b"}, "Position 2 holds a sign that cannot be stored. Type the text again there."),
        ({**COMPANY, "number": "A/B"}, "“/” may not stand in a number."),
        ({**COMPANY, "number": "N" * 21}, "No. may hold at most 20 characters; it now has 21."),
        ({**COMPANY, "number": "TAKEN"}, "Number TAKEN is in use already."),
        ({**COMPANY, "type": "Robot"}, "“Robot” is not a value of Type."),
        ({**PERSON, "company_name": "Nergens"}, "Nergens does not exist in Contacts."),
        ({**PERSON, "split": PERSON["name"], "first_name": "x" * 101}, "First Name may hold at most 100 characters; it now has 101."),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_made(as_editor: Client, values: dict[str, str], sentence: str) -> None:
    make_company(number="TAKEN")
    acts = ChangeSet.objects.count()
    response = send(as_editor, **values)
    assert response.status_code == 422
    assert sentence in response.content.decode().replace("&#x27;", "’")
    assert Contact.objects.count() == 1
    assert ChangeSet.objects.count() == acts


@pytest.mark.parametrize("name", ["💌 Post", "<b>vet</b>", "=SOM(A1)", "שלום", "O'Brien & Zonen"])
def test_any_other_text_is_a_name(as_editor: Client, name: str) -> None:
    number = send(as_editor, type="Company", name=name).headers["Location"]
    assert Contact.objects.get().name == name
    page = as_editor.get(number).content.decode()
    assert "<b>vet" not in page


def test_a_form_that_is_sent_twice_makes_one_contact(as_editor: Client) -> None:
    first = send(as_editor, **COMPANY, once="a-token")
    second = send(as_editor, **COMPANY, once="a-token")
    assert Contact.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]
    send(as_editor, **COMPANY, once="another")
    assert Contact.objects.count() == 2


def test_a_form_that_was_refused_may_be_sent_again(as_editor: Client) -> None:
    send(as_editor, **COMPANY, number="A/B", once="a-token")
    send(as_editor, **COMPANY, once="a-token")
    assert Contact.objects.count() == 1


def test_the_parts_of_a_name_are_shown_before_there_is_a_person(as_editor: Client) -> None:
    part = as_editor.get("/contacts/name-parts", {"name": "Jan Pieter van der Smit"}).content.decode()
    for value in ("Jan", "Pieter", "van der Smit", "Jan Pieter van der Smit"):
        assert f'value="{value}"' in part
    assert Contact.objects.count() == 0


def test_parts_that_were_suggested_give_way_to_those_of_another_name(as_editor: Client) -> None:
    shown = {"split": "Jan Smit", "first_name": "Jan", "middle_name": "", "surname": "Smit"}
    part = as_editor.get("/contacts/name-parts", shown | {"name": "An Peeters"}).content.decode()
    assert 'value="Peeters"' in part
    assert "Smit" not in part


@pytest.mark.parametrize("typed", [{"surname": "Smits"}, {"surname": ""}, {"first_name": "Jan", "split": ""}])
def test_parts_that_were_typed_are_never_replaced(as_editor: Client, typed: dict[str, str]) -> None:
    shown = {"split": "Jan Smit", "first_name": "Jan", "middle_name": "", "surname": "Smit"} | typed
    response = as_editor.get("/contacts/name-parts", shown | {"name": "An Peeters"})
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize("name", ["", "\x00", "x" * 500, "<b>", "💌"])
def test_the_parts_of_any_text_are_answered(as_editor: Client, name: str) -> None:
    response = as_editor.get("/contacts/name-parts", {"name": name})
    assert response.status_code == 200
    assert b"<b>" not in response.content


def test_a_reader_makes_no_contact(as_reader: Client, as_stranger: Client) -> None:
    assert as_reader.get("/contacts/new").status_code == 403
    assert send(as_reader, **COMPANY).status_code == 403
    assert send(as_stranger, **COMPANY).status_code == 302
    assert Contact.objects.count() == 0
