"""Acts on a great many rows that a program asks for: written down as work, so that a worker goes on when this process dies; done here."""

import time
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any, Final

from django.db import OperationalError
from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.api.errors import NotNow
from postkring.kit.errors import Changed, DoesNotExist, DomainError, NotFound, NotPermitted, Refused
from postkring.kit.sql import is_busy
from postkring.ledger.expectations import PreviewChanged
from postkring.work.actions import plan
from postkring.work.models import State, Work
from postkring.work.running import advance

_PAUSE: Final = 0.1  # seconds between two looks at work that another process has taken up
_PATIENCE: Final = 600.0  # seconds that a program waits for the answer at most
# The others of the process answer pages meanwhile.
_AT_ONCE: Final = BoundedSemaphore(2)
_REFUSALS: Final[dict[str, type[DomainError]]] = {
    kind.code: kind for kind in (PreviewChanged, Changed, NotPermitted, NotFound, DoesNotExist, Refused)
}


def in_this_process(kind: str, arguments: Mapping[str, Any], *, total: int, by: User) -> Work:
    """The work when it has come to its end. Raises what it was refused by; NotNow before anything is begun, or while it still goes on."""
    if not _AT_ONCE.acquire(blocking=False):
        raise NotNow(pgettext("msg.api_busy", "Too many large acts are under way. Nothing was begun; try again in a minute."))
    try:
        return _settled(plan(kind, arguments, total=total, by=by))
    finally:
        _AT_ONCE.release()


def _settled(work: Work) -> Work:
    until = time.monotonic() + _PATIENCE
    while work.is_open:
        if time.monotonic() > until:
            raise NotNow(
                pgettext("msg.api_goes_on", "This act is still under way, and goes on. Do not send it again: it will stand in changeSets.")
            )
        _advance(work)
        work.refresh_from_db()
        if work.is_open:
            time.sleep(_PAUSE)
    if work.state == State.CANCELLED:
        raise Refused(pgettext("msg.task_cancelled", "This was cancelled. Nothing was changed."))
    if work.state == State.REFUSED:
        raise _REFUSALS.get(work.refusal, Refused)(work.said)
    return work


def _advance(work: Work) -> None:
    """Somebody else may be writing for long: what has begun is not given up for that."""
    try:
        advance(work.pk)
    except OperationalError as error:
        if not is_busy(error):
            raise
