"""The filters of the contact list: each is a criterion, and none of them ever falls back to everybody."""

import pytest
from django.utils import translation

from postkring.kit.errors import DomainError
from postkring.lists.contacts import filtered, filters_in
from tests.factories import make_company, make_group, make_person

pytestmark = pytest.mark.django_db


def names(**query: str) -> list[str]:
    return sorted(contact.name for contact in filtered(filters_in(query)))


@pytest.fixture
def people() -> None:
    company = make_company(name="Alfa", email="info@alfa.example")
    inside = make_person(name="An Alfa", company=company, email="")
    make_person(name="Bo Elders", email="bo@elders.example")
    make_group("VERHUIZING", members=[inside, company])


@pytest.mark.usefixtures("people")
def test_every_filter_narrows() -> None:
    assert names() == ["Alfa", "An Alfa", "Bo Elders"]
    assert names(group="VERHUIZING") == ["Alfa", "An Alfa"]
    assert names(group="verhuizing") == ["Alfa", "An Alfa"]
    assert names(group="<>VERHUIZING") == ["Bo Elders"]
    assert names(type="Person") == ["An Alfa", "Bo Elders"]
    assert names(type="Person", group="VERHUIZING") == ["An Alfa"]


@pytest.mark.usefixtures("people")
def test_a_blank_filter_is_none() -> None:
    assert names(group="", type=" ") == ["Alfa", "An Alfa", "Bo Elders"]


def test_without_email_is_a_filter() -> None:
    make_company(name="Mute", email="")
    make_company(name="Loud", email="loud@loud.example")
    assert names(email="none") == ["Mute"]


def test_everybody_of_a_company_is_its_persons_and_itself() -> None:
    company = make_company(name="Alfa", number="A&B*")
    make_person(name="An Alfa", company=company)
    make_company(name="Beta")
    assert names(company="A&B*") == ["Alfa", "An Alfa"]
    assert names(company="A&B*", type="Person") == ["An Alfa"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("name", "text"),
    [("group", "NOBODY"), ("group", "A||B"), ("group", "\x00"), ("type", "Robot"), ("company", "CT9"), ("group", "A" * 5000)],
)
def test_what_means_nothing_is_an_error_and_never_everybody(name: str, text: str) -> None:
    with pytest.raises(DomainError):
        filters_in({name: text})


@pytest.mark.usefixtures("people")
def test_each_filter_says_what_it_is() -> None:
    with translation.override("en"):
        said = [one.meaning for one in filters_in({"group": "VERHUIZING", "type": "Person"})]
    assert said == ["Type is Person", "in mailing group VERHUIZING"]
