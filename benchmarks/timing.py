"""How acts are timed beside plain SQL: in turns, several rounds, and the round in the middle counts."""

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from django.db import connection

ROUNDS: Final = 3
Result = TypeVar("Result")


@dataclass(frozen=True)
class ActTime:
    """An act of so many rows, beside the plain statement of the same round. `most` is the ratio that it may have; 0: none was promised."""

    name: str
    rows: int
    seconds: float
    plain: float
    most: float = 0

    @property
    def ratio(self) -> float:
        return self.seconds / self.plain if self.plain else 0.0


@dataclass(frozen=True)
class Median:
    """Of several rounds: the seconds and the ratio in the middle, each for itself."""

    name: str
    rows: int
    seconds: float
    ratio: float
    ratios: tuple[float, ...]
    most: float

    @property
    def says(self) -> str:
        spread = f" ({min(self.ratios):.1f} to {max(self.ratios):.1f})" if len(self.ratios) > 1 else ""
        aim = f", at most {self.most:g}" if self.most else ""
        return f"{self.ratio:.1f} ×{spread}{aim}{' **over**' if self.most and self.ratio > self.most else ''}"


def medians(rounds: Iterable[Iterable[ActTime]]) -> Iterator[Median]:
    for turns in zip(*rounds, strict=True):
        ratios = tuple(turn.ratio for turn in turns)
        seconds = statistics.median(turn.seconds for turn in turns)
        yield Median(turns[0].name, turns[0].rows, seconds, statistics.median(ratios), ratios, turns[0].most)


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """The seconds of the work until it is committed. What was written before does not weigh on it."""
    settle()
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def told(turns: Iterable[ActTime]) -> list[ActTime]:
    """The turns of a round, each said when it is over: a round takes minutes."""
    kept = []
    for turn in turns:
        print(f"{turn.name}: {turn.seconds:.2f} s, {turn.ratio:.2f} ×", file=sys.stderr, flush=True)
        kept.append(turn)
    return kept


def settle() -> None:
    """SQLite moves what was written from its log into the database when the next one commits: here, before it begins."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()


def vacuum(*tables: str) -> None:
    """What PostgreSQL does by itself on an installation, from time to time; the server that measures does not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")
