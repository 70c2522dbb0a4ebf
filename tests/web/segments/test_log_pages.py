"""Choosing a template, logging a segment, its read-only page, the cancel mark, and the log on the card of a contact."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.interactions.actions import create_template
from postkring.interactions.models import InteractionLogEntry
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.segments.actions import log_segment, switch_canceled
from postkring.segments.models import LoggedSegment, Segment
from postkring.setup.models import Salesperson
from postkring.work.models import Work
from postkring.work.running import advance
from tests.factories import make_company, make_person, make_segment
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts

pytestmark = pytest.mark.django_db

CARD = "/segments/SM00001/"
LOG = "/segments/SM00001/log"
CANCEL = "/segments/SM00001/cancel"
TEMPLATE = "/segments/SM00001/template"
READY = {"expected": "entries:2"}


@pytest.fixture
def segment(administrator: User) -> Segment:
    template = create_template("UITNOD", description="Uitnodiging", by=administrator)
    company = make_company(number="C1", name="Claes")
    contacts = [company, make_person(number="P1", name="An Peeters", company=company)]
    salesperson = Salesperson.objects.create(code="JR", name="Jan")
    return make_segment("Verhuizing", contacts=contacts, salesperson=salesperson, interaction_template=template)


def test_it_asks_with_what_will_happen(as_marketer: Client, segment: Segment) -> None:
    before = everything()
    page = get(as_marketer, LOG)
    assert "Log segment SM00001? Interactions to create: 2" in text_of(page)
    assert 'value="entries:2"' in page.content.decode()
    Contact.objects.filter(number="P1").update(privacy_blocked=True)
    said = text_of(get(as_marketer, LOG))
    assert "Interactions to create: 1" in said
    assert "1 contact is blocked for privacy by now and gets no interaction." in said
    Contact.objects.filter(number="P1").update(privacy_blocked=False)
    assert everything() == before


def test_confirmed_it_is_logged_and_undo_takes_it_back(as_marketer: Client, segment: Segment) -> None:
    before = snapshot()
    response = post(as_marketer, LOG, READY | {"follow_up": "on"})
    assert response.headers["Location"] == CARD
    assert (InteractionLogEntry.objects.count(), Segment.objects.count()) == (2, 2)
    [(said, undo)] = toasts(as_marketer)
    assert said == "Segment SM00001 has been logged."
    post(as_marketer, undo)
    assert snapshot() == before


def test_what_is_missing_is_named_and_nothing_can_be_confirmed(as_marketer: Client, segment: Segment) -> None:
    Segment.objects.update(description="", interaction_template=None)
    segment.lines.update(interaction_template=None)
    before = everything()
    page = get(as_marketer, LOG)
    said = text_of(page)
    assert "Fill in Description." in said
    assert "Interaction Template Code is missing on the line of C1 Claes." in said
    assert 'name="expected"' not in page.content.decode()
    answer = post(as_marketer, LOG, READY)
    assert answer.status_code == 422
    assert text_of(answer).count("Fill in Description.") == 1
    assert everything() == before


@pytest.mark.parametrize("expected", ["entries:3", "", "lines:2", "entries:x"])
def test_another_number_than_was_seen_is_asked_again(as_marketer: Client, segment: Segment, expected: str) -> None:
    before = everything()
    answer = post(as_marketer, LOG, {"expected": expected, "follow_up": "on"})
    assert answer.status_code == 422
    assert 'value="entries:2"' in answer.content.decode()
    assert everything() == before


def test_a_logged_segment_is_shown_read_only(as_marketer: Client, segment: Segment, administrator: User) -> None:
    assert LOG in get(as_marketer, CARD).content.decode()
    log_segment(segment, by=administrator)
    page = get(as_marketer, CARD)
    shown = page.content.decode()
    assert "Logged" in text_of(page)
    assert CANCEL in shown
    for gone in (LOG, "/segments/SM00001/add-contacts", "/segments/SM00001/delete", TEMPLATE + '"', 'name="description"', 'name="contact"'):
        assert gone not in shown.split("<main", 1)[1]
    before = everything()
    changed = {"description": "anders", "date": "2026-02-01", "seen_description": "Verhuizing", "seen_date": "2026-02-01"}
    assert "is logged, so it can no longer be changed" in text_of(post(as_marketer, CARD, changed))
    assert "is logged, so it can no longer be changed" in text_of(get(as_marketer, LOG))
    for url, sent in ((LOG, READY), (TEMPLATE, {"interaction_template": ""}), ("/segments/SM00001/delete", {"expected": "lines:2"})):
        assert post(as_marketer, url, sent).status_code == 422
    assert everything() == before


def test_the_cancel_mark_is_turned_over_after_a_question(as_marketer: Client, segment: Segment, administrator: User) -> None:
    assert get(as_marketer, CANCEL).status_code == 404
    log_segment(segment, by=administrator)
    before = snapshot()
    assert "Mark logged segment SM00001 as canceled? Interactions that follow: 2" in text_of(get(as_marketer, CANCEL))
    assert post(as_marketer, CANCEL, {"seen": "standing"}).headers["Location"] == CARD
    assert LoggedSegment.objects.get().canceled
    assert "Canceled" in text_of(get(as_marketer, CARD))
    assert "Remove the mark" in text_of(get(as_marketer, CANCEL))
    marked = everything()
    post(as_marketer, CANCEL, {"seen": "standing"})  # an older page: the mark is there already
    assert everything() == marked
    post(as_marketer, CANCEL, {"seen": "canceled"})
    assert snapshot() == before


def test_the_template_is_chosen(as_marketer: Client, segment: Segment, administrator: User) -> None:
    create_template("BEDANK", by=administrator)
    assert "UITNOD Uitnodiging" in text_of(get(as_marketer, TEMPLATE))
    assert post(as_marketer, TEMPLATE, {"interaction_template": "BEDANK"}).headers["Location"] == CARD
    assert {line.interaction_template_id for line in segment.lines.all()} == {"BEDANK"}
    before = everything()
    assert post(as_marketer, TEMPLATE, {"interaction_template": "NIETS"}).status_code == 422
    assert everything() == before


def test_of_a_segment_with_very_many_lines_the_template_is_left_to_a_worker(
    as_marketer: Client, segment: Segment, administrator: User, settings: Any
) -> None:
    settings.TASK_ROWS = 1
    create_template("BEDANK", by=administrator)
    before = snapshot()
    assert post(as_marketer, TEMPLATE, {"interaction_template": "UITNOD"}).headers["Location"] == CARD
    assert not Work.objects.exists()  # it has that one already
    assert post(as_marketer, TEMPLATE, {"interaction_template": "BEDANK"}).headers["Location"].startswith("/tasks/")
    work = Work.objects.get()
    assert (work.kind, snapshot()) == ("change_segment", before)
    advance(work.pk)
    assert {line.interaction_template_id for line in segment.lines.all()} == {"BEDANK"}
    assert Segment.objects.get(pk=segment.pk).interaction_template_id == "BEDANK"
    undo(ChangeSet.objects.get(verb="segment.change"), by=administrator)
    assert snapshot() == before


def test_the_list_shows_and_filters_what_is_logged(as_reader: Client, segment: Segment, administrator: User) -> None:
    make_segment("Nog open")
    log_segment(segment, by=administrator)
    assert "Logged" in text_of(get(as_reader, "/segments/"))
    for status, there, gone in (("logged", "SM00001", "SM00002"), ("open", "SM00002", "SM00001")):
        shown = text_of(get(as_reader, f"/segments/?status={status}", part="rows"))
        assert there in shown
        assert gone not in shown
    both = text_of(get(as_reader, "/segments/?status=open|logged", part="rows"))
    assert "SM00001" in both
    assert "SM00002" in both


def test_the_list_is_opened_with_the_open_ones_and_says_so(as_marketer: Client, segment: Segment, administrator: User) -> None:
    way_in = "/segments/?status=open"
    make_segment("Nog open")
    log_segment(segment, by=administrator)
    assert f'href="{way_in}"' in get(as_marketer, "/contacts/").content.decode()  # the navigation
    page = get(as_marketer, way_in)
    assert parts_shown(page) == [("All", False), ("Open", True), ("Logged", False)]
    assert 'aria-label="Remove Status is Open"' in page.content.decode()  # no filter hides anything unseen
    assert "Save View" not in text_of(page)
    assert parts_shown(get(as_marketer, "/segments/?status=open&date=2026-02-01")) == [("All", False), ("Open", True), ("Logged", False)]
    assert parts_shown(get(as_marketer, "/segments/")) == [("All", True), ("Open", False), ("Logged", False)]
    switch_canceled(LoggedSegment.objects.get(), by=administrator)
    rows = text_of(get(as_marketer, "/segments/", part="rows"))
    assert "Logged Canceled" in rows
    assert 'href="/segments/?status=logged"' in get(as_marketer, CARD).content.decode()


def parts_shown(page: HttpResponse) -> list[tuple[str, bool]]:
    nav = re.search(r'<nav aria-label="Views">(.*?)</nav>', page.content.decode(), re.DOTALL)
    assert nav is not None
    return [(name.strip(), "aria-current" in given) for given, name in re.findall(r"<a ([^>]*)>([^<]*)</a>", nav.group(1))]


def test_where_there_is_no_segment_no_filter_is_blamed(as_marketer: Client) -> None:
    assert "No segments yet." in text_of(get(as_marketer, "/segments/?status=open"))


def test_the_card_of_a_contact_shows_its_log(as_reader: Client, segment: Segment, administrator: User) -> None:
    assert "No interactions logged yet." in text_of(get(as_reader, "/contacts/C1/"))
    log_segment(segment, by=administrator)
    of_company, of_person = text_of(get(as_reader, "/contacts/C1/")), text_of(get(as_reader, "/contacts/P1/"))
    assert of_company.count("UITNOD · Verhuizing") == 2
    assert of_person.count("UITNOD · Verhuizing") == 1
    assert "Date of Last Interaction" in of_person
    switch_canceled(LoggedSegment.objects.get(), by=administrator)
    assert "Canceled" in text_of(get(as_reader, "/contacts/P1/"))
