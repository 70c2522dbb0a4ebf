"""The records that Tell me finds."""

import re

import pytest
from django.test import Client

from tests.factories import make_company, make_group, make_person, make_segment

pytestmark = pytest.mark.django_db


def found(client: Client, text: str) -> str:
    response = client.get("/search", {"q": text}, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_contacts_are_found_by_all_words_in_any_order(as_reader: Client) -> None:
    company = make_company(name="Drukkerij Claes", city="Gent")
    person = make_person(name="An Peeters", company=company, phone="09 225 10 10")
    page = found(as_reader, "claes peeters")
    assert f'href="/contacts/{person.number}/"' in page
    assert f'href="/contacts/{company.number}/"' not in page
    assert f"{person.number} · Drukkerij Claes" in page
    assert f'href="/contacts/{person.number}/"' in found(as_reader, "092251010")


def test_groups_and_segments_are_found_by_code_number_and_description(as_reader: Client) -> None:
    make_group("VERHUIZING", "Kantoorverhuizing")
    segment = make_segment("Opendeurdag")
    assert 'href="/mailing-groups/VERHUIZING/"' in found(as_reader, "kantoor")
    assert f'href="/segments/{segment.number}/"' in found(as_reader, "opendeur")
    assert f'href="/segments/{segment.number}/"' in found(as_reader, segment.number.lower())


@pytest.mark.parametrize("text", ["\u0301\u0301", " \u0301 ", "\u0301 \u0308"])
def test_marks_alone_are_no_word_and_find_nothing(as_reader: Client, text: str) -> None:
    make_group("VERHUIZING"), make_segment("Opendeurdag"), make_company()
    assert not re.findall(r'href="/(?:segments|contacts|mailing-groups)/[A-Z]', found(as_reader, text))


def test_at_most_six_of_each_are_shown(as_reader: Client) -> None:
    for number in range(9):
        make_company(name=f"Firma {number}")
    assert found(as_reader, "firma").count('href="/contacts/CT') == 6
