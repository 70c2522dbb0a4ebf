"""How often a token may call. Counted in the memory of the process: a limit that is shared would cost every call a write."""

import math
import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from django.conf import settings

MOST_KEYS: Final = 10_000  # that are remembered at once


class Calls:
    """Of each key the instant at which all its calls are paid off: each costs its share of the period, none is taken on credit beyond it.

    So a key has all its calls at once after a rest, and then one for each share of the period (the generic cell rate algorithm).
    """

    def __init__(self, *, most_keys: int = MOST_KEYS) -> None:
        self._paid: dict[int, float] = {}
        self._most_keys = most_keys
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._paid)

    def take(self, key: int, calls: int, period: float, *, at: float) -> float:
        """Takes one call of `calls` in `period` seconds at the instant `at`, and gives 0; or takes none and gives the seconds to wait."""
        share = period / calls
        with self._lock:
            paid = max(self._paid.get(key, at), at)
            wait = paid + share - period - at
            if wait > share * 1e-6:  # less is a rounding
                return wait
            self._paid[key] = paid + share
            if len(self._paid) > self._most_keys:
                self._forget(at)
            return 0.0

    def forget(self) -> None:
        """Every key has all its calls again."""
        with self._lock:
            self._paid.clear()

    def _forget(self, at: float) -> None:
        """Those that have rested are as good as new; where there are none, the half that has called least lately."""
        resting = [key for key, paid in self._paid.items() if paid <= at]
        for key in resting or sorted(self._paid, key=self._paid.__getitem__)[: self._most_keys // 2 + 1]:
            del self._paid[key]


CALLS: Final = Calls()


def seconds_to_wait(key: int, *, clock: Callable[[], float] = time.monotonic) -> int:
    """0: the call may come in, and is counted. Otherwise it is not counted, and may come in whole seconds."""
    rate: tuple[int, int] | None = settings.API_RATE
    if rate is None:
        return 0
    calls, period = rate
    return math.ceil(CALLS.take(key, calls, period, at=clock()))
