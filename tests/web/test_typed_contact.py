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


def test_the_lookup_offers_nobody_for_text_that_cannot_be_stored(as_reader: Client) -> None:
    make_company(number="A1", name="Claes")
    assert 'data-value="' not in as_reader.get("/contacts/number-lookup?q=%00").content.decode()
