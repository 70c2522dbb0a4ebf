"""Deleting a contact: asked first, with what goes along, and taken back whole."""

from typing import Any

import pytest
from django.test import Client

from postkring.classifications.queries import codes_by_contact
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from tests.factories import make_company, make_group, make_person, make_segment
from tests.snapshots import everything

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}
WINDOW = ENGLISH | {"HX-Request": "true", "HX-Target": "dialog"}
URL = "/contacts/delete"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_it_asks_and_says_how_many_persons_go_along(as_editor: Client) -> None:
    company = make_company(name="Claes")
    make_person(company=company)
    make_person(company=company)
    window = text(as_editor.get(URL, {"selected": company.number}, headers=WINDOW))
    assert "Delete Claes?" in window
    assert "2 persons are deleted too." in window
    assert Contact.objects.count() == 3


def test_a_company_goes_with_its_persons_and_comes_back_with_them(as_editor: Client) -> None:
    company = make_company(name="Claes")
    person = make_person(company=company)
    make_group("VERHUIZING", members=[person])
    response = as_editor.post(URL, {"selected": company.number, "expected": "deleted:2"}, headers=ENGLISH, follow=True)
    assert response.redirect_chain == [("/contacts/", 302)]
    assert Contact.objects.count() == 0
    undo = f"/changes/{ChangeSet.objects.latest('number').number}/undo"
    assert f'action="{undo}"' in text(response)
    as_editor.post(undo)
    assert sorted(Contact.objects.values_list("pk", flat=True)) == [company.pk, person.pk]
    assert codes_by_contact([person.pk]) == {person.pk: ["VERHUIZING"]}


def test_from_a_window_the_list_comes_as_it_was(as_editor: Client) -> None:
    company = make_company()
    headers = WINDOW | {"HX-Current-URL": "http://testserver/contacts/?q=claes&page=2"}
    assert (
        as_editor.post(URL, {"selected": company.number, "expected": "deleted:1"}, headers=headers).headers["HX-Redirect"]
        == "/contacts/?q=claes&page=2"
    )


def test_from_the_card_one_goes_to_the_list(as_editor: Client) -> None:
    company = make_company()
    headers = WINDOW | {"HX-Current-URL": f"http://testserver/contacts/{company.number}/"}
    assert (
        as_editor.post(URL, {"selected": company.number, "expected": "deleted:1"}, headers=headers).headers["HX-Redirect"] == "/contacts/"
    )


@pytest.mark.parametrize("elsewhere", ["https://evil.example/contacts/", "//evil.example/contacts/", "/contacts/CT1/"])
def test_nobody_is_sent_elsewhere(as_editor: Client, elsewhere: str) -> None:
    company = make_company()
    assert as_editor.post(URL, {"selected": company.number, "next": elsewhere, "expected": "deleted:1"}).headers["Location"] == "/contacts/"


def test_who_stands_in_a_segment_stays_and_the_segment_is_linked(as_editor: Client) -> None:
    company = make_company(name="Claes")
    segment = make_segment("Opendeurdag", contacts=[company])
    before = everything()
    response = as_editor.post(URL, {"selected": company.number, "expected": "deleted:1"}, headers=WINDOW)
    assert response.status_code == 422
    assert "Claes is still in 1 segment that is not logged." in text(response)
    assert f'href="/segments/{segment.number}/"' in text(response)
    assert everything() == before


def test_what_would_be_refused_is_said_before_there_is_a_button(as_editor: Client) -> None:
    company = make_company(name="Claes")
    segment = make_segment("Opendeurdag", contacts=[company])
    response = as_editor.get(URL, {"selected": company.number}, headers=WINDOW)
    assert response.status_code == 200
    assert "Claes is still in 1 segment that is not logged." in text(response)
    assert f'href="/segments/{segment.number}/"' in text(response)
    assert 'name="expected"' not in text(response)


def test_what_is_gone_already_is_said(as_editor: Client) -> None:
    company = make_company()
    response = as_editor.post(URL, {"selected": [company.number, "CT9"]}, headers=ENGLISH)
    assert response.status_code == 404
    assert "This record no longer exists." in text(response)
    assert Contact.objects.count() == 1


def test_without_a_row_nothing_goes(as_editor: Client) -> None:
    make_company()
    assert as_editor.post(URL).status_code == 422
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"expected": ""}, {"expected": "deleted"}, {"expected": "changed:2"}])
def test_without_the_number_that_was_shown_nobody_goes(as_editor: Client, sent: dict[str, str]) -> None:
    company = make_company(name="Claes")
    make_company()
    for chosen in ({"every": "1", "query": ""}, {"selected": company.number}):
        response = as_editor.post(URL, chosen | sent, headers=ENGLISH)
        assert response.status_code == 422
        assert "Look at the numbers first, then confirm them." in text(response)
        assert Contact.objects.count() == 2


def test_a_reader_deletes_nobody(as_reader: Client, as_stranger: Client) -> None:
    company = make_company()
    assert as_reader.get(URL, {"selected": company.number}).status_code == 403
    assert as_reader.post(URL, {"selected": company.number}).status_code == 403
    assert as_stranger.post(URL, {"selected": company.number}).status_code == 302
    assert Contact.objects.count() == 1
