"""The pages of saved criteria: saved from a segment, listed, named, deleted, found, and taken again."""

from typing import Any

import pytest
from django.test import Client

from postkring.accounts.models import Role, User
from postkring.classifications.actions import delete_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.criteria.selections import selection_of
from postkring.segments.actions import add_contacts, change_criteria, reduce_contacts, save_criteria
from postkring.segments.models import SavedCriteria, Segment, SegmentLine, SegmentStep
from postkring.work.models import Work
from tests.factories import make_company, make_group, make_segment, make_user
from tests.people import client_of
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts

pytestmark = pytest.mark.django_db

SAVE, REUSE = "/segments/SM00001/save-criteria", "/segments/SM00001/reuse-criteria"


@pytest.fixture
def segment(administrator: User) -> Segment:
    one, two = make_company(number="A1", name="Een"), make_company(number="A2", name="Twee")
    make_group("PERS", members=[one, two])
    make_group("GESCHENK", members=[two])
    made = make_segment("Opendeur")
    add_contacts(made, selection_of([("mailingGroup", "PERS")]), by=administrator)
    reduce_contacts(made, selection_of([("mailingGroup", "GESCHENK")]), by=administrator)
    return made


@pytest.fixture
def saved(segment: Segment, administrator: User) -> SavedCriteria:
    return save_criteria(segment, "PERS", "Zonder geschenk", by=administrator)


def test_the_criteria_of_a_segment_offer_saving_to_who_may(as_marketer: Client, as_reader: Client, segment: Segment) -> None:
    assert f'href="{SAVE}"' in get(as_marketer, "/segments/SM00001/criteria").content.decode()
    assert SAVE not in get(as_reader, "/segments/SM00001/criteria").content.decode()


def test_saving_shows_the_actions_and_tells_with_undo(as_marketer: Client, segment: Segment) -> None:
    before = snapshot()
    assert "Reduce Contacts in mailing group GESCHENK" in text_of(get(as_marketer, SAVE))
    response = post(as_marketer, SAVE, {"code": "pers", "description": "Zonder"})
    assert response.headers["Location"] == "/segments/SM00001/criteria"
    assert SavedCriteria.objects.values_list("code", "description").get() == ("PERS", "Zonder")
    [(said, undo)] = toasts(as_marketer)
    assert said == "Criteria PERS saved."
    post(as_marketer, undo, {"next": "/segments/"})
    assert snapshot() == before


@pytest.mark.parametrize(
    ("code", "said"), [("", "Enter a code."), ("PERS", "Code PERS is already used by “Zonder geschenk”."), ("A B", "A blank may not")]
)
def test_a_code_that_cannot_be_is_refused_in_place(as_marketer: Client, saved: SavedCriteria, code: str, said: str) -> None:
    before = everything()
    response = post(as_marketer, SAVE, {"code": code, "description": "Zonder"})
    assert (response.status_code, everything()) == (422, before)
    assert said in text_of(response)


def test_the_list_and_the_card_show_the_actions_in_words(as_reader: Client, saved: SavedCriteria) -> None:
    listed = get(as_reader, "/saved-criteria/").content.decode()
    assert '<a href="/saved-criteria/PERS/">PERS</a>' in listed
    assert '<a href="/saved-criteria/PERS/#actions-title">2</a>' in listed
    assert "No results for “niets”." in text_of(get(as_reader, "/saved-criteria/?q=niets"))
    assert "Zonder geschenk" in text_of(get(as_reader, "/saved-criteria/?q=geschenk&sort=-actions"))
    card = text_of(get(as_reader, "/saved-criteria/pers/"))
    assert "1 Add Contacts in mailing group PERS" in card
    assert "2 Reduce Contacts in mailing group GESCHENK" in card
    assert get(as_reader, "/saved-criteria/NIETS/").status_code == 404


def test_an_empty_list_says_where_saving_stands(as_reader: Client) -> None:
    assert "No saved criteria yet." in text_of(get(as_reader, "/saved-criteria/"))


def test_another_code_and_description_and_undo(as_marketer: Client, saved: SavedCriteria) -> None:
    before = snapshot()
    sent = {"code": "press", "description": "Anders", "seen_code": "PERS", "seen_description": "Zonder geschenk"}
    assert post(as_marketer, "/saved-criteria/PERS/", sent).headers["Location"] == "/saved-criteria/PRESS/"
    assert SavedCriteria.objects.values_list("code", "description").get() == ("PRESS", "Anders")
    [(said, undo)] = toasts(as_marketer)
    assert said == "Saved criteria PERS became PRESS"
    post(as_marketer, undo, {"next": "/saved-criteria/"})
    assert snapshot() == before


def test_of_two_people_the_second_is_told_what_the_first_stored(as_marketer: Client, saved: SavedCriteria, administrator: User) -> None:
    change_criteria(saved, description="Van een ander", by=administrator)
    before = everything()
    sent = {"code": "PERS", "description": "Anders", "seen_code": "PERS", "seen_description": "Zonder geschenk"}
    response = post(as_marketer, "/saved-criteria/PERS/", sent)
    assert (response.status_code, everything()) == (422, before)
    assert "It is now: “Van een ander”." in text_of(response)


def test_deleting_asks_and_can_be_undone(as_marketer: Client, saved: SavedCriteria) -> None:
    before = snapshot()
    asked = everything()
    assert "Delete PERS?" in text_of(get(as_marketer, "/saved-criteria/PERS/delete"))
    assert everything() == asked
    assert post(as_marketer, "/saved-criteria/PERS/delete").headers["Location"] == "/saved-criteria/"
    assert not SavedCriteria.objects.exists()
    [(_, undo)] = toasts(as_marketer)
    post(as_marketer, undo, {"next": "/saved-criteria/"})
    assert snapshot() == before


def test_a_segment_without_steps_takes_them_at_once(as_marketer: Client, saved: SavedCriteria) -> None:
    make_segment("Nieuw")
    address = "/segments/SM00002/reuse-criteria"
    page = get(as_marketer, address).content.decode()
    assert "PERS · Zonder geschenk" in page
    assert 'name="behind"' not in page
    assert post(as_marketer, address, {"code": "PERS"}).headers["Location"] == "/segments/SM00002/"
    assert list(SegmentLine.objects.filter(segment__number="SM00002").values_list("contact__number", flat=True)) == ["A1"]
    assert [said for said, *_ in toasts(as_marketer)] == ["Criteria PERS: 2 steps taken"]


def test_where_there_are_steps_it_asks_first_and_no_is_the_answer_by_itself(as_marketer: Client, saved: SavedCriteria) -> None:
    """R-4503."""
    before = everything()
    page = get(as_marketer, REUSE)
    assert "Segment SM00001 has 2 steps." in text_of(page)
    assert 'name="behind"' in page.content.decode()
    assert "checked" not in page.content.decode()
    refused = post(as_marketer, REUSE, {"code": "PERS"})
    assert (refused.status_code, everything()) == (422, before)
    assert "This segment has steps already." in text_of(refused)
    post(as_marketer, REUSE, {"code": "PERS", "behind": "on"})
    assert SegmentStep.objects.count() == 4


def test_sent_twice_they_are_taken_once(as_marketer: Client, saved: SavedCriteria) -> None:
    for _ in range(2):
        post(as_marketer, REUSE, {"code": "PERS", "behind": "on", "once": "abc"})
    assert SegmentStep.objects.count() == 4


def test_a_code_that_is_no_more_is_named_and_nothing_is_done(as_marketer: Client, segment: Segment, administrator: User) -> None:
    make_group("LEEG")
    reduce_contacts(segment, selection_of([("mailingGroup", "LEEG")]), by=administrator)
    save_criteria(segment, "OUD", by=administrator)
    delete_group(MailingGroup.objects.get(code="LEEG"), by=administrator)
    before = everything()
    response = post(as_marketer, REUSE, {"code": "OUD", "behind": "on"})
    assert (response.status_code, everything()) == (422, before)
    assert "LEEG" in text_of(response)
    assert "in mailing group LEEG" in text_of(get(as_marketer, "/saved-criteria/OUD/"))


def test_very_many_are_left_to_a_worker(as_marketer: Client, saved: SavedCriteria, settings: Any) -> None:
    settings.TASK_ROWS = 1
    response = post(as_marketer, REUSE, {"code": "PERS", "behind": "on"})
    assert response.headers["Location"].startswith("/tasks/")
    assert Work.objects.values_list("kind", flat=True).get() == "reuse_criteria"


def test_tell_me_finds_the_place_and_the_record(as_reader: Client, saved: SavedCriteria) -> None:
    assert 'href="/saved-criteria/"' in get(as_reader, "/search?q=saved segment criteria").content.decode()
    assert 'href="/saved-criteria/PERS/"' in get(as_reader, "/search?q=zonder geschenk").content.decode()


def test_a_rename_of_a_group_leads_to_them(as_editor: Client, saved: SavedCriteria) -> None:
    page = get(as_editor, "/mailing-groups/GESCHENK/rename?code=GIFT").content.decode()
    assert '<a href="/saved-criteria/PERS/">Saved Segment Criteria PERS</a>' in page


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_who_may_not_change_segments_only_looks(role: Role, saved: SavedCriteria) -> None:
    client = client_of(make_user(role))
    assert 'name="code"' not in get(client, "/saved-criteria/PERS/").content.decode()
    before = everything()
    for address, sent in (
        ("/saved-criteria/PERS/", {"code": "X"}),
        ("/saved-criteria/PERS/delete", {}),
        (SAVE, {"code": "X"}),
        (REUSE, {"code": "PERS"}),
    ):
        assert post(client, address, sent).status_code == 403
    assert everything() == before
