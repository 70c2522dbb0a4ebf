"""The state of a list stands in its URL; whatever cannot be read there shows the first page."""

import pytest
from django.test import RequestFactory

from postkring.contacts.models import Contact
from postkring.lists.contacts import CONTACTS
from postkring.web.listings import listed, table
from postkring.web.tables import Column
from tests.factories import make_company, many_contacts

pytestmark = pytest.mark.django_db


def shown(query: str) -> list[str]:
    request = RequestFactory().get(f"/contacts/?{query}")
    return [contact.name for contact in listed(request, CONTACTS, Contact.objects.all()).rows]


def test_the_url_orders_and_searches() -> None:
    make_company(name="Zeta", city="Aalst")
    make_company(name="Alfa", city="Zele")
    assert shown("") == ["Alfa", "Zeta"]
    assert shown("sort=-name") == ["Zeta", "Alfa"]
    assert shown("sort=city") == ["Zeta", "Alfa"]
    assert shown("q=zele") == ["Alfa"]


@pytest.mark.parametrize("query", ["sort=password", "page=-1", "page=x", "page=999", "size=7", "size=1000000", "after=~", "count=x"])
def test_a_position_that_means_nothing_shows_the_first_page(query: str) -> None:
    make_company(name="Alfa")
    assert shown(query) == ["Alfa"]


def test_a_text_that_no_database_takes_finds_nobody() -> None:
    make_company(name="Alfa")
    assert shown("q=a%00") == []
    assert shown("q=%ED%A0%80") == []


def test_the_template_gets_columns_rows_and_the_way_to_other_pages() -> None:
    many_contacts(60)
    request = RequestFactory().get("/contacts/?size=25&page=2&q=peeters&type=Person")
    found = listed(request, CONTACTS, Contact.objects.persons())
    columns = [Column("name", "Name", sort="name")]
    context = table(request, found, columns)
    assert context["columns"] == columns
    assert len(context["rows"]) == 23
    assert (context["paging"].first, context["paging"].last, context["paging"].total) == (26, 48, 48)
    assert context["paging"].next == ""
    assert "type=Person" in context["paging"].previous
    assert context["default_sort"] == "name"
    assert context["text"] == "peeters"
