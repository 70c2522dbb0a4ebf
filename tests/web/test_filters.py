"""The filter pane of every list: opened when asked for, its fields with their meaning or their fault, apart from the rest of the URL."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils.html import escape

from postkring.contacts.models import Contact
from postkring.lists import listing
from postkring.setup.models import Salesperson
from tests.factories import make_company, make_group, make_person, make_segment, many_contacts

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}
FROM_FORM = ENGLISH | {"HX-Request": "true", "HX-Target": "rows", "HX-Trigger": "filters"}
OPENING = ENGLISH | {"HX-Request": "true", "HX-Target": "filter-pane"}


@pytest.fixture(autouse=True)
def _people() -> None:
    claes = make_company(name="Drukkerij Claes", post_code="9000", city="Gent")
    an = make_person(name="An Peeters", post_code="1000", city="Brussel", company=claes)
    make_person(name="Bo Wouters", post_code="2000", city="Antwerpen")
    make_group("VERHUIZING", "Kantoorverhuizing", members=[claes, an])
    make_group("GESCHENK", "Relatiegeschenk", members=[claes])
    make_segment("Opendeurdag", contacts=[claes, an])


def page(client: Client, url: str, headers: dict[str, str]) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def names(text: str) -> list[str]:
    return [name for name in ("An Peeters", "Bo Wouters", "Drukkerij Claes") if f">{name}</a>" in text or f">{name}</th>" in text]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?postalCode=1000..1999|9000", ["An Peeters", "Drukkerij Claes"]),
        ("?mailingGroup=VERHUIZING%26GESCHENK", ["Drukkerij Claes"]),
        ("?mailingGroup=<>GESCHENK", ["An Peeters", "Bo Wouters"]),
        ("?numberOfMailingGroups=0", ["Bo Wouters"]),
        ("?numberOfMailingGroups=>=1", ["An Peeters", "Drukkerij Claes"]),
        ("?segment=SM00001", ["An Peeters", "Drukkerij Claes"]),
        ("?segment=<>SM00001", ["Bo Wouters"]),
        ("?lastModifiedDateTime=today", ["An Peeters", "Bo Wouters", "Drukkerij Claes"]),
        ("?lastModifiedDateTime=<today", []),
        ("?hasEmail=yes", []),
        ("?hasEmail=no&type=Company", ["Drukkerij Claes"]),
        ("?city=gent|ANTWERPEN&q=claes", ["Drukkerij Claes"]),
        ("?group=VERHUIZING&companyName=drukkerij*", ["An Peeters", "Drukkerij Claes"]),
    ],
)
def test_filters_narrow_the_contacts(as_reader: Client, query: str, shown: list[str]) -> None:
    assert names(page(as_reader, f"/contacts/{query}", ENGLISH)) == shown


@pytest.mark.parametrize(
    ("url", "there", "gone"),
    [
        ("/mailing-groups/?code=VER*", "VERHUIZING", "GESCHENK"),
        ("/mailing-groups/?description=*geschenk*", "GESCHENK", "VERHUIZING"),
        ("/mailing-groups/?contacts=>1", "VERHUIZING", "GESCHENK"),
        ("/mailing-groups/VERHUIZING/?city=Brussel", "An Peeters", "Drukkerij Claes</a>"),
        ("/segments/SM00001/?type=Person", "An Peeters", ">Drukkerij Claes</th>"),
        ("/segments/?date=01/01/2020..t&number=SM*", "Opendeurdag", "Nothing matches"),
    ],
)
def test_every_list_has_its_own_filters(as_marketer: Client, url: str, there: str, gone: str) -> None:
    text = page(as_marketer, url, ENGLISH).split("<main")[1]
    assert there in text
    assert gone not in text


@pytest.mark.parametrize("url", ["/contacts/", "/mailing-groups/", "/segments/", "/mailing-groups/VERHUIZING/", "/segments/SM00001/"])
def test_a_closed_pane_weighs_nothing_and_opens_when_asked_for(as_marketer: Client, url: str) -> None:
    assert 'id="filters"' not in page(as_marketer, url, ENGLISH)
    assert 'id="filters"' in page(as_marketer, f"{url}?filters=1", ENGLISH)
    opened = page(as_marketer, f"{url}?filters=1", OPENING)
    assert opened.startswith('<div class="filter-pane" id="filter-pane">')
    assert "<html" not in opened
    assert "<table" not in opened


def test_a_filter_says_what_it_means_and_how_many_there_are(as_reader: Client) -> None:
    text = page(as_reader, "/contacts/?postalCode=1000..1999|9000", FROM_FORM)
    assert '<p class="filter-meaning" id="meaning_postalCode" hx-swap-oob="true">Post Code between 1000 and 1999 or is 9000</p>' in text
    assert '<p class="filter-total" id="filter-total" hx-swap-oob="true">Rows: 2</p>' in text


def test_a_filter_that_cannot_be_read_lets_nobody_through_and_says_where(as_reader: Client) -> None:
    text = page(as_reader, "/contacts/?city=A||B", FROM_FORM)
    assert names(text) == []
    assert re.search(r'id="meaning_city" hx-swap-oob="true">.*“A\|\|B” is not clear from position 3\. For example: ', text)
    assert 'role="alert"' not in text
    whole = page(as_reader, "/contacts/?city=A||B&filters=1", ENGLISH)
    assert 'aria-invalid="true"' in whole
    assert 'value="A||B"' in whole


def test_a_further_filter_gets_a_field_with_the_focus(as_reader: Client) -> None:
    text = page(as_reader, "/contacts/?add=jobTitle&sort=-name", ENGLISH)
    assert re.search(r'<input type="text" name="jobTitle"[^>]*autofocus', text)
    assert '<input type="hidden" name="sort" value="-name" data-kept>' in text
    assert '<option value="jobTitle">' not in text


def test_columns_are_chosen_in_their_order_and_the_name_always_stays(as_reader: Client) -> None:
    text = page(as_reader, "/contacts/?columns=city&columns=number&columns=company_number&columns=nothing", ENGLISH)
    heads = re.findall(r'<th scope="col" class="column-[a-z]+ rank-\d"[^>]*>(?:<a [^>]*>)?([^<]+)', text)
    assert heads == ["Name", "City", "No.", "Company No."]
    # A reader is asked again what else there is.
    choice = page(as_reader, "/contacts/?columns=city&choose=1&q=claes", ENGLISH)
    assert '<input type="checkbox" name="columns" value="city" checked>' in choice
    assert '<input type="checkbox" name="columns" value="phone">' in choice
    assert '<input type="hidden" name="q" value="claes" data-kept>' in choice


def test_a_list_is_ordered_by_up_to_three_columns(as_reader: Client) -> None:
    make_person(name="Alma Aerts", city="Gent", post_code="9000")
    text = page(as_reader, "/contacts/?sort=city,-name,number,email", ENGLISH)
    found = re.findall(r'/contacts/[A-Z0-9]+/">([^<]+)</a>', text)
    assert found == ["Bo Wouters", "An Peeters", "Drukkerij Claes", "Alma Aerts"]
    assert re.search(r'aria-sort="descending"[^>]*><a[^>]*data-sort="name"[^>]*>Name<sup>2</sup>', text)
    assert text.count("aria-sort=") == 3


@pytest.mark.parametrize("text", ["<>Person", "'Person'", "Person|Company", "Persoon", "Robot"])
def test_a_choice_shows_an_expression_that_is_none_of_its_values(as_reader: Client, text: str) -> None:
    """Else the pane would send the blank choice, and the list would widen."""
    shown = page(as_reader, f"/contacts/?type={text}&filters=1", ENGLISH)
    value = escape(text)
    assert f'<option value="{value}" selected>{value}</option>' in shown
    flag = page(as_reader, "/contacts/?privacyBlocked=<>yes&filters=1", ENGLISH)
    assert '<option value="&lt;&gt;yes" selected>' in flag


def test_names_of_other_pages_are_edited_as_the_filters_that_they_are(as_reader: Client) -> None:
    number = Contact.objects.get(name="Drukkerij Claes").number
    shown = page(as_reader, f"/contacts/?company={number}&group=VERHUIZING&filters=1&sort=-name", ENGLISH)
    assert re.search(rf'<input type="text" name="companyNumber" value="{number}"', shown)
    pane = shown.split('id="filters"')[1].split("</form>")[0]
    assert '<input type="hidden" name="company"' not in pane
    assert '<input type="hidden" name="group"' not in pane
    assert '<input type="hidden" name="sort" value="-name" data-kept>' in pane
    # The script, which goes by the address, leaves them out as well.
    assert 'data-stands-for="group company"' in shown


def test_every_value_of_a_name_must_be_storable(as_reader: Client) -> None:
    assert names(page(as_reader, "/contacts/?foo=%00&foo=a", ENGLISH)) == []


def test_reset_takes_the_filters_away_and_nothing_else(as_reader: Client) -> None:
    shown = page(as_reader, "/contacts/?filters=1&city=Gent&group=GESCHENK&q=a&sort=-name&columns=city&size=100&page=1", ENGLISH)
    reset = re.search(r'<a[^>]*href="([^"]*)"[^>]*data-filter-reset', shown)
    assert reset
    assert reset[1].replace("&amp;", "&") == "/contacts/?q=a&sort=-name&columns=city&size=100"


def test_how_many_all_results_are_is_said_only_when_they_were_counted(as_reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    many_contacts(30)
    assert "Select all 33 results" in page(as_reader, "/contacts/?size=25", ENGLISH)
    monkeypatch.setattr(listing, "COUNTED", 27)
    shown = page(as_reader, "/contacts/?size=25", ENGLISH)
    assert ">Select all results<" in shown
    assert 'data-all="All results are selected."' in shown
    assert 'data-but="All results selected, ## left out"' in shown


def test_a_filter_on_codes_is_offered_as_soon_as_there_is_one(as_reader: Client) -> None:
    offered = '<option value="salespersonCode">'
    shown = page(as_reader, "/contacts/?filters=1", ENGLISH)
    assert offered not in shown
    assert '<option value="excludeFromSegment">' in shown
    Salesperson.objects.create(code="JR")
    assert offered in page(as_reader, "/contacts/?filters=1", ENGLISH)


def test_a_filter_in_use_is_shown_also_where_there_are_no_codes(as_reader: Client) -> None:
    assert 'name="salespersonCode"' in page(as_reader, "/contacts/?filters=1&salespersonCode=''", ENGLISH)


@pytest.mark.parametrize(
    ("url", "offered"),
    [
        ("/contacts/?displayName=peeters", [("Name", "?displayName=%2Apeeters%2A", "1 contains “peeters”")]),
        ("/contacts/?displayName=e&size=25&page=2", [("Name", "?displayName=%2Ae%2A&size=25", "3 contain “e”")]),
        ("/contacts/?displayName=e&city=Gen", []),
        ("/contacts/?displayName=peeters&type=Company", []),
        ("/contacts/?displayName=e&q=wouters", [("Name", "?displayName=%2Ae%2A&q=wouters", "1 contains “e”")]),
        ("/contacts/?displayName='peeters'", []),
        ("/contacts/?displayName=peeters*", []),
        ("/contacts/?displayName=<>peeters", []),
        ("/contacts/?displayName=zzz", []),
        ("/contacts/?displayName=An+Peeters", []),
        ("/contacts/?displayName=peeters&city=A||B", []),
        ("/contacts/?displayName=peeters&nonsense=1", []),
        ("/mailing-groups/?code=huiz", [("Code", "?code=%2Ahuiz%2A", "1 contains “huiz”")]),
        ("/mailing-groups/?description=relatie", [("Description", "?description=%2Arelatie%2A", "1 contains “relatie”")]),
        ("/mailing-groups/?description=relatie&empty=1", []),
        ("/segments/?description=deur", [("Description", "?description=%2Adeur%2A", "1 contains “deur”")]),
        ("/segments/?number=1", [("No.", "?number=%2A1%2A", "1 contains “1”")]),
        ("/mailing-groups/GESCHENK/?displayName=claes", [("Name", "?displayName=%2Aclaes%2A#member-rows", "1 contains “claes”")]),
        ("/mailing-groups/GESCHENK/?displayName=peeters", []),
        ("/segments/SM00001/?displayName=peeters", [("Name", "?displayName=%2Apeeters%2A#line-rows", "1 contains “peeters”")]),
        ("/segments/SM00001/?displayName=wouters&sort=name", []),
    ],
)
def test_a_plain_word_that_finds_nothing_offers_what_contains_it(as_reader: Client, url: str, offered: list[tuple[str, str, str]]) -> None:
    found = re.findall(r'<p>([^<:]*): <a href="([^"]*)">([^<]* contains? “[^<]*”)</a>', page(as_reader, url, ENGLISH))
    assert [(label, unescape(query), said) for label, query, said in found] == offered


def test_what_is_offered_is_what_the_link_shows(as_reader: Client) -> None:
    part = page(as_reader, "/contacts/?displayName=peeters", FROM_FORM)
    [query] = re.findall(r'list-offers" data-announce> <p>Name: <a href="([^"]*)">', part)
    assert names(page(as_reader, f"/contacts/{query}", ENGLISH)) == ["An Peeters"]
