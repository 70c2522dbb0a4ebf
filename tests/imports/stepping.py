"""Files that are loaded in steps of two rows, and what happens between two of them."""

from collections.abc import Callable
from typing import Any

import pytest

from postkring.imports import steps
from postkring.imports.actions import load
from postkring.imports.models import FileImport
from postkring.ledger.models import ChangeSet

ROWS = 2
TEXT = "first_name;surname;email;company_name;mailing_groups\n" + "".join(
    f"An;Peeters {n};an{n}@claes.example;{('', 'Drukkerij Claes', 'Papierhandel Aerts')[n % 3]};MOVE\n" for n in range(8)
)


def between(monkeypatch: pytest.MonkeyPatch, what: Callable[[], Any], *, before_step: int = 2) -> list[None]:
    """Does something between two steps. The list has an entry for each step that was begun."""
    real, begun = steps._tried, list[None]()

    def hooked(*given: Any, **named: Any) -> Any:
        begun.append(None)
        if len(begun) == before_step:
            what()
        return real(*given, **named)

    monkeypatch.setattr(steps, "_tried", hooked)
    return begun


class Stopped(Exception):
    pass


def stop() -> None:
    raise Stopped


def stopped_before(monkeypatch: pytest.MonkeyPatch, file: FileImport, step: int) -> ChangeSet:
    """The file as a crash leaves it."""
    with monkeypatch.context() as patched:
        between(patched, stop, before_step=step)
        with pytest.raises(Stopped):
            load(file, token=file.token, by=file.by)
    return ChangeSet.objects.get(verb="contact.import")
