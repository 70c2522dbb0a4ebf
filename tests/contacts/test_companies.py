"""Finding the company that is meant, from text that may hold anything."""

import pytest

from postkring.accounts.models import User
from postkring.contacts.access import contact_to_change, contact_to_read
from postkring.contacts.companies import company_by_number, company_by_text
from postkring.kit.errors import DoesNotExist, NotFound, NotPermitted, Refused
from tests.factories import make_company, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NONSENSE = ["NOBODY", "K1\x00", "\x00", "\ud800", "%", "K_", "1" * 5000, "'; --", "\u202eK1"]


def test_a_company_is_found_by_its_number() -> None:
    company, person = make_company(number="K(1)"), make_person(number="P1")
    assert company_by_number(" k(1) ") == company
    with pytest.raises(Refused):
        company_by_number(person.number)


@pytest.mark.parametrize("text", NONSENSE)
def test_what_names_no_company_is_refused(text: str) -> None:
    make_company(number="K1", name="Claes")
    with pytest.raises(DoesNotExist) as refusal:
        company_by_number(text)
    assert refusal.value.field == "company_number"
    with pytest.raises(DoesNotExist) as refusal:
        company_by_text(text)
    assert refusal.value.field == "company_name"


def test_the_number_of_a_person_is_said_to_be_that_of_a_person() -> None:
    make_person(number="P1")
    with pytest.raises(Refused, match="P1 is a person; choose a company") as refusal:
        company_by_text(" p1 ")
    assert refusal.value.field == "company_name"
    company = make_company(name="P1 Drukwerk")
    assert company_by_text("p1") == company


@pytest.mark.parametrize("number", NONSENSE)
def test_a_contact_that_is_not_there_is_not_found(administrator: User, number: str) -> None:
    make_company(number="K1")
    with pytest.raises(NotFound, match="no longer exists"):
        contact_to_read(number, by=administrator)


def test_a_contact_is_fetched_by_whoever_may(reader: User, editor: User) -> None:
    company = make_company(number="K(1)")
    assert contact_to_read("k(1)", by=reader) == contact_to_change(" K(1)", by=editor) == company
    with pytest.raises(NotPermitted):
        contact_to_change("K(1)", by=reader)
