"""What lookups offer while one types."""

import re

import pytest
from django.test import Client

from tests.factories import make_company, make_group, make_person

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}


def offered(client: Client, url: str, **query: str) -> list[str]:
    """The values of the options, in their order."""
    response = client.get(url, query, headers=ENGLISH)
    assert response.status_code == 200
    return [part.split('"')[0] for part in response.content.decode().split('data-value="')[1:]]


def test_companies_are_offered_by_name_with_number_and_place(as_reader: Client) -> None:
    company = make_company(name="Drukkerij Claes", city="Gent")
    make_person(name="An Claes")
    assert offered(as_reader, "/contacts/lookup", type="Company", q="claes") == ["Drukkerij Claes"]
    assert offered(as_reader, "/contacts/lookup", q="claes") == ["An Claes", "Drukkerij Claes"]
    assert f"{company.number} · Gent" in as_reader.get("/contacts/lookup?type=Company&q=gent").content.decode()


def test_of_two_companies_with_one_name_the_numbers_are_offered(as_reader: Client) -> None:
    numbers = [make_company(name="Claes").number, make_company(name="CLAES").number]
    make_company(name="Claes en Zonen")
    assert offered(as_reader, "/contacts/lookup", type="Company", q="claes") == [*numbers, "Claes en Zonen"]


@pytest.mark.parametrize(("url", "offers"), [("/contacts/lookup?type=Company&q=fi", "text"), ("/contacts/number-lookup?q=fi", "number")])
def test_at_most_eight_are_offered_and_more_are_spoken_of(as_reader: Client, url: str, offers: str) -> None:
    firms = [make_company(name=f"Firma {number:02}") for number in range(8)]
    all_there = as_reader.get(url, headers=ENGLISH).content.decode()
    make_company(name="Firma 08")
    answered = as_reader.get(url, headers=ENGLISH).content.decode()
    values = [firm.name if offers == "text" else firm.number for firm in firms]
    for page in (all_there, answered):
        assert re.findall('data-value="([^"]*)"', page) == values
    assert "There are more: go on typing." in answered
    assert "There are more" not in all_there


def test_groups_are_offered_by_code_and_description_with_their_number(as_reader: Client) -> None:
    make_group("VERHUIZING", "Kantoorverhuizing", members=[make_company()])
    make_group("GESCHENK", "Relatiegeschenk")
    assert offered(as_reader, "/mailing-groups/lookup") == ["GESCHENK", "VERHUIZING"]
    assert offered(as_reader, "/mailing-groups/lookup", q="kantoor") == ["VERHUIZING"]
    assert "Kantoorverhuizing · 1 contact<" in as_reader.get("/mailing-groups/lookup?q=verh", headers=ENGLISH).content.decode()
    assert "Relatiegeschenk · 0 contacts<" in as_reader.get("/mailing-groups/lookup?q=gesch", headers=ENGLISH).content.decode()


def test_a_new_group_is_the_last_choice_where_the_code_is_free(as_editor: Client, as_reader: Client) -> None:
    make_group("KERSTKAART")
    assert offered(as_editor, "/mailing-groups/lookup", q="kerst") == ["KERSTKAART", "KERST"]
    answered = as_editor.get("/mailing-groups/lookup?q=kerst", headers=ENGLISH).content.decode()
    assert 'data-also="create=1"' in answered
    assert "New group “KERST”" in answered
    assert offered(as_editor, "/mailing-groups/lookup", q="kerstkaart") == ["KERSTKAART"]
    assert offered(as_editor, "/mailing-groups/lookup", q="a b") == []
    assert offered(as_editor, "/mailing-groups/lookup", q="A" * 12) == []
    assert offered(as_reader, "/mailing-groups/lookup", q="kerst") == ["KERSTKAART"]


@pytest.mark.parametrize("text", ["\x00", "<script>", "💌", "x" * 3000, "'", "%", "\u202e"])
@pytest.mark.parametrize("url", ["/contacts/lookup", "/mailing-groups/lookup"])
def test_whatever_is_typed_is_answered(as_editor: Client, url: str, text: str) -> None:
    make_company(name="Claes")
    make_group("VERHUIZING")
    response = as_editor.get(url, {"q": text})
    assert response.status_code == 200
    assert b"<script>" not in response.content


@pytest.mark.parametrize("url", ["/contacts/lookup", "/mailing-groups/lookup"])
def test_a_stranger_is_told_nothing(as_stranger: Client, url: str) -> None:
    make_company(name="Claes")
    assert as_stranger.get(url).status_code == 302
