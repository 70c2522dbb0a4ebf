"""The mailing groups of several contacts: three states, and what was not touched is not written."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from postkring.classifications.mailing_groups import MailingGroup
from postkring.classifications.queries import codes_by_contact
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.work.models import State, Work
from postkring.work.running import advance
from tests.factories import make_company, make_group, make_person
from tests.snapshots import snapshot

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}
WINDOW = ENGLISH | {"HX-Request": "true", "HX-Target": "dialog", "HX-Current-URL": "http://testserver/contacts/?q=a"}
URL = "/contacts/mailing-groups"


@pytest.fixture
def three(db: None) -> list[Contact]:
    contacts = [make_company(name="Alfa"), make_person(name="Bo Beta"), make_company(name="Gamma")]
    make_group("ALLE", "Alle drie", members=contacts)
    make_group("ENKELE", "Twee van drie", members=contacts[:2])
    make_group("GEEN", "Niemand")
    return contacts


@pytest.fixture
def steps(settings: Settings, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Acts on more than two rows are done by a task, two rows at once."""
    settings.TASK_ROWS, settings.HOME = 2, tmp_path
    monkeypatch.setattr("postkring.ledger.pace.PAUSE", 0)


def numbers(contacts: list[Contact]) -> list[str]:
    return [contact.number for contact in contacts]


def codes() -> list[list[str]]:
    found = codes_by_contact(Contact.objects.values_list("pk", flat=True))
    return [found.get(contact.pk, []) for contact in Contact.objects.order_by("sort_name")]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


AS_IT_WAS = [["ALLE", "ENKELE"], ["ALLE", "ENKELE"], ["ALLE"]]


def test_without_a_row_it_says_what_is_missing(as_editor: Client) -> None:
    for headers in (ENGLISH, WINDOW):
        response = as_editor.get(URL, headers=headers)
        assert response.status_code == 422
        assert "Select one or more rows first." in text(response)


def test_one_row_opens_the_window_of_the_contact(as_editor: Client, three: list[Contact]) -> None:
    window = text(as_editor.get(URL, {"selected": three[0].number}, headers=WINDOW))
    assert "Contact Mailing Groups" in window
    assert "Alfa" in window
    response = as_editor.get(URL, {"selected": three[0].number})
    assert response.headers["Location"] == f"/contacts/{three[0].number}/mailing-groups"


def test_several_rows_show_all_some_or_none(as_editor: Client, three: list[Contact]) -> None:
    window = text(as_editor.get(URL, {"selected": numbers(three)}, headers=WINDOW))
    assert "Mailing groups of 3 contacts" in window
    states = [part.split('"')[0] for part in window.split('data-state="')[1:]]
    assert states == ["all", "some", "none"]
    assert "All 3" in window
    assert "2 of 3" in window
    assert "Twee van drie" in window


def test_what_is_not_touched_is_not_written(as_editor: Client, three: list[Contact]) -> None:
    acts = ChangeSet.objects.count()
    as_editor.post(URL, {"selected": numbers(three), "expected": "selected:3", "all": ["ALLE"], "were_all": ["ALLE"]})
    assert codes() == AS_IT_WAS
    assert ChangeSet.objects.count() == acts


def test_groups_are_added_and_taken_out(as_editor: Client, three: list[Contact]) -> None:
    sent = {"selected": numbers(three), "expected": "selected:3", "all": ["GEEN"], "were_all": ["ALLE"], "none": ["ENKELE"]}
    response = as_editor.post(URL, sent, headers=ENGLISH, follow=True)
    assert response.redirect_chain == [("/contacts/", 302)]
    assert codes() == [["GEEN"], ["GEEN"], ["GEEN"]]
    assert "3 contacts: GEEN +3, ALLE −3, ENKELE −2" in text(response)


def test_several_groups_are_one_act_that_is_undone_as_one(as_editor: Client, three: list[Contact]) -> None:
    acts = ChangeSet.objects.count()
    before = snapshot()
    sent = {"selected": numbers(three), "expected": "selected:3", "all": ["GEEN"], "were_all": ["ALLE"], "none": ["ENKELE"]}
    as_editor.post(URL, sent, headers=ENGLISH)
    assert ChangeSet.objects.count() == acts + 1
    as_editor.post(f"/changes/{ChangeSet.objects.latest('number').number}/undo")
    assert codes() == AS_IT_WAS
    assert snapshot() == before


def test_many_are_done_by_a_task_in_steps_to_the_same_end(as_editor: Client, three: list[Contact], steps: None) -> None:
    sent = {
        "every": "1",
        "query": "mailingGroup=<>GEEN",
        "expected": "selected:3",
        "all": ["GEEN", "NEU"],
        "were_all": ["ALLE"],
        "create": ["NEU"],
    }
    response = as_editor.post(URL, sent, headers=ENGLISH)
    work = Work.objects.get()
    assert response.headers["Location"] == f"/tasks/{work.pk}/"
    assert codes() == AS_IT_WAS
    advance(work.pk)
    work.refresh_from_db()
    assert (work.state, work.said) == (State.DONE, "")
    assert codes() == [["ENKELE", "GEEN", "NEU"], ["ENKELE", "GEEN", "NEU"], ["GEEN", "NEU"]]
    assert work.change_set is not None
    assert work.change_set.sentences["en"] == "3 contacts: GEEN +3, NEU +3, ALLE −3"
    assert work.change_set.counts == {"added": 6, "removed": 3}
    assert dict(MailingGroup.objects.values_list("code", "contact_count")) == {"ALLE": 0, "ENKELE": 2, "GEEN": 3, "NEU": 3}


def test_many_of_whom_others_are_meant_by_then_are_left_alone(as_editor: Client, three: list[Contact], steps: None) -> None:
    as_editor.post(URL, {"every": "1", "query": "", "expected": "selected:3", "all": ["GEEN"]}, headers=ENGLISH)
    work = Work.objects.get()
    make_company(name="Omega")
    advance(work.pk)
    work.refresh_from_db()
    assert work.state == State.REFUSED
    assert codes() == [*AS_IT_WAS, []]


def test_some_becomes_all(as_editor: Client, three: list[Contact]) -> None:
    response = as_editor.post(
        URL, {"selected": numbers(three), "expected": "selected:3", "all": ["ALLE", "ENKELE"], "were_all": ["ALLE"]}, headers=WINDOW
    )
    assert response.headers["HX-Redirect"] == "/contacts/?q=a"
    assert codes() == [["ALLE", "ENKELE"]] * 3
    assert "1 contact added to ENKELE" in text(as_editor.get("/contacts/", headers=ENGLISH))


def test_a_group_that_is_gone_stops_everything(as_editor: Client, three: list[Contact]) -> None:
    acts = ChangeSet.objects.count()
    response = as_editor.post(URL, {"selected": numbers(three), "expected": "selected:3", "all": ["GEEN", "WEG"]}, headers=ENGLISH)
    assert response.status_code == 404
    assert codes() == AS_IT_WAS
    assert ChangeSet.objects.count() == acts


@pytest.mark.parametrize("gone", ["CT9", "\x00", "💌", "x" * 500])
def test_a_contact_that_is_gone_stops_everything(as_editor: Client, three: list[Contact], gone: str) -> None:
    response = as_editor.post(URL, {"selected": [*numbers(three), gone], "all": ["GEEN"]}, headers=ENGLISH)
    assert response.status_code == 404
    assert "This record no longer exists." in text(response)
    assert codes() == AS_IT_WAS


def test_more_rows_than_a_page_has_are_refused(as_editor: Client) -> None:
    assert as_editor.get(URL, {"selected": [f"CT{number}" for number in range(201)]}).status_code == 422


def test_a_reader_looks_and_changes_nothing(as_reader: Client, as_stranger: Client, three: list[Contact]) -> None:
    window = text(as_reader.get(URL, {"selected": numbers(three)}, headers=WINDOW))
    assert "disabled" in window
    assert ">Save<" not in window
    assert as_reader.post(URL, {"selected": numbers(three), "all": ["GEEN"]}).status_code == 403
    assert as_stranger.post(URL, {"selected": numbers(three), "all": ["GEEN"]}).status_code == 302
    assert codes() == AS_IT_WAS


def test_a_new_group_is_made_when_it_is_saved(as_editor: Client, three: list[Contact]) -> None:
    sent = {"selected": numbers(three), "expected": "selected:3", "all": ["ALLE", "KERST"], "were_all": ["ALLE"], "create": ["KERST"]}
    as_editor.post(URL, sent, headers=ENGLISH)
    assert codes() == [["ALLE", "ENKELE", "KERST"], ["ALLE", "ENKELE", "KERST"], ["ALLE", "KERST"]]


def test_a_new_group_that_was_unticked_again_is_not_made(as_editor: Client, three: list[Contact]) -> None:
    acts = ChangeSet.objects.count()
    as_editor.post(URL, {"selected": numbers(three), "expected": "selected:3", "all": ["ALLE"], "were_all": ["ALLE"], "create": ["KERST"]})
    assert ChangeSet.objects.count() == acts
    assert not MailingGroup.objects.filter(code="KERST").exists()


def test_a_new_group_that_somebody_else_has_made_meanwhile_is_used(as_editor: Client, three: list[Contact]) -> None:
    as_editor.post(URL, {"selected": numbers(three), "expected": "selected:3", "all": ["GEEN"], "create": ["GEEN"]})
    assert codes() == [["ALLE", "ENKELE", "GEEN"], ["ALLE", "ENKELE", "GEEN"], ["ALLE", "GEEN"]]


def test_a_new_group_with_a_wrong_code_stops_everything(as_editor: Client, three: list[Contact]) -> None:
    acts = ChangeSet.objects.count()
    response = as_editor.post(
        URL, {"selected": numbers(three), "expected": "selected:3", "all": ["A B", "GEEN"], "create": ["A B"]}, headers=ENGLISH
    )
    assert response.status_code == 422
    assert codes() == AS_IT_WAS
    assert ChangeSet.objects.count() == acts


@pytest.mark.parametrize(
    ("choice", "after"), [("all ENKELE", ["ALLE", "ENKELE"]), ("none ENKELE", ["ALLE"]), ("", None)], ids=["all", "none", "as it was"]
)
def test_without_script_a_group_that_some_are_in_can_be_given_to_all_or_none(
    as_editor: Client, three: list[Contact], choice: str, after: list[str] | None
) -> None:
    assert '<option value="none ENKELE">None</option>' in text(as_editor.get(URL, {"selected": numbers(three)}, headers=ENGLISH))
    as_editor.post(URL, {"selected": numbers(three), "expected": "selected:3", "all": ["ALLE"], "were_all": ["ALLE"], "partly": [choice]})
    assert codes() == ([after] * 3 if after else AS_IT_WAS)


def test_who_is_meant_does_not_change_on_the_way(as_editor: Client, three: list[Contact]) -> None:
    """The list shows who is not in GEEN; they are put into it and then into another."""
    make_group("NIEUW")
    sent = {"every": "1", "query": "mailingGroup=<>GEEN", "expected": "selected:3", "all": ["GEEN", "NIEUW"], "none": ["ENKELE"]}
    as_editor.post(URL, sent, headers=ENGLISH)
    assert codes() == [["ALLE", "GEEN", "NIEUW"]] * 3


@pytest.mark.parametrize("sent", [{}, {"expected": ""}, {"expected": "selected:4"}, {"expected": "deleted:3"}])
def test_when_others_are_meant_than_were_shown_nothing_is_done(as_editor: Client, three: list[Contact], sent: dict[str, str]) -> None:
    acts = ChangeSet.objects.count()
    response = as_editor.post(URL, {"every": "1", "query": "", "all": ["GEEN"], **sent}, headers=WINDOW)
    assert response.status_code == 422
    assert "Mailing groups of 3 contacts" in text(response)
    assert 'name="expected" value="selected:3"' in text(response)
    assert "Nothing was done" in text(response) or "Look at the numbers first" in text(response)
    assert codes() == AS_IT_WAS
    assert ChangeSet.objects.count() == acts


def test_how_many_of_them_cannot_be_reached_is_said(as_editor: Client, three: list[Contact]) -> None:
    assert "of these contacts" not in text(as_editor.get(URL, {"selected": numbers(three)}, headers=WINDOW))
    others = [make_company(privacy_blocked=True), make_company(privacy_blocked=True), make_company(exclude_from_segment=True)]
    window = text(as_editor.get(URL, {"selected": numbers([*three, *others])}, headers=WINDOW))
    assert "2 of these contacts are blocked for privacy: they may be in groups, and are never added to a segment." in window
    assert "1 of these contacts is excluded from segments: it may be in groups, and Add Contacts leaves it out." in window
