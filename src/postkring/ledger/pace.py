"""How many rows go into one step of an act in several transactions, and how long others get in between."""

from typing import Final

from django.conf import settings

from postkring.kit.sql import writes_alone
from postkring.ledger.models import ChangeSet

ROWS: Final = 2_000  # in one step at most: others on SQLite wait for as long as it takes
_LEAST: Final = 200
_SECONDS: Final = 0.4  # for one step: on a slow or busy machine it has fewer rows
# SQLite has no queue: who waits looks every tenth of a second whether it is free.
PAUSE: Final = 0.12


def rows_at_once() -> int:
    """Never more than make a task of an act: what is long for a page is long for others as well."""
    return min(ROWS, int(settings.TASK_ROWS))


def first_size() -> int:
    """Few: how busy the machine is, the first step tells."""
    return min(_LEAST, rows_at_once())


def next_size(rows: int, seconds: float) -> int:
    """How many the next step has when one of so many rows took so long. At most twice as many: other rows may take longer."""
    return max(first_size(), min(rows_at_once(), 2 * rows, int(rows * _SECONDS / max(seconds, 0.001))))


def pause_between() -> float:
    return PAUSE if writes_alone(ChangeSet) else 0
