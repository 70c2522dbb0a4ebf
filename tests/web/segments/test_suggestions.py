import re

import pytest
from django.test import Client

from tests.factories import make_company, make_group
from tests.web.asking import get

pytestmark = pytest.mark.django_db


def offered(client: Client, key: str, typed: str) -> list[str]:
    response = client.get(f"/segments/suggestions/{key}", {"q": typed}, headers={"Accept-Language": "en"})
    assert response.status_code in (200, 204)
    return re.findall(r'data-value="([^"]*)"', response.content.decode())


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("", ["GESCHENK", "KERST", "VERHUIZING"]),
        ("ver", ["VERHUIZING"]),
        ("VERHUIZING|ges", ["VERHUIZING|GESCHENK"]),
        ("VERHUIZING | <>ker", ["VERHUIZING | &lt;&gt;KERST"]),
        ("(A|B)&kerst", ["(A|B)&amp;KERST"]),
        ("A..ker", ["A..KERST"]),
        ("K*", []),
        ("'ker", []),
        ("zzz", []),
        ("\x00", []),
    ],
)
def test_codes_are_offered_for_the_operand_that_is_being_typed(as_reader: Client, typed: str, values: list[str]) -> None:
    make_group("VERHUIZING", "Kantoorverhuizing", members=[make_company()])
    make_group("GESCHENK")
    make_group("KERST")
    assert offered(as_reader, "mailingGroup", typed) == values


@pytest.mark.parametrize("typed", ["*", "K*", "zzz", "'ker"])
def test_where_nothing_is_to_be_suggested_nothing_is_shown(as_reader: Client, typed: str) -> None:
    make_group("KERST")
    response = as_reader.get("/segments/suggestions/mailingGroup", {"q": typed})
    assert (response.status_code, response.content) == (204, b"")


def test_a_group_is_offered_with_its_description_and_number(as_reader: Client) -> None:
    make_group("VERHUIZING", "Kantoorverhuizing", members=[make_company()])
    assert "<small>Kantoorverhuizing · 1 contact</small>" in get(as_reader, "/segments/suggestions/mailingGroup").content.decode()


def test_countries_are_offered_by_code_and_by_name_in_the_language_of_the_user(as_reader: Client) -> None:
    assert offered(as_reader, "country", "BE|belg") == ["BE|BE"]
    assert offered(as_reader, "country", "be")[0] == "BE"


@pytest.mark.parametrize("key", ["displayName", "type", "nonsense"])
def test_a_field_without_codes_has_nothing_to_offer(as_reader: Client, key: str) -> None:
    assert get(as_reader, f"/segments/suggestions/{key}").status_code == 404


def test_by_mouse_one_chooses_from_all_groups(as_reader: Client) -> None:
    for number in range(20):
        make_group(f"GROEP{number}")
    assert get(as_reader, "/segments/suggestions/mailingGroup").content.decode().count('role="option"') == 20
