"""The laws of undo and of time travel, over whatever an office may do in whatever order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import UndoReport, undo
from tests.laws import examples
from tests.ledger.office import ANY, Office, pick_done
from tests.snapshots import Snapshot

pytestmark = pytest.mark.django_db

LAW = settings(max_examples=examples(quick=4, full=8), stateful_step_count=20, phases=[Phase.generate])


@dataclass(frozen=True)
class Done:
    change_set: ChangeSet
    before: Snapshot
    after: Snapshot


class Exactly(Office):
    """Undo takes the last act back to the letter, undo of that undo does it again, and so down to the empty office."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[Done] = []
        self.undoing = False

    def at_the_end(self) -> None:
        while self.stack:
            self.take_back(1)
        super().at_the_end()

    def do(self, act: Callable[[], Any]) -> ChangeSet | None:
        before = self.state
        made = super().do(act)
        if made and not self.undoing:
            self.stack.append(Done(made, before, self.state))
        return made

    @precondition(lambda self: self.stack)
    @rule(times=st.integers(1, 4))
    def take_back(self, times: int) -> None:
        done = self.stack[-1]
        which: ChangeSet | None = done.change_set.standing()
        for number in range(times):
            which = self.undo(which)
            assert self.state == (done.after if number % 2 else done.before)
        if times % 2:
            self.stack.pop()

    def undo(self, change_set: ChangeSet | None) -> ChangeSet | None:
        assert change_set is not None
        reports: list[UndoReport] = []
        self.undoing = True
        made = self.do(lambda: reports.append(undo(change_set, by=self.user)))
        self.undoing = False
        assert reports[0].left == 0
        assert reports[0].change_set == made
        return made


class InAnyOrder(Office):
    """Undo of any act, however old: what cannot go back is left and counted, and nothing is ever half there."""

    def may_look_the_same(self, made: ChangeSet | None) -> bool:
        return made is not None and made.undoes_id is not None

    @rule(which=ANY, latest=st.booleans())
    def undo_any(self, which: int, latest: bool) -> None:
        change_set = pick_done(which, latest=latest)
        if change_set is None:
            return
        reports: list[UndoReport] = []
        made = self.do(lambda: reports.append(undo(change_set, by=self.user)))
        for report in reports:
            assert report.change_set == made
            assert len(report.not_undone) == report.left
            assert report.undone + report.left > 0
            assert report.undone == 0 or made is not None


@pytest.mark.parametrize("law", [Exactly, InAnyOrder])
def test_whatever_was_done(law: type[Office]) -> None:
    run_state_machine_as_test(law, settings=LAW)
