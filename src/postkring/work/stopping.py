"""Whether the worker that this process is has been told to stop. What it is at then ends at its next statement and is taken up again."""

from threading import Event
from typing import Final

_STOPPING: Final = Event()


def stop() -> None:
    _STOPPING.set()


def is_stopping() -> bool:
    return _STOPPING.is_set()
