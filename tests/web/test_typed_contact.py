import re

import pytest
from django.test import Client

from postkring.kit.errors import DoesNotExist, NotAcceptable, Refused
from postkring.web.typed_contact import typed_contact
from tests.factories import make_company, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["A1", " a1 ", "drukkerij", "claes gent", "CLAÉS gent"])
def test_a_number_or_unmistakable_words_mean_a_contact(typed: str) -> None:
    meant = make_company(number="A1", name="Drukkerij Claes", city="Gent")
    make_person(number="A2", name="An Claes", city="Aalst")
    assert typed_contact(typed, field="contact") == meant


def test_a_number_wins_over_a_name_that_holds_it() -> None:
    meant = make_company(number="A1", name="Zwart")
    make_company(number="B1", name="A1 Garage")
    assert typed_contact("A1", field="contact") == meant


@pytest.mark.parametrize("typed", ["A1", " a1 ", "drukkerij claes", "Drukkerij CLAÉS"])
def test_where_there_is_a_list_to_choose_from_the_whole_number_or_name_means_a_contact(typed: str) -> None:
    meant = make_company(number="A1", name="Drukkerij Claes", city="Gent")
    make_company(number="A2", name="Drukkerij Claes en Zoon")
    assert typed_contact(typed, field="contact", is_offered=True) == meant


@pytest.mark.parametrize("typed", ["drukkerij", "claes gent", "211", "1"])
def test_where_there_is_a_list_to_choose_from_a_part_means_nobody(typed: str) -> None:
    make_company(number="A1", name="Drukkerij Claes", city="Gent", phone="+32 9 000211")
    with pytest.raises(Refused) as refusal:
        typed_contact(typed, field="contact", is_offered=True)
    assert refusal.value.field == "contact"


def test_of_two_with_the_same_name_neither_is_meant() -> None:
    make_company(name="Claes")
    make_company(name="Claes")
    with pytest.raises(Refused):
        typed_contact("claes", field="contact")


@pytest.mark.parametrize(
    ("typed", "error"), [("", NotAcceptable), ("  ", NotAcceptable), ("zzz", DoesNotExist), ("claes", Refused), ("\x00", DoesNotExist)]
)
def test_anything_else_is_refused_naming_the_field(typed: str, error: type[Exception]) -> None:
    make_company(name="Claes Een")
    make_company(name="Claes Twee")
    with pytest.raises(error) as refusal:
        typed_contact(typed, field="contact")
    assert vars(refusal.value)["field"] == "contact"


def test_the_lookup_offers_numbers_with_name_and_place(as_reader: Client) -> None:
    make_company(number="A1", name="Claes", city="Gent")
    make_company(number="A2", name="Claes")
    page = as_reader.get("/contacts/number-lookup?q=claes").content.decode()
    assert re.findall(r'data-value="([^"]*)"', page) == ["A1", "A2"]
    assert "<small>A1 · Gent</small>" in page


def test_the_lookup_offers_the_contact_with_the_number_first(as_reader: Client) -> None:
    for place in range(10):
        make_company(number=f"A1{place}", name=f"Aerts {place}")
    make_company(number="A1", name="Zwart")
    page = as_reader.get("/contacts/number-lookup?q=a1").content.decode()
    assert re.findall(r'data-value="([^"]*)"', page) == ["A1", *(f"A1{place}" for place in range(7))]


def test_the_lookup_offers_nobody_for_text_that_cannot_be_stored(as_reader: Client) -> None:
    make_company(number="A1", name="Claes")
    assert 'data-value="' not in as_reader.get("/contacts/number-lookup?q=%00").content.decode()
