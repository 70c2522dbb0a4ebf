"""The pages of an act in steps while it is under way, and when it was cancelled."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from postkring.accounts.models import User
from postkring.ledger.models import ChangeSet
from postkring.work import running
from postkring.work.models import State, Work
from postkring.work.running import advance
from tests.factories import make_company
from tests.snapshots import snapshot
from tests.web.asking import get, post, text_of
from tests.work.pieces import delete
from tests.work.stepping import between_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def work(editor: User, settings: Settings, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Work:
    settings.TASK_ROWS, settings.HOME = 2, tmp_path
    monkeypatch.setattr("postkring.ledger.pace.PAUSE", 0)
    monkeypatch.setattr(running, "_EVERY", 0)
    for name in ("Aerts", "Claes", "De Meester", "Peeters", "Wouters"):
        make_company(name=name)
    return delete(5, by=editor)


def test_while_it_is_under_way_every_page_says_so(as_editor: Client, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def look() -> None:
        act = ChangeSet.objects.get(verb="contact.delete")
        under_way = "Under way: 2 contacts deleted: CT000001 Aerts, CT000002 Claes, CT000003 De Meester"
        task = text_of(get(as_editor, f"/tasks/{work.pk}/"))
        assert under_way in task
        assert "2 of 5 rows" in task
        assert "rows a second" in task
        assert "What is done already is seen; Cancel takes it back." in task
        assert under_way in text_of(get(as_editor, "/changes/"))
        change = get(as_editor, f"/changes/{act.number}/")
        assert under_way in text_of(change)
        assert f"/changes/{act.number}/undo" not in change.content.decode()
        assert post(as_editor, f"/changes/{act.number}/undo").status_code == 422
        assert "Aerts" not in text_of(get(as_editor, "/contacts/"))
        seen.append("all of it")

    between_steps(monkeypatch, look)
    advance(work.pk)
    work.refresh_from_db()
    assert (seen, work.state) == (["all of it"], State.DONE)
    task = get(as_editor, f"/tasks/{work.pk}/")
    assert "5 contacts deleted: CT000001 Aerts, CT000002 Claes, CT000003 De Meester, …" in text_of(task)
    assert work.change_set is not None
    assert f"/changes/{work.change_set.number}/undo" in task.content.decode()


def test_cancelled_in_the_middle_nothing_is_left(as_editor: Client, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot()
    between_steps(monkeypatch, lambda: post(as_editor, f"/tasks/{work.pk}/cancel"), before_step=3)
    advance(work.pk)
    work.refresh_from_db()
    assert (work.state, snapshot()) == (State.CANCELLED, before)
    said = "Undone: Begun, then cancelled: 4 contacts deleted: CT000001 Aerts, CT000002 Claes, CT000003 De Meester, …"
    task = get(as_editor, f"/tasks/{work.pk}/")
    assert said in text_of(task)
    assert "/undo" not in task.content.decode()
    changes = text_of(get(as_editor, "/changes/"))
    assert said in changes
    assert changes.count("Canceled") == 2
