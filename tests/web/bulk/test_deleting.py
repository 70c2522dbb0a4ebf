"""Deleting several contacts: who goes, who goes along and who holds everybody back, each number with its rows."""

import pytest
from django.test import Client
from django.utils import translation

from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.web.bulk.deleting import DeleteAct
from tests.factories import make_company, make_person, make_segment
from tests.snapshots import everything
from tests.web.bulk.reading import ENGLISH, confirmed, names_behind, numbers, page, words

pytestmark = pytest.mark.django_db

URL = "/contacts/delete"
COMPANIES = {"every": "1", "query": "type=Company"}
ASKED = f"{URL}?every=1&query=type%3DCompany"
GOING, ALONG = "Will be deleted", "Persons who go along with their company"
HELD, STAYING = "Held back: on a line of a segment that is not logged", "Stay as well, while others are held back"


@pytest.fixture(autouse=True)
def people(db: None) -> dict[str, Contact]:
    claes = make_company(name="Claes")
    aerts = make_company(name="Aerts")
    an, bo = (make_person(name=name, company=claes) for name in ("An Peeters", "Bo Wouters"))
    alone = make_person(name="Cy Blok")
    return {contact.name: contact for contact in (claes, aerts, an, bo, alone)}


def test_the_difference_is_shown_and_every_number_opens_its_rows(as_editor: Client) -> None:
    text = page(as_editor, ASKED)
    assert numbers(text) == {GOING: "2", ALONG: "2", HELD: "0", STAYING: "0"}
    assert names_behind(as_editor, text) == [["Aerts", "Claes"], ["An Peeters", "Bo Wouters"]]
    assert "2 contacts chosen · Type is Company" in text
    assert "Delete 4 contacts</span>" in text
    assert confirmed(text) == "deleted:2,persons:2,heldBack:0,staying:0"


def test_what_was_shown_is_done_and_undone(as_editor: Client) -> None:
    posted = COMPANIES | {"expected": confirmed(page(as_editor, ASKED))}
    said = words(as_editor.post(URL, posted, headers=ENGLISH, follow=True))
    assert list(Contact.objects.values_list("name", flat=True)) == ["Cy Blok"]
    assert "4 contacts deleted" in said
    as_editor.post(f"/changes/{ChangeSet.objects.latest('number').number}/undo", headers=ENGLISH)
    assert Contact.objects.count() == 5


def test_a_person_who_is_chosen_with_the_company_is_counted_once(as_editor: Client, people: dict[str, Contact]) -> None:
    ticked = "&".join(f"selected={people[name].number}" for name in ("Claes", "An Peeters"))
    assert numbers(page(as_editor, f"{URL}?{ticked}")) == {GOING: "2", ALONG: "1", HELD: "0", STAYING: "0"}


def test_when_others_would_go_by_now_nobody_goes_and_the_new_numbers_are_shown(as_editor: Client, people: dict[str, Contact]) -> None:
    posted = COMPANIES | {"expected": confirmed(page(as_editor, ASKED))}
    make_person(name="Di Nieuw", company=people["Aerts"])
    before = everything()
    response = as_editor.post(URL, posted, headers=ENGLISH)
    text = words(response)
    assert response.status_code == 422
    assert "The outcome is another one by now." in text
    assert numbers(text)[ALONG] == "3"
    assert "Delete 5 contacts</span>" in text
    assert everything() == before


def test_who_is_held_back_is_counted_shown_and_stops_everybody(as_marketer: Client, people: dict[str, Contact]) -> None:
    seen = confirmed(page(as_marketer, ASKED))
    open_day = make_segment("Opendeurdag", contacts=[people["Claes"], people["An Peeters"]])
    fair = make_segment("Beurs", contacts=[people["An Peeters"]])
    text = page(as_marketer, ASKED)
    assert numbers(text) == {GOING: "0", ALONG: "0", HELD: "2", STAYING: "2"}
    assert names_behind(as_marketer, text) == [["An Peeters", "Claes"], ["Aerts", "Bo Wouters"]]
    assert "2 contacts are held back, so nobody is deleted." in text
    assert f'<a href="/segments/{open_day.number}/">{open_day.number} Opendeurdag: 2 contacts</a>' in text
    assert f'<a href="/segments/{fair.number}/">{fair.number} Beurs: 1 contact</a>' in text
    assert 'name="expected"' not in text
    before = everything()
    response = as_marketer.post(URL, COMPANIES | {"expected": seen}, headers=ENGLISH)
    refused = words(response)
    assert response.status_code == 422
    assert "is still in" in refused
    assert numbers(refused)[HELD] == "2"
    assert 'name="expected"' not in refused
    assert everything() == before


def test_nothing_is_offered_for_nobody(as_editor: Client) -> None:
    text = page(as_editor, f"{URL}?every=1&query=city%3DNergens")
    assert "0 contacts chosen" in text
    assert "Nobody is chosen: there is nothing to do." in text
    assert 'name="expected"' not in text


def test_without_a_form_there_is_no_preview_to_press(as_editor: Client) -> None:
    assert "<noscript><button" not in page(as_editor, ASKED)


@pytest.mark.parametrize("shown", ["nobody", "added", ""])
def test_a_number_that_there_is_not_opens_nothing(as_editor: Client, shown: str) -> None:
    assert as_editor.get(f"{ASKED}&show={shown}", headers=ENGLISH).status_code == 404


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("nl", "1 contact verwijderen", "2 contacten verwijderen"),
        ("fr", "Supprimer 1 contact", "Supprimer 2 contacts"),
        ("de", "1 Kontakt löschen", "2 Kontakte löschen"),
        ("en", "Delete 1 contact", "Delete 2 contacts"),
    ],
)
def test_the_button_says_how_many_in_every_language(language: str, one: str, several: str) -> None:
    with translation.override(language):
        assert DeleteAct().button({"deleted": 1, "persons": 0}, {}) == one
        assert DeleteAct().button({"deleted": 1, "persons": 1}, {}) == several
