"""Who asks. Doors say so; below them it matters only to words that mean another to each reader, such as %me in a filter."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from postkring.accounts.models import User

Who = Callable[[], object]

_asking: ContextVar[Who | None] = ContextVar("asking", default=None)


def whoever_asks() -> User | None:
    """None where nobody has signed in: at the terminal, and on pages for everybody."""
    who: Final = _asking.get()
    user = who() if who else None
    return user if isinstance(user, User) and user.pk else None


@contextmanager
def asked_by(who: Who) -> Iterator[None]:
    """`who` is called when somebody wants to know: a session that nobody needs is not read for this."""
    token = _asking.set(who)
    try:
        yield
    finally:
        _asking.reset(token)
