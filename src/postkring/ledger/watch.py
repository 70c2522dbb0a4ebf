"""Who watches an act that runs: told how many rows were written, and when all of it is, in the transaction of the act itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from postkring.ledger.models import ChangeSet


class Watcher(Protocol):
    """Whatever it raises ends the act, and nothing of the act stays."""

    def expect(self, rows: int) -> None: ...

    def wrote(self, rows: int) -> None: ...

    def begun(self, change_set: ChangeSet) -> None:
        """An act in steps has begun. What this writes is there exactly when its beginning is."""

    def closing(self, change_set: ChangeSet) -> None:
        """What this writes is there exactly when the act is."""


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)
_more_to_come: ContextVar[bool] = ContextVar("more_to_come", default=False)
_uncounted: ContextVar[bool] = ContextVar("uncounted", default=False)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


@contextmanager
def uncounted() -> Iterator[None]:
    """What is written within is a moment to end the act, and no progress: whoever goes on with an act in steps says how far it came."""
    token = _uncounted.set(True)
    try:
        yield
    finally:
        _uncounted.reset(token)


@contextmanager
def more_to_come() -> Iterator[None]:
    """Acts within are followed by another one in the same transaction: all of it is there only with the last."""
    token = _more_to_come.set(True)
    try:
        yield
    finally:
        _more_to_come.reset(token)


def expect(rows: int) -> None:
    """How many rows it will be, where that is known only on the way."""
    if watcher := _watcher.get():
        watcher.expect(rows)


def wrote(rows: int) -> None:
    """Rows that were written; none is a moment at which the act can be ended as well."""
    if watcher := _watcher.get():
        watcher.wrote(0 if _uncounted.get() else rows)


def begun(change_set: ChangeSet) -> None:
    if watcher := _watcher.get():
        watcher.begun(change_set)


def closing(change_set: ChangeSet) -> None:
    if (watcher := _watcher.get()) and not _more_to_come.get():
        watcher.closing(change_set)
