"""How a piece of work has ended."""

import pytest

from postkring.accounts.undoing import undo_act
from postkring.classifications.queries import counter_differences
from postkring.kit.errors import Refused
from postkring.ledger.models import ChangeSet, Meant
from postkring.ledger.models import State as Standing
from postkring.work import leases
from postkring.work.models import Work
from tests.snapshots import snapshot


def again(work: Work) -> Work:
    return Work.objects.select_related("change_set", "by").get(pk=work.pk)


def act_of(work: Work) -> ChangeSet:
    return ChangeSet.objects.get(number=again(work).arguments["act"])


def is_taken_back(work: Work, before: object) -> None:
    """Neither the act nor its undo can be undone, and nothing of it is left."""
    assert snapshot() == before
    assert not Meant.objects.exists()
    assert leases.keys() == set()
    assert not counter_differences().exists()
    act, undone = act_of(work), again(work).change_set
    assert undone is not None
    assert (undone.undoes, undone.state, act.state) == (act, Standing.CANCELLED, Standing.CANCELLED)
    for each in (act, undone):
        with pytest.raises(Refused):
            undo_act(each, by=work.by)
