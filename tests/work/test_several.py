"""Several workers and several pieces of work at once: each is done once, and other people write meanwhile."""

from contextlib import ExitStack

import pytest

from postkring.accounts.models import User
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.classifications.queries import counter_differences
from postkring.ledger.models import ChangeSet
from postkring.ledger.standing import standing
from postkring.work.models import State, Work
from tests.factories import make_group, many_contacts
from tests.work.pieces import put_everybody_in
from tests.work.processes import WORKER, running, wait_until

CODES = tuple(f"GROEP{number}" for number in range(6))


@pytest.mark.usefixtures("own_database")
def test_two_workers_do_six_acts_once_each(an: User) -> None:
    many_contacts(60)
    for code in CODES:
        make_group(code)
    work = [put_everybody_in(code, 60, by=an) for code in CODES]
    with ExitStack() as workers:
        for _ in range(2):
            workers.enter_context(running(WORKER, "worker"))
        # A group that nobody waits for can be made while they are at it.
        wait_until(lambda: Work.objects.exclude(state=State.PLANNED).exists())
        make_group("ANDERE")
        wait_until(lambda: not Work.objects.filter(state__in=[State.PLANNED, State.RUNNING]).exists())
    assert set(Work.objects.values_list("state", "tries")) == {(State.DONE, 1)}
    assert ChangeSet.objects.filter(verb="mailing_group.add").count() == len(work)
    assert ContactMailingGroup.objects.filter(standing()).count() == 60 * len(CODES)
    assert not counter_differences().exists()


@pytest.mark.usefixtures("own_database")
def test_a_worker_goes_on_after_what_was_refused(an: User) -> None:
    many_contacts(5)
    make_group()
    refused = put_everybody_in("VERHUIZING", 4, by=an)
    done = put_everybody_in("VERHUIZING", 5, by=an)
    with running(WORKER, "worker"):
        wait_until(lambda: Work.objects.get(pk=done.pk).state == State.DONE)
    refused.refresh_from_db()
    assert (refused.state, refused.change_set) == (State.REFUSED, None)
