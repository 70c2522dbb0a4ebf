"""Undos in steps of two rows, and what happens between two of them."""

from collections.abc import Callable
from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_large_act
from postkring.ledger import undo_in_steps
from postkring.ledger.models import ChangeSet
from tests.imports.stepping import Stopped, stop


def between_undone(monkeypatch: pytest.MonkeyPatch, what: Callable[[], Any], *, before_step: int = 2) -> list[None]:
    """Does something between two steps. The list has an entry for each step that was begun."""
    real, begun = undo_in_steps._tried, list[None]()

    def hooked(*given: Any, **named: Any) -> Any:
        begun.append(None)
        if len(begun) == before_step:
            what()
        return real(*given, **named)

    monkeypatch.setattr(undo_in_steps, "_tried", hooked)
    return begun


def undo_stopped_before(monkeypatch: pytest.MonkeyPatch, change_set: ChangeSet, step: int, *, by: User) -> ChangeSet:
    """The undo as a crash leaves it."""
    with monkeypatch.context() as patched:
        between_undone(patched, stop, before_step=step)
        with pytest.raises(Stopped):
            undo_large_act(change_set, by=by)
    return ChangeSet.objects.get(undoes=change_set)
