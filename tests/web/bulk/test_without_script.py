"""Acts on many where the browser runs no script: the list is a form whose boxes and buttons say all that is needed."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.models import Contact
from tests.factories import make_company, make_group, make_person, make_segment
from tests.snapshots import everything
from tests.web.asking import get, post, text_of
from tests.web.bulk.reading import confirmed, page

pytestmark = pytest.mark.django_db

GENT = "/contacts/?city=Gent&sort=-name&size=25"


@pytest.fixture(autouse=True)
def people(db: None) -> dict[str, Contact]:
    claes = make_company(name="Drukkerij Claes", city="Gent")
    an = make_person(name="An Peeters", city="Gent", company=claes)
    bo = make_person(name="Bo Wouters", city="Antwerpen")
    make_group("VERHUIZING", "Kantoorverhuizing", members=[claes, bo])
    make_segment("Opendeur", contacts=[an, bo])
    return {contact.name: contact for contact in (claes, an, bo)}


def sent(client: Client, url: str) -> dict[str, str]:
    """What the bar of a list sends along beside the rows that are ticked."""
    bar = re.findall(r"<noscript>(.*?)</noscript>", get(client, url).content.decode(), re.DOTALL)[-1]
    return {name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', bar)}


def buttons(client: Client, url: str) -> dict[str, str]:
    """The buttons of the bar that send its form, and where to."""
    content = get(client, url).content.decode()
    bar = content[content.index("data-selection-bar") : content.index("data-selection-clear")]
    found = re.findall(r'<button class="button[^>]*formaction="([^"]+)"[^>]*>.*?<span>([^<]*)</span>', bar, re.DOTALL)
    return {label: action for action, label in found}


def test_the_bar_is_there_and_its_form_says_which_list_it_is(as_marketer: Client) -> None:
    content = get(as_marketer, GENT).content.decode()
    bar = re.findall(r'<div class="selection-bar"[^>]*>', content)
    assert len(bar) == 1
    assert "hidden" not in bar[0].replace("hx-include", "")
    assert '<input type="checkbox" name="every" value="1">Select all 2 results' in re.sub(
        r">\s+<|\s+", lambda m: "><" if "<" in m[0] else " ", content
    )
    assert sent(as_marketer, GENT) == {"query": "city=Gent", "next": GENT}
    assert sent(as_marketer, "/mailing-groups/VERHUIZING/?q=wou") == {
        "query": "q=wou",
        "within": "mailingGroup=VERHUIZING",
        "next": "/mailing-groups/VERHUIZING/?q=wou",
    }


@pytest.mark.parametrize("url", [GENT, "/mailing-groups/VERHUIZING/", "/segments/SM00001/"])
def test_every_button_of_the_bar_opens_its_page(as_marketer: Client, people: dict[str, Contact], url: str) -> None:
    offered = buttons(as_marketer, url)
    assert {"Mailing Groups", "Add to Segment", "Change group…", "Exclude…", "Change field…", "Export selected"} <= set(offered)
    chosen = [("selected", people["Drukkerij Claes"].number), ("selected", people["An Peeters"].number)]
    for action in offered.values():
        answer = get(as_marketer, f"{action}?{urlencode([*chosen, *sent(as_marketer, url).items()])}")
        assert answer.status_code == 200, action
        assert re.search("2 contacts|Only the rows that are selected", text_of(answer)), action
        refused = get(as_marketer, f"{action}?{urlencode(sent(as_marketer, url))}")
        assert (refused.status_code, "Select one or more rows first." in text_of(refused)) == (422, True), action


def test_all_results_are_meant_whatever_is_ticked_beside_them(as_marketer: Client, people: dict[str, Contact]) -> None:
    fields = {**sent(as_marketer, GENT), "every": "1", "selected": people["An Peeters"].number}
    asked = {**fields, "code": "VERHUIZING", "mode": "add"}
    text = page(as_marketer, f"/contacts/bulk/group?{urlencode(asked)}")
    assert "2 contacts chosen" in text
    done = post(as_marketer, "/contacts/bulk/group", {**asked, "expected": confirmed(text)})
    assert (done.status_code, done.headers["Location"]) == (302, GENT)
    assert ContactMailingGroup.objects.filter(ended_at__isnull=True).count() == 3


def test_all_members_are_those_of_the_group_and_one_comes_back_to_it(as_marketer: Client) -> None:
    fields = {**sent(as_marketer, "/mailing-groups/VERHUIZING/"), "every": "1"}
    text = page(as_marketer, f"/contacts/bulk/exclude?{urlencode(fields)}")
    assert "2 contacts chosen" in text
    assert 'name="next" value="/mailing-groups/VERHUIZING/"' in text
    preview = page(as_marketer, f"/contacts/bulk/exclude?{urlencode({**fields, 'exclude': 'yes'})}")
    done = post(as_marketer, "/contacts/bulk/exclude", {**fields, "exclude": "yes", "expected": confirmed(preview)})
    assert done.headers["Location"] == "/mailing-groups/VERHUIZING/"
    assert set(Contact.objects.filter(exclude_from_segment=True).values_list("name", flat=True)) == {"Drukkerij Claes", "Bo Wouters"}


@pytest.mark.parametrize("elsewhere", ["https://example.com/contacts/", "//example.com", "/settings/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(as_marketer: Client, people: dict[str, Contact], elsewhere: str) -> None:
    asked = {"selected": people["An Peeters"].number, "next": elsewhere}
    assert 'name="next" value="/contacts/"' in page(as_marketer, f"/contacts/bulk/exclude?{urlencode(asked)}")


def test_a_reader_has_no_buttons_that_change_and_is_refused(as_reader: Client, people: dict[str, Contact]) -> None:
    assert set(buttons(as_reader, GENT)) == {"Mailing Groups", "Export selected"}
    before = everything()
    fields = {**sent(as_reader, GENT), "every": "1", "exclude": "yes", "expected": "changed:2"}
    assert get(as_reader, f"/contacts/bulk/exclude?{urlencode(fields)}").status_code == 403
    assert post(as_reader, "/contacts/bulk/exclude", fields).status_code == 403
    assert everything() == before


def test_the_export_of_all_results_leads_back_to_the_list(as_reader: Client) -> None:
    fields = {**sent(as_reader, GENT), "every": "1"}
    window = get(as_reader, f"/contacts/export?{urlencode(fields)}")
    assert "Contacts · 2 contacts" in text_of(window)
    content = window.content.decode()
    assert 'name="next"' not in content.split("<main")[1].split("</main>")[0]
    [back] = re.findall(r'class="back"><a href="([^"]*)"', content)
    assert get(as_reader, unescape(back)).status_code == 200
    assert "There is no filter" not in text_of(get(as_reader, unescape(back)))
