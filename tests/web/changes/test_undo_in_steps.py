"""The pages of an act that is being undone in steps, and of the task that does it."""

import pytest
from django.test import Client
from pytest_django import Settings

from postkring.accounts.models import User
from postkring.classifications.actions import add_to_group
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.ledger.standing import standing
from postkring.work.models import State, Work
from postkring.work.running import MOST_TRIES, advance
from tests.factories import make_group, many_contacts
from tests.ledger.stepping import between_undone
from tests.web.asking import get, post, text_of
from tests.work.pieces import undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def in_steps(settings: Settings, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASK_ROWS, settings.HOME = 2, tmp_path
    monkeypatch.setattr("postkring.ledger.pace.PAUSE", 0)


@pytest.fixture
def act(editor: User) -> ChangeSet:
    many_contacts(7)
    change_set = add_to_group(Contact.objects.all(), make_group(), by=editor).change_set
    assert change_set is not None
    return change_set


@pytest.fixture
def work(act: ChangeSet, editor: User) -> Work:
    return undo(act, 7, by=editor)


def in_the_group() -> int:
    return ContactMailingGroup.objects.filter(standing()).count()


def test_while_it_is_under_way_every_page_says_so(
    as_editor: Client, as_administrator: Client, act: ChangeSet, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[str]()

    def look() -> None:
        undoing = ChangeSet.objects.get(undoes=act)
        page = get(as_editor, f"/changes/{act.number}/")
        assert "Being undone" in text_of(page)
        assert "This is being undone. Wait until that has ended." in text_of(page)
        assert f"/changes/{act.number}/undo" not in page.content.decode()
        assert f"/changes/{undoing.number}/undo" not in get(as_editor, f"/changes/{undoing.number}/").content.decode()
        assert f"Being undone: {act.sentence}" in text_of(get(as_editor, "/changes/"))
        assert post(as_administrator, f"/changes/{act.number}/undo").headers["Location"] == f"/tasks/{work.pk}/"
        refused = get(as_administrator, f"/changes/{undoing.number}/undo")
        assert refused.status_code == 422
        assert "This is being undone. Wait until that has ended." in text_of(refused)
        task = get(as_editor, f"/tasks/{work.pk}/")
        assert f"Being undone: {act.sentence}" in text_of(task)
        assert "An undo that has begun goes on to its end; it can be undone then." in text_of(task)
        assert f"/tasks/{work.pk}/cancel" not in task.content.decode()
        refused = post(as_editor, f"/tasks/{work.pk}/cancel")
        assert refused.status_code == 422
        assert "This undo has begun, and goes on to its end. It can be undone then." in text_of(refused)
        seen.append("all of it")

    between_undone(monkeypatch, look)
    advance(work.pk)
    work.refresh_from_db()
    assert (seen, work.state, in_the_group()) == (["all of it"], State.DONE, 0)
    assert f"Undone: {act.sentence}" in text_of(get(as_editor, f"/tasks/{work.pk}/"))


def test_cancelled_before_its_first_step_nothing_is_undone(as_editor: Client, act: ChangeSet, work: Work) -> None:
    assert post(as_editor, f"/tasks/{work.pk}/cancel").status_code == 302
    advance(work.pk)
    work.refresh_from_db()
    assert (work.state, in_the_group()) == (State.CANCELLED, 7)
    assert act.standing() == act


def test_what_its_worker_has_no_time_for_goes_on_later(act: ChangeSet, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    stop: list[bool] = []
    with monkeypatch.context() as patched:
        between_undone(patched, lambda: stop.append(True), before_step=3)
        advance(work.pk, stopping=lambda: bool(stop))
    work.refresh_from_db()
    assert (work.state, work.tries, in_the_group()) == (State.PLANNED, 0, 3)
    advance(work.pk)
    work.refresh_from_db()
    assert (work.state, in_the_group(), work.change_set) == (State.DONE, 0, ChangeSet.objects.get(undoes=act))


def test_what_fails_every_time_ends_where_it_had_come_to(
    as_editor: Client, act: ChangeSet, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    for turn in range(MOST_TRIES):
        with monkeypatch.context() as patched:
            between_undone(patched, lambda: 1 / 0, before_step=2 if turn == 0 else 1)
            with pytest.raises(ZeroDivisionError):
                advance(work.pk)
    advance(work.pk)
    work.refresh_from_db()
    undone = ChangeSet.objects.get(undoes=act)
    assert (work.state, work.change_set, undone.counts, in_the_group()) == (State.REFUSED, undone, {"undone": 2, "left": 5}, 5)
    assert work.said == "It was begun several times and never came to its end."
    assert {row["why"] for row in work.report} == {"The undo was stopped before it came to this."}
    assert post(as_editor, f"/changes/{undone.number}/undo").status_code == 302
    assert in_the_group() == 7
