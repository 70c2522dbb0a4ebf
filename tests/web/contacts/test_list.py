"""The contact list."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from postkring.contacts.models import Contact
from tests.factories import make_company, make_group, make_person, many_contacts

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}
PART = ENGLISH | {"HX-Request": "true", "HX-Target": "rows"}


def page_of(client: Client, query: str = "", headers: dict[str, str] | None = None) -> str:
    response = client.get(f"/contacts/{query}", headers=headers or ENGLISH)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_row_shows_a_person_with_company_place_and_groups(as_reader: Client) -> None:
    company = make_company(name="Drukkerij Claes")
    person = make_person(name="An Peeters", company=company, city="Gent", post_code="9000", phone="09 1", email="an@claes.example")
    for code in ("A1", "B2", "C3", "D4", "E5"):
        make_group(code, members=[person])
    page = page_of(as_reader, "?type=Person")
    assert f'href="/contacts/{person.number}/">An Peeters</a>' in page
    for text in ("Drukkerij Claes", "Gent", "9000", "09 1", "an@claes.example"):
        assert text in page
    assert "<span>A1, B2</span> <small>+3</small>" in page
    assert 'aria-label="Person"' in page
    assert 'aria-label="Select An Peeters"' in page
    assert "1–1 of 1" in page


def test_a_third_group_is_counted_where_it_would_be_cut(as_reader: Client) -> None:
    person = make_person(name="An Peeters")
    for code in ("JAARVERSLAG", "VERHUIZING"):
        make_group(code, members=[person])
    assert '<td class="column-groups">JAARVERSLAG, VERHUIZING</td>' in page_of(as_reader)
    make_group("WERF", members=[person])
    assert "<span>JAARVERSLAG, VERHUIZING</span> <small>+1</small>" in page_of(as_reader)


def test_the_actions_stand_there_always(as_editor: Client, as_reader: Client) -> None:
    page = page_of(as_editor)
    assert 'href="/contacts/new"' in page
    assert 'formaction="/contacts/mailing-groups"' in page
    assert 'formaction="/contacts/delete"' in page
    read = page_of(as_reader)
    assert 'formaction="/contacts/mailing-groups"' in read
    assert "/contacts/delete" not in read
    assert 'href="/contacts/new"' not in read


def test_the_filter_is_a_chip_that_goes(as_reader: Client) -> None:
    inside = make_company(name="Binnen")
    make_company(name="Buiten")
    make_group("VERHUIZING", members=[inside])
    page = page_of(as_reader, "?group=VERHUIZING&sort=-name")
    assert "Binnen" in page
    assert "Buiten" not in page
    assert "in mailing group VERHUIZING" in page
    assert 'href="?sort=-name"' in page


@pytest.mark.parametrize("query", ["?group=NOBODY", "?type=Robot", "?company=CT9", "?group=%00", "?group=A||B"])
def test_a_filter_that_means_nothing_shows_nobody_and_says_why(as_reader: Client, query: str) -> None:
    make_company(name="Iemand")
    page = page_of(as_reader, query)
    assert "Iemand" not in page
    assert 'role="alert"' in page
    assert "Nothing matches these filters." in page


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=<b>", "?q=💌", "?q=%E2%80%AEabc", "?q==1%2B1", "?sort=x&page=x&size=x", "?q=" + "a" * 3000]
)
def test_whatever_stands_in_the_url_is_answered(as_reader: Client, query: str) -> None:
    assert "<b>" not in page_of(as_reader, query)
    page_of(as_reader, query, PART)


def test_nothing_found_is_said_with_the_words(as_reader: Client) -> None:
    make_company(name="Iemand")
    assert "No results for “xyzzy”." in page_of(as_reader, "?q=xyzzy")


def test_the_first_one_is_offered_where_there_is_none(as_editor: Client, as_reader: Client) -> None:
    assert "No contacts yet. Add your first contact or import a list." in page_of(as_editor, "", PART)
    assert 'href="/imports/"' in page_of(as_editor, "", PART)
    assert "No contacts yet.<" in page_of(as_reader, "", PART)
    assert "/imports/" not in page_of(as_reader, "", PART)


def test_htmx_gets_the_rows_alone(as_reader: Client) -> None:
    make_company(name="Iemand")
    part = page_of(as_reader, "?q=iemand", PART)
    assert "<html" not in part
    assert "Iemand" in part


def test_contacts_are_shown_as_text(as_reader: Client) -> None:
    make_company(name="<script>alert(1)</script>", city="=1+1")
    page = page_of(as_reader)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def queries_for(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_more_rows_take_no_more_queries(as_editor: Client) -> None:
    make_group("VERHUIZING", members=[make_company(name="Een")])
    few = queries_for(as_editor, "/contacts/?size=200")
    contacts = many_contacts(120)
    make_group("GESCHENK", members=contacts)
    assert queries_for(as_editor, "/contacts/?size=200") == few
    assert few <= 12


def test_fifty_rows_weigh_at_most_sixty_kilobytes(as_administrator: Client) -> None:
    contacts = many_contacts(60)
    for code in ("KERSTKAART1", "NIEUWSBRIEF", "VERHUIZING1", "LEVERANCIER"):
        make_group(code, members=contacts)
    for language in ("nl", "fr", "de", "en"):
        response = as_administrator.get("/contacts/", headers={"Accept-Language": language})
        assert response.content.count(b'name="selected"') == 50
        assert len(response.content) <= 60_000


def test_a_stranger_is_asked_to_sign_in(as_stranger: Client) -> None:
    make_company(name="Iemand")
    response = as_stranger.get("/contacts/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/")
    assert Contact.objects.count() == 1
