"""The city of a contact's card: offered by its post code, typed freely."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_company

pytestmark = pytest.mark.django_db


def offered(client: Client, number: str, typed: str = "") -> tuple[int, str]:
    response = client.get(reverse("contact_places", args=[number]), {"q": typed})
    return response.status_code, response.content.decode()


def test_the_city_of_a_card_asks_for_the_places_of_its_post_code(as_editor: Client) -> None:
    company = make_company(post_code="9050", city="")
    card = as_editor.get(reverse("contact", args=[company.number])).content.decode()
    assert f'data-lookup="{reverse("contact_places", args=[company.number])}"' in card


def test_the_places_of_the_post_code_are_offered(as_editor: Client) -> None:
    company = make_company(post_code="9050", city="")
    status, choices = offered(as_editor, company.number)
    assert status == 200
    assert [part.split('"')[0] for part in choices.split('data-value="')[1:]] == ["Gentbrugge", "Ledeberg"]
    assert "9050 · Gent" in choices


def test_a_name_that_is_exactly_so_comes_first(as_editor: Client) -> None:
    _status, choices = offered(as_editor, make_company().number, "lo")
    assert choices.split('data-value="')[1].startswith('Lo"')


def test_where_there_is_nothing_to_offer_the_answer_is_empty(as_editor: Client) -> None:
    for contact in (make_company(), make_company(post_code="9999", city="x"), make_company(country="NL", post_code="9050", city="")):
        assert offered(as_editor, contact.number) == (204, "")


def test_a_city_that_no_list_has_can_be_stored(as_editor: Client) -> None:
    company = make_company(post_code="9050", city="")
    response = as_editor.post(reverse("contact", args=[company.number]), {"city": "Ledeberg bij Gent", "seen-city": ""})
    company.refresh_from_db()
    assert (response.status_code, company.post_code, company.city) == (302, "9050", "Ledeberg bij Gent")


def test_saving_a_post_code_renews_the_fields_that_it_filled(as_editor: Client) -> None:
    company = make_company()
    answer = as_editor.post(
        reverse("contact", args=[company.number]), {"post_code": "9000", "seen-post_code": ""}, headers={"HX-Request": "true"}
    ).content.decode()
    assert all(f'id="slot-{name}"' in answer for name in ("post_code", "city", "county", "country"))
    assert 'value="Gent"' in answer
