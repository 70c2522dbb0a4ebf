"""A large file, loaded in steps: as one act, after a crash, and cancelled."""

from typing import Any

import pytest
from pytest_django import Settings

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.classifications.queries import counter_differences
from postkring.contacts.models import Contact, ContactStamp
from postkring.imports import steps
from postkring.imports.actions import load
from postkring.imports.models import FileImport, Stage
from postkring.kit.errors import Changed, Refused
from postkring.ledger.models import ChangeSet, State
from postkring.ledger.pace import next_size
from tests.contacts.derived import stale
from tests.factories import make_person
from tests.imports.files import CREATE, UPDATE, checked, loaded
from tests.imports.stepping import TEXT, between, stopped_before
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "in_steps_of_two_rows")]


def test_it_is_one_act_that_one_undo_takes_back(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot()
    begun = between(monkeypatch, lambda: None)
    change_set = loaded(TEXT, editor, match=["email"], new_codes=CREATE)
    assert len(begun) == 5
    assert (change_set.state, change_set.sentence) == (State.DONE, "relaties.csv loaded: 10 added, 0 changed, 0 refused")
    assert change_set.counts == {"added": 10, "changed": 0, "memberships": 8, "groups": 1, "refused": 0}
    assert set(ContactStamp.objects.values_list("change_set", flat=True)) == {change_set.number}
    assert not counter_differences().exists()
    assert stale() == []
    report = undo_act(change_set, by=editor)
    assert (report.undone, report.left) == (19, 0)
    assert snapshot() == before


def test_undone_and_done_again_it_is_there_again(editor: User) -> None:
    change_set = loaded(TEXT, editor, match=["email"], new_codes=CREATE)
    after = snapshot()
    undone = undo_act(change_set, by=editor).change_set
    assert undone is not None
    undo_act(undone, by=editor)
    assert snapshot() == after


def test_under_way_it_is_seen_and_neither_undone_nor_loaded_from_the_beginning(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    change_set = stopped_before(monkeypatch, file, 3)
    assert (change_set.state, change_set.position) == (State.RUNNING, 4)
    assert change_set.sentence == "relaties.csv is being loaded: 4 added, 0 changed so far"
    assert Contact.objects.count() == 4
    before = everything()
    with pytest.raises(Refused, match="still under way"):
        undo_act(change_set, by=editor)
    assert everything() == before
    assert FileImport.objects.get(pk=file.pk).stage == Stage.LOADING


def test_it_goes_on_where_it_had_come_to(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot()
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    begun = stopped_before(monkeypatch, file, 3)
    change_set = load(FileImport.objects.get(pk=file.pk), token=file.token, by=editor)
    assert change_set == begun
    assert change_set.counts == {"added": 10, "changed": 0, "memberships": 8, "groups": 1, "refused": 0}
    assert (Contact.objects.count(), ContactMailingGroup.objects.count()) == (10, 8)
    undo_act(change_set, by=editor)
    assert snapshot() == before


def test_cancelled_nothing_is_left_and_the_file_can_be_checked_anew(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_person(first_name="An", surname="Oud", email="an5@claes.example")
    before = snapshot()
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE, policy=UPDATE)
    change_set = stopped_before(monkeypatch, file, 4)
    report = steps.take_back(file, by=editor)
    assert report is not None
    assert (report.left, snapshot()) == (0, before)
    assert set(ChangeSet.objects.filter(verb__in=["contact.import", "undo"]).values_list("state", flat=True)) == {State.CANCELLED}
    stored = FileImport.objects.get(pk=file.pk)
    assert (stored.stage, stored.change_set) == (Stage.MAPPING, None)
    for each in (change_set, report.change_set):
        assert each is not None
        each.refresh_from_db()
        with pytest.raises(Refused):
            undo_act(each, by=editor)
    assert snapshot() == before
    with pytest.raises(Changed):
        load(stored, token=file.token, by=editor)
    assert steps.take_back(file, by=editor) is None


def test_what_cannot_be_taken_back_is_brought_to_an_end(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    stopped_before(monkeypatch, file, 3)

    def refuse(*_: Any, **__: Any) -> None:
        raise Refused("It is needed.")

    monkeypatch.setattr("postkring.ledger.undo_in_steps.ask_guards", refuse)
    with pytest.raises(Refused, match="It is needed"):
        steps.take_back(file, by=editor)
    change_set, stored = ChangeSet.objects.get(verb="contact.import"), FileImport.objects.get(pk=file.pk)
    assert (change_set.state, stored.stage) == (State.DONE, Stage.LOADED)
    assert (change_set.counts["added"], change_set.counts["refused"], stored.counts["refused"], stored.counts["new"]) == (4, 6, 6, 4)
    monkeypatch.undo()
    undo_act(change_set, by=editor)
    assert not Contact.objects.exists()


def test_a_step_has_as_many_rows_as_go_into_its_time(settings: Settings) -> None:
    settings.TASK_ROWS = 10_000
    sizes = [next_size(2_000, seconds) for seconds in (0, 0.1, 0.4, 0.8, 60)]
    assert sizes == [2_000, 2_000, 2_000, 1_000, 200]
    assert next_size(500, 0.25) == 800
    settings.TASK_ROWS = 50
    assert next_size(50, 60) == 50
