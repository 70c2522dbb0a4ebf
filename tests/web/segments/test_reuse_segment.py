"""Reuse Segment from both sides: from the open segment, and from the logged one; and saved criteria from their card."""

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.interactions.actions import create_template
from postkring.segments.actions import log_segment, save_criteria
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.setup.models import Salesperson
from tests.factories import make_company, make_segment
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts

pytestmark = pytest.mark.django_db

FROM_OPEN, FROM_LOGGED = "/segments/SM00002/reuse-segment", "/segments/SM00001/reuse"
CHOSEN = {"segment_number": "sm00001"}


@pytest.fixture
def logged(administrator: User) -> Segment:
    """Three contacts, of whom one does not want to be in segments by now."""
    contacts = [make_company(number=f"A{place}", name=f"Contact {place}") for place in range(3)]
    template = create_template("UITNOD", by=administrator)
    made = make_segment(
        "Lente", contacts=contacts, salesperson=Salesperson.objects.create(code="JR", name="Jan"), interaction_template=template
    )
    log_segment(made, by=administrator)
    Contact.objects.filter(number="A2").update(exclude_from_segment=True)
    return made


@pytest.fixture
def open_one(logged: Segment) -> Segment:
    return make_segment("Zomer", contacts=[Contact.objects.get(number="A0")])


def test_both_cards_offer_it_to_who_may(as_marketer: Client, as_reader: Client, open_one: Segment) -> None:
    for card, door in (("/segments/SM00002/", FROM_OPEN), ("/segments/SM00001/", FROM_LOGGED)):
        assert f'href="{door}"' in get(as_marketer, card).content.decode()
        assert door not in get(as_reader, card).content.decode()


def test_the_preview_counts_exactly_whom_the_button_adds(as_marketer: Client, open_one: Segment) -> None:
    before = everything()
    waiting = get(as_marketer, FROM_OPEN)
    assert "as soon as a logged segment is chosen" in text_of(waiting)
    assert 'name="add"' not in waiting.content.decode()
    page = get(as_marketer, f"{FROM_OPEN}?segment_number=SM00001")
    said = "Will be added: 1 · already in the segment: 1 · left out: 1"
    assert said in text_of(page)
    assert said in text_of(post(as_marketer, FROM_OPEN, CHOSEN, part="preview"))
    assert "Add 1 contact" in text_of(page)
    listed = get(as_marketer, "/segments/SM00002/add-contacts/preview?show=added&segment=%27SM00001%27")
    assert "A1" in text_of(listed)
    assert everything() == before


def test_where_there_are_steps_it_is_asked_first_and_then_it_is_one_step(as_marketer: Client, open_one: Segment) -> None:
    """R-4508, R-4509."""
    before, stored = everything(), snapshot()
    refused = post(as_marketer, FROM_OPEN, CHOSEN | {"add": "1"})
    assert (refused.status_code, everything()) == (422, before)
    assert "This segment has steps already." in text_of(refused)
    response = post(as_marketer, FROM_OPEN, CHOSEN | {"add": "1", "behind": "on"})
    assert response.headers["Location"] == "/segments/SM00002/"
    assert SegmentStep.objects.filter(segment=open_one).count() == 2
    line = SegmentLine.objects.get(segment=open_one, contact__number="A1")
    assert line.description == "Zomer"
    [(_, undo)] = toasts(as_marketer)
    post(as_marketer, undo)
    assert snapshot() == stored


def test_another_number_than_was_shown_is_asked_again(as_marketer: Client, open_one: Segment) -> None:
    Contact.objects.filter(number="A2").update(exclude_from_segment=False)
    before = everything()
    response = post(as_marketer, FROM_OPEN, CHOSEN | {"add": "1", "behind": "on"})
    assert (response.status_code, everything()) == (422, before)
    assert "Add 2 contacts" in text_of(response)


@pytest.mark.parametrize(
    ("number", "said"), [("SM00002", "Segment SM00002 is not logged."), ("SM9", "SM9 does not exist in"), (" ", "Fill in Logged segment.")]
)
def test_what_is_no_logged_segment_is_refused(as_marketer: Client, open_one: Segment, number: str, said: str) -> None:
    before = everything()
    response = post(as_marketer, FROM_OPEN, {"segment_number": number, "add": "1", "behind": "on"})
    assert (response.status_code, everything()) == (422, before)
    assert said in text_of(response)


def test_a_logged_segment_takes_nobody_in(as_marketer: Client, logged: Segment) -> None:
    before = everything()
    for response in (get(as_marketer, "/segments/SM00001/reuse-segment"), post(as_marketer, "/segments/SM00001/reuse-segment", CHOSEN)):
        assert response.status_code == 422
        assert "is logged, so it can no longer be changed" in text_of(response)
    assert everything() == before


def test_from_the_logged_segment_an_open_one_is_chosen_or_made(as_marketer: Client, open_one: Segment) -> None:
    before = everything()
    assert 'href="/segments/new?segment_number=SM00001"' in get(as_marketer, FROM_LOGGED).content.decode()
    assert post(as_marketer, FROM_LOGGED, {"segment": "sm00002"}).headers["Location"] == f"{FROM_OPEN}?segment_number=SM00001"
    for number, said in (("SM00001", "is logged"), ("SM9", "does not exist in"), ("", "Fill in Segment.")):
        response = post(as_marketer, FROM_LOGGED, {"segment": number})
        assert response.status_code == 422
        assert said in text_of(response)
    assert get(as_marketer, "/segments/SM00002/reuse").status_code == 404
    assert everything() == before
    assert 'value="SM00001"' in get(as_marketer, "/segments/new?segment_number=SM00001").content.decode()
    made = post(as_marketer, "/segments/new", {"date": "2026-03-09", "segment_number": "SM00001"})
    assert made.headers["Location"] == "/segments/SM00003/reuse-segment?segment_number=SM00001"
    assert "already in the segment: 0" in text_of(get(as_marketer, made.headers["Location"]))


def test_the_lookup_offers_those_that_can_be_chosen(as_marketer: Client, open_one: Segment) -> None:
    offered = {status: text_of(get(as_marketer, f"/segments/lookup?status={status}&q=", part="list")) for status in ("open", "logged", "")}
    assert [("SM00001" in each, "SM00002" in each) for each in offered.values()] == [(False, True), (True, False), (True, True)]


def test_saved_criteria_are_reused_from_their_card(as_marketer: Client, as_reader: Client, open_one: Segment, administrator: User) -> None:
    save_criteria(open_one, "ZOMER", "Zomer", by=administrator)
    door = "/saved-criteria/ZOMER/reuse"
    assert f'href="{door}"' in get(as_marketer, "/saved-criteria/ZOMER/").content.decode()
    assert door not in get(as_reader, "/saved-criteria/ZOMER/").content.decode()
    before = everything()
    assert 'href="/segments/new?code=ZOMER"' in get(as_marketer, door).content.decode()
    response = post(as_marketer, door, {"segment": "SM00002"})
    assert response.headers["Location"] == "/segments/SM00002/reuse-criteria?code=ZOMER"
    assert 'value="ZOMER" selected' in get(as_marketer, response.headers["Location"]).content.decode()
    assert post(as_marketer, door, {"segment": "SM00001"}).status_code == 422
    assert everything() == before
    made = post(as_marketer, "/segments/new", {"date": "2026-03-09", "code": "ZOMER"})
    assert made.headers["Location"] == "/segments/SM00003/reuse-criteria?code=ZOMER"
