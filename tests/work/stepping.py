"""What happens between two steps of an act that a worker does."""

from collections.abc import Callable
from contextvars import copy_context
from typing import Any

import pytest

from postkring.ledger import long_acts, watch


def between_steps(monkeypatch: pytest.MonkeyPatch, what: Callable[[], Any], *, before_step: int = 2) -> list[None]:
    """The list has an entry for each step that was begun."""
    real, begun = long_acts._tried, list[None]()

    def hooked(*given: Any, **named: Any) -> Any:
        begun.append(None)
        if len(begun) == before_step:
            unwatched(what)
        return real(*given, **named)

    monkeypatch.setattr(long_acts, "_tried", hooked)
    return begun


def unwatched(what: Callable[[], Any]) -> None:
    """What others do at that moment is not told to the worker."""
    copy_context().run(_unwatched, what)


def _unwatched(what: Callable[[], Any]) -> None:
    watch._watcher.set(None)
    what()
