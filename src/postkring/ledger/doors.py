"""Through which door the current act came in. Doors say so; acts below them need not know."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

WEB: Final = "web"
API: Final = "api"
COMMAND: Final = "command"
SYSTEM: Final = "system"
DEMO: Final = "demo"  # what the demo organisation brought along: nobody did it

_door: ContextVar[str] = ContextVar("door", default=SYSTEM)


def current_door() -> str:
    return _door.get()


@contextmanager
def through(door: str) -> Iterator[None]:
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)
