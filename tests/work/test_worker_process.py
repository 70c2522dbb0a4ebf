"""The worker's process, before it takes anything from the queue."""

import signal
from contextlib import nullcontext

import pytest

from postkring.operations import worker


def test_it_spares_what_it_has_loaded_as_the_server_does(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def is_stopping() -> bool:
        done.append("looked")
        return True

    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(worker, "present", nullcontext)
    monkeypatch.setattr(worker, "spare_what_is_loaded", lambda: done.append("spared"))
    monkeypatch.setattr(worker, "is_stopping", is_stopping)
    worker.work()
    assert done == ["spared", "looked"]
