"""The pages of a file that is being loaded in steps, of its task and of its act."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.imports.models import FileImport, Stage
from postkring.ledger.models import ChangeSet
from postkring.work.actions import cancel
from postkring.work.models import State, Work
from postkring.work.running import MOST_TRIES, advance
from tests.imports.files import CREATE, checked
from tests.imports.stepping import TEXT, between
from tests.ledger.stepping import between_undone
from tests.snapshots import snapshot
from tests.web.asking import get, post, text_of
from tests.work.pieces import load_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def in_steps(settings: Settings, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASK_ROWS, settings.HOME = 2, tmp_path
    monkeypatch.setattr("postkring.ledger.pace.PAUSE", 0)


@pytest.fixture
def work(editor: User) -> Work:
    return load_file(checked(TEXT, editor, match=["email"], new_codes=CREATE), 10)


def test_while_it_is_under_way_every_page_says_so(as_editor: Client, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    file, seen = FileImport.objects.get(), list[str]()

    def look() -> None:
        act = ChangeSet.objects.get(verb="contact.import")
        under_way = "relaties.csv is being loaded: 2 added, 0 changed so far"
        page = get(as_editor, f"/imports/{file.pk}/")
        assert "A task is at work on this file." in text_of(page)
        assert under_way in text_of(page)
        assert f"/changes/{act.number}/undo" not in page.content.decode()
        assert f"/imports/{file.pk}/load" not in page.content.decode()
        assert post(as_editor, f"/imports/{file.pk}/load", {"token": file.token}).headers["Location"] == f"/tasks/{work.pk}/"
        assert get(as_editor, f"/imports/{file.pk}/columns").headers["Location"] == f"/imports/{file.pk}/"
        assert "Being loaded" in text_of(get(as_editor, "/imports/"))
        task = text_of(get(as_editor, f"/tasks/{work.pk}/"))
        assert under_way in task
        assert "What is done already is seen; Cancel takes it back." in task
        assert "Under way" in text_of(get(as_editor, "/changes/"))
        change = get(as_editor, f"/changes/{act.number}/")
        assert "Under way" in text_of(change)
        assert f"/changes/{act.number}/undo" not in change.content.decode()
        assert post(as_editor, f"/changes/{act.number}/undo").status_code == 422
        assert "An Peeters 0" in text_of(get(as_editor, "/contacts/"))
        seen.append("all of it")

    between(monkeypatch, look)
    advance(work.pk)
    work.refresh_from_db()
    assert (seen, work.state) == (["all of it"], State.DONE)
    assert "relaties.csv loaded: 10 added, 0 changed, 0 refused" in text_of(get(as_editor, f"/tasks/{work.pk}/"))
    assert re.search(r"/changes/\d+/undo", get(as_editor, f"/imports/{file.pk}/").content.decode())


def test_cancelled_in_the_middle_nothing_is_left(as_editor: Client, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot()
    between(monkeypatch, lambda: post(as_editor, f"/tasks/{work.pk}/cancel"), before_step=3)
    advance(work.pk)
    work.refresh_from_db()
    assert (work.state, snapshot()) == (State.CANCELLED, before)
    said = "Undone: Part of relaties.csv loaded, then cancelled: 4 added, 0 changed"
    page = get(as_editor, f"/tasks/{work.pk}/")
    assert said in text_of(page)
    assert not re.search(r"/changes/\d+/undo", page.content.decode())
    changes = text_of(get(as_editor, "/changes/"))
    assert said in changes
    assert changes.count("Canceled") == 2
    for act in ChangeSet.objects.filter(verb__in=["contact.import", "undo"]):
        assert post(as_editor, f"/changes/{act.number}/undo").status_code == 422
    assert snapshot() == before
    file = FileImport.objects.get()
    assert file.stage == Stage.MAPPING


def test_what_its_worker_has_no_time_for_goes_on_later(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    stop: list[bool] = []
    with monkeypatch.context() as patched:
        between(patched, lambda: stop.append(True), before_step=3)
        advance(work.pk, stopping=lambda: bool(stop))
    work.refresh_from_db()
    assert (work.state, work.tries, Contact.objects.count()) == (State.PLANNED, 0, 4)
    advance(work.pk)
    work.refresh_from_db()
    assert (work.state, Contact.objects.count()) == (State.DONE, 10)


def test_what_is_being_taken_back_while_its_worker_has_to_stop_goes_on_later(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    before, stop = snapshot(), list[bool]()
    with monkeypatch.context() as patched:
        between(patched, lambda: cancel(work), before_step=4)
        between_undone(patched, lambda: stop.append(True), before_step=3)
        advance(work.pk, stopping=lambda: bool(stop))
    work.refresh_from_db()
    assert (work.state, ChangeSet.objects.get(verb="contact.import").state) == (State.PLANNED, "cancelling")
    assert snapshot() != before
    advance(work.pk)
    work.refresh_from_db()
    assert (work.state, snapshot()) == (State.CANCELLED, before)


def test_what_fails_every_time_is_taken_back(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot()

    def fail() -> None:
        raise ZeroDivisionError

    for turn in range(MOST_TRIES):
        with monkeypatch.context() as patched:
            between(patched, fail, before_step=2 if turn == 0 else 1)
            with pytest.raises(ZeroDivisionError):
                advance(work.pk)
    assert Contact.objects.count() == 2
    advance(work.pk)
    work.refresh_from_db()
    assert (work.state, work.said) == (State.REFUSED, "It was begun several times and never came to its end.")
    assert snapshot() == before


def test_who_may_no_longer_load_it_leaves_nothing_half_loaded(work: Work, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before, stop = snapshot(), list[bool]()
    with monkeypatch.context() as patched:
        between(patched, lambda: stop.append(True))
        advance(work.pk, stopping=lambda: bool(stop))
    assert Contact.objects.exists()
    User.objects.filter(pk=editor.pk).update(role="reader")
    advance(work.pk)
    User.objects.filter(pk=editor.pk).update(role=editor.role)
    work.refresh_from_db()
    assert (work.state, snapshot()) == (State.REFUSED, before)
