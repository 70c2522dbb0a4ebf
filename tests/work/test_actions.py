"""Planning, cancelling, and what the sweep brings back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from postkring.accounts.models import User
from postkring.kit.errors import Refused
from postkring.work import leases
from postkring.work.actions import cancel, sweep
from postkring.work.models import State, Work
from postkring.work.running import advance
from tests.factories import make_group, many_contacts
from tests.work.pieces import put_everybody_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def work(an: User) -> Work:
    many_contacts(5)
    make_group()
    return put_everybody_in("VERHUIZING", 5, by=an)


def nudges() -> list[int]:
    return [row["args"][0] for row in DBTaskResult.objects.ready().values_list("args_kwargs", flat=True)]


def test_what_is_planned_stands_in_the_queue_and_is_not_sent_again(work: Work) -> None:
    assert nudges() == [work.pk]
    assert sweep() == []
    assert nudges() == [work.pk]


def test_what_has_lost_its_nudge_or_its_worker_is_sent_again(work: Work) -> None:
    for state in (State.PLANNED, State.RUNNING):
        DBTaskResult.objects.update(status="RUNNING")
        Work.objects.update(state=state)
        assert sweep() == [work.pk]
        assert nudges() == [work.pk]


def test_what_somebody_is_at_is_left_alone(work: Work) -> None:
    DBTaskResult.objects.update(status="RUNNING")
    with leases.lease(work.pk):
        assert sweep() == []
    assert sweep() == [work.pk]


def test_what_ended_is_left_alone_and_tidied_up(work: Work) -> None:
    advance(work.pk)
    leases.ask_to_cancel(work.pk)
    DBTaskResult.objects.update(status="SUCCESSFUL", enqueued_at=timezone.now() - timedelta(days=2))
    assert sweep() == []
    assert leases.keys() == set()
    assert not DBTaskResult.objects.exists()


def test_work_is_remembered_for_thirty_days_and_open_work_for_as_long_as_it_waits(work: Work, an: User) -> None:
    waiting = put_everybody_in("VERHUIZING", 5, by=an)
    advance(work.pk)
    Work.objects.filter(pk=work.pk).update(ended_at=timezone.now() - timedelta(days=29))
    Work.objects.filter(pk=waiting.pk).update(planned_at=timezone.now() - timedelta(days=99))
    sweep()
    assert set(Work.objects.values_list("pk", flat=True)) == {work.pk, waiting.pk}
    Work.objects.filter(pk=work.pk).update(ended_at=timezone.now() - timedelta(days=31))
    sweep()
    assert list(Work.objects.values_list("pk", flat=True)) == [waiting.pk]


def test_a_wish_to_cancel_outlives_the_worker_that_did_not_see_it(work: Work) -> None:
    with leases.lease(work.pk):
        cancel(work)
    work.refresh_from_db()
    assert work.is_open
    advance(work.pk)
    work.refresh_from_db()
    assert work.state == State.CANCELLED


def test_what_has_ended_cannot_be_cancelled(work: Work) -> None:
    advance(work.pk)
    work.refresh_from_db()
    with pytest.raises(Refused, match="come to its end"):
        cancel(work)
    work.refresh_from_db()
    assert work.state == State.DONE
