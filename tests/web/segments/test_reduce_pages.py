"""The pages of Reduce and Refine, and the options of Add Contacts."""

import re

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.criteria.selections import EVERYBODY
from postkring.segments.actions import reduce_contacts
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.segments.queries import lines_of
from tests.factories import make_company, make_group, make_person, make_segment
from tests.snapshots import everything
from tests.web.asking import get, post, text_of, toasts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

ADD, REDUCE, REFINE = (f"/segments/SM00001/{verb}-contacts" for verb in ("add", "reduce", "refine"))


@pytest.fixture
def segment() -> Segment:
    """A, B and C on lines, of whom C is in GIFT."""
    contacts = [make_company(number=f"{name}1", name=name) for name in "ABC"]
    make_group("GIFT", members=contacts[2:])
    return make_segment(contacts=contacts)


def names() -> list[str]:
    return [line.contact.name for line in lines_of(Segment.objects.get())]


def removing(content: str) -> tuple[str, str]:
    found = re.search(r'<button[^>]*name="remove"[^>]*?(?: value="(\d*)")?\s*>.*?<span>(.*?)</span>', content, re.DOTALL)
    assert found is not None, "there is no button that removes"
    return found.group(2), found.group(1) or ""


def test_the_menu_says_what_each_of_the_three_does(as_marketer: Client, segment: Segment) -> None:
    page = text_of(get(as_marketer, "/segments/SM00001/"))
    assert "Reduce Contacts Removes the contacts that match the filters" in page
    assert "Refine Contacts Keeps only the contacts that match the filters" in page


@pytest.mark.parametrize(
    ("url", "said", "left"),
    [(REDUCE, "Will be removed: 1 of 3", ["A", "B"]), (REFINE, "Stay: 1 · will be removed: 2", ["C"])],
)
def test_what_is_shown_is_what_happens(as_marketer: Client, segment: Segment, url: str, said: str, left: list[str]) -> None:
    number = str(3 - len(left))
    seen = post(as_marketer, url, {"mailingGroup": "GIFT"}, part="preview")
    assert said in text_of(seen)
    button = removing(seen.content.decode())
    assert button == (f"Remove {number} contact{'s' if number != '1' else ''}", number)
    shown = get(as_marketer, f"{url}/preview?show=removed&mailingGroup=GIFT")
    assert {name for name in "ABC" if f">{name}</a>" in shown.content.decode()} == set("ABC") - set(left)
    stay = get(as_marketer, f"{url}/preview?show=unchanged&mailingGroup=GIFT")
    assert {name for name in "ABC" if f">{name}</a>" in stay.content.decode()} == set(left)
    post(as_marketer, url, {"mailingGroup": "GIFT", "remove": number})
    assert f"{number} contact" in str(toasts(as_marketer))
    assert names() == left


def test_another_number_than_the_one_on_the_button_does_nothing(as_marketer: Client, segment: Segment) -> None:
    before = everything()
    answer = post(as_marketer, REDUCE, {"mailingGroup": "GIFT", "remove": "2"})
    assert answer.status_code == 422
    assert "The outcome is another one by now" in text_of(answer)
    assert removing(answer.content.decode())[1] == "1"
    assert everything() == before


@pytest.mark.parametrize("url", [REDUCE, REFINE])
def test_without_a_filter_nothing_is_done(as_marketer: Client, segment: Segment, url: str) -> None:
    before = everything()
    answer = post(as_marketer, url, {"remove": ""})
    assert answer.status_code == 422
    said = "No filter is set: all contacts of the segment are removed (3)." if url == REDUCE else "Fill in at least one filter."
    assert said in text_of(answer)
    assert everything() == before


def test_an_unreadable_filter_is_said_beside_it(as_marketer: Client, segment: Segment) -> None:
    before = everything()
    for url in (REDUCE, REFINE):
        answer = post(as_marketer, url, {"mailingGroup": "WEG", "remove": "1"})
        assert answer.status_code == 422
        assert "WEG" in text_of(answer)
    assert everything() == before


def test_nobody_to_remove_has_no_button(as_marketer: Client, segment: Segment) -> None:
    seen = post(as_marketer, REDUCE, {"displayName": "Z"}, part="preview")
    assert "With these filters nobody would be removed." in text_of(seen)
    assert 'name="remove"' not in seen.content.decode()


def test_entire_companies_stand_in_the_links_and_in_the_steps(as_marketer: Client) -> None:
    company = make_company(number="F1", name="Firma")
    person = make_person(number="F2", name="An", company=company)
    make_group("GIFT", members=[person])
    make_segment(contacts=[company, person])
    asked = {"mailingGroup": "GIFT", "entireCompanies": "on"}
    seen = post(as_marketer, REDUCE, asked, part="preview")
    assert "Will be removed: 2 of 2" in text_of(seen)
    assert "entireCompanies=on" in seen.content.decode()
    post(as_marketer, REDUCE, {**asked, "remove": "2"})
    assert not SegmentLine.objects.exists()
    assert "GIFT · Entire Companies" in text_of(get(as_marketer, "/segments/SM00001/criteria"))


def test_an_emptied_segment_asks_whether_its_steps_go_as_well(as_marketer: Client, marketer: User, segment: Segment) -> None:
    """R-4109."""
    question = "Nobody is left in the segment. Clear its 2 steps as well?"
    assert question not in text_of(get(as_marketer, "/segments/SM00001/"))
    reduce_contacts(segment, EVERYBODY, by=marketer)
    assert question in text_of(get(as_marketer, "/segments/SM00001/"))
    post(as_marketer, "/segments/SM00001/", {"clear_steps": "1"})
    assert "2 steps of segment SM00001 cleared" in str(toasts(as_marketer))
    assert not SegmentStep.objects.exists()


def test_who_is_excluded_is_added_only_when_it_is_said_twice(as_marketer: Client) -> None:
    make_group("NEWS", members=[make_company(name="Graag"), make_company(name="Niet", exclude_from_segment=True)])
    make_segment()
    asked = {"mailingGroup": "NEWS", "ignoreExclusion": "on"}
    seen = post(as_marketer, ADD, asked, part="preview")
    assert "Contacts that do not want to be in segments: 1. Add them anyway?" in text_of(seen)
    before = everything()
    refused = post(as_marketer, ADD, {**asked, "add": "2"})
    assert refused.status_code == 422
    assert "Tick this first, or switch the option off." in text_of(refused)
    assert everything() == before
    post(as_marketer, ADD, {**asked, "ignore_anyway": "on", "add": "2"})
    assert names() == ["Graag", "Niet"]


def test_companies_of_those_who_are_found_come_along(as_marketer: Client) -> None:
    company = make_company(name="Firma")
    make_group("NEWS", members=[make_person(name="An", company=company)])
    make_person(name="Bo", company=company)
    make_segment()
    seen = post(as_marketer, ADD, {"mailingGroup": "NEWS", "expandCompanies": "on"}, part="preview")
    assert "Will be added: 3" in text_of(seen)
    post(as_marketer, ADD, {"mailingGroup": "NEWS", "allowRelatedCompanies": "on", "add": "2"})
    assert names() == ["Firma", "An"]
