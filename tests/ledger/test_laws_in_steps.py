"""The law of an undo in steps: it comes to the same as the undo in one transaction, with the same report, whatever was done before."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from pytest_django import Settings

from postkring.kit.errors import DomainError
from postkring.ledger import pace, parts
from postkring.ledger.declarations import declaration
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import UndoReport, undo
from postkring.ledger.undo_in_steps import undo_in_steps
from tests.laws import examples
from tests.ledger.office import ANY, Office, pick_done
from tests.snapshots import snapshot

pytestmark = pytest.mark.django_db

LAW = settings(max_examples=examples(quick=4, full=10), stateful_step_count=25, phases=[Phase.generate])


def what_it_said(report: UndoReport) -> tuple[Any, ...]:
    made = report.change_set
    said = (made.sentences, made.counts, sorted(made.tables), made.takes_back) if made else ()
    return report.undone, report.left, sorted((each.what, each.why) for each in report.not_undone), said


class InSteps(Office):
    """Of two rows each."""

    def may_look_the_same(self, made: ChangeSet | None) -> bool:
        return made is not None and made.undoes_id is not None

    @rule(which=ANY, latest=st.booleans())
    def undo_any(self, which: int, latest: bool) -> None:
        change_set = pick_done(which, latest=latest)
        if change_set is None or not all(declaration(label).in_steps for label in change_set.tables):
            return
        try:
            at_once = self.at_once(change_set)
        except DomainError:
            return
        reports: list[UndoReport] = []
        self.do(lambda: reports.append(undo_in_steps(change_set, by=self.user)))
        assert (what_it_said(reports[0]), self.state) == at_once

    def at_once(self, change_set: ChangeSet) -> tuple[Any, ...]:
        with transaction.atomic():
            report = undo(change_set, by=self.user)
            then = snapshot()
            transaction.set_rollback(True)
        return what_it_said(report), then


def test_it_comes_to_the_same(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASK_ROWS = 2
    monkeypatch.setattr(pace, "PAUSE", 0)
    monkeypatch.setattr(parts, "LOOKED_AT", 3)
    run_state_machine_as_test(InSteps, settings=LAW)
