"""Reads of work: what is open, how far it is, and how many rows an act would write."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from postkring.work.leases import Progress, is_held, is_to_be_cancelled, progress_of, worker_is_there
from postkring.work.models import OPEN, State, Work

_LAST: Final = 5  # pieces of work of a kind from which one can say how long the next one takes


@dataclass(frozen=True)
class Standing:
    """How an open piece of work stands. `rate` is rows a second; `left` seconds, None while nobody can say."""

    is_running: bool
    is_cancelling: bool
    lacks_worker: bool
    done: int
    total: int
    rate: float | None = None
    left: float | None = None


def is_long(rows: int) -> bool:
    """Whether an act that writes so many rows is left to a worker."""
    return rows > int(settings.TASK_ROWS)


def open_work() -> QuerySet[Work]:
    return Work.objects.filter(state__in=OPEN).order_by("pk")


def open_for(kinds: tuple[str, ...], **arguments: Any) -> Work | None:
    """The open work of one of these kinds on this very subject."""
    named = {f"arguments__{name}": value for name, value in arguments.items()}
    return open_work().filter(kind__in=kinds, **named).first()


def standing_of(work: Work) -> Standing:
    is_running, is_cancelling = is_held(work.pk), is_to_be_cancelled(work.pk)
    progress = progress_of(work.pk) if is_running else None
    if progress is None:
        return Standing(is_running, is_cancelling, not is_running and not worker_is_there(), 0, work.total)
    rate, left = _pace(work.kind, progress)
    return Standing(True, is_cancelling, False, progress.done, progress.total, rate, left)


def _pace(kind: str, progress: Progress) -> tuple[float | None, float | None]:
    """One statement may write all rows: until it has, the last pieces of work of that kind say how fast this goes."""
    if progress.done:
        rate = progress.done / max(progress.seconds, 0.01)
        return rate, (progress.total - progress.done) / rate
    usual = _usual_rate(kind)
    return usual, max(progress.total / usual - progress.seconds, 0) if usual else None


def _usual_rate(kind: str) -> float | None:
    last = Work.objects.filter(kind=kind, state=State.DONE).order_by("-pk").values_list("total", "started_at", "ended_at")[:_LAST]
    seconds = sum((ended - started).total_seconds() for _, started, ended in last if started and ended)
    return sum(total for total, *_ in last) / seconds if seconds else None
