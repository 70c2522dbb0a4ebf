"""One piece of work from planned to settled. Whoever calls, and however often: the act is done once, or not at all."""

import logging
import time
from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import pgettext

from postkring.accounts.asking import asked_by
from postkring.kit.errors import Changed, DomainError, Refused
from postkring.ledger.doors import through
from postkring.ledger.models import ChangeSet
from postkring.ledger.watch import watched_by
from postkring.work import leases
from postkring.work.catalogue import KINDS
from postkring.work.errors import Cancelled, Interrupted, Settled
from postkring.work.kinds import ACT, Result
from postkring.work.models import OPEN, State, Work

logger = logging.getLogger(__name__)

MOST_TRIES: Final = 5  # a piece of work that kills its worker every time must not do so for ever
_EVERY: Final = 0.25  # seconds between two reports of progress


class _Watching:
    """Carries progress out of a transaction, and the wish to end it into it."""

    def __init__(self, work: Work, stopping: Callable[[], bool], *, takes_back: bool = False) -> None:
        self._work = work
        self._stopping = stopping
        self._takes_back = takes_back
        self._done, self._total = 0, work.total
        self._begun, self._reported = time.monotonic(), 0.0
        self._report()

    def expect(self, rows: int) -> None:
        self._total = rows

    def wrote(self, rows: int) -> None:
        self._done = min(self._done + rows, self._total)
        if time.monotonic() - self._reported >= _EVERY:
            self._report()
        self._go_on()

    def begun(self, change_set: ChangeSet) -> None:
        """So that whoever takes the work up goes on with it. Of two who begin it at once, the second does not."""
        stored = Work.objects.select_for_update().get(pk=self._work.pk)
        if not stored.is_open or ACT in stored.arguments:
            raise Settled
        stored.arguments[ACT] = change_set.number
        stored.save(update_fields=["arguments"])
        self._work.arguments = stored.arguments

    def closing(self, change_set: ChangeSet) -> None:
        self._go_on()
        is_act = KINDS[self._work.kind].is_act and not self._takes_back
        if is_act and not settle(self._work, State.DONE, change_set=change_set):
            raise Settled

    def _go_on(self) -> None:
        if not self._takes_back and _is_to_be_cancelled(self._work):
            raise Cancelled
        if self._stopping():
            raise Interrupted

    def _report(self) -> None:
        self._reported = time.monotonic()
        leases.report(self._work.pk, leases.Progress(self._done, self._total, self._reported - self._begun))


def advance(key: int, *, stopping: Callable[[], bool] = lambda: False) -> None:
    """Does the piece of work, unless another process is at it or it is settled. `stopping` says that there is no more time."""
    with leases.lease(key) as mine:
        if not mine:
            return
        work = _begun(key)
        if work is not None:
            _run(work, stopping)
        if not Work.objects.filter(pk=key, state__in=OPEN).exists():
            leases.clear(key)


def _begun(key: int) -> Work | None:
    with transaction.atomic():
        work = Work.objects.select_for_update(of=("self",)).select_related("by").filter(pk=key, state__in=OPEN).first()
        if work is None:
            return None
        work.by.at_most = work.at_most
        if work.tries >= MOST_TRIES:
            return work
        Work.objects.filter(pk=key).update(state=State.RUNNING, started_at=timezone.now(), tries=F("tries") + 1)
    return work


def _is_to_be_cancelled(work: Work) -> bool:
    kind = KINDS[work.kind]
    return leases.is_to_be_cancelled(work.pk) and not (kind.goes_to_its_end and kind.begun(work.arguments))


def _run(work: Work, stopping: Callable[[], bool]) -> None:
    try:
        _do(work, stopping)
    except Interrupted:
        # It did not fail: whoever takes it up again has all tries left.
        tries = F("tries") - 1 if work.tries < MOST_TRIES else F("tries")
        Work.objects.filter(pk=work.pk).update(state=State.PLANNED, started_at=None, tries=tries)


def _do(work: Work, stopping: Callable[[], bool]) -> None:
    try:
        with through(work.door), asked_by(lambda: work.by), translation.override(work.language):
            if work.tries >= MOST_TRIES:
                raise Refused(pgettext("msg.task_gave_up", "It was begun several times and never came to its end."))
            if _is_to_be_cancelled(work):
                raise Cancelled
            result = _watched(work, stopping)
    except Cancelled:
        _end(work, State.CANCELLED, stopping)
    except Interrupted:
        raise
    except Settled:
        logger.info("Work %s was settled by another worker", work.pk)
    except DomainError as error:
        _end(work, State.REFUSED, stopping, refused=error)
    except Exception:
        logger.exception("Work %s failed", work.pk)
        raise
    else:
        settle(work, State.DONE, change_set=result.change_set)
        _keep(work, result)


def _end(work: Work, state: State, stopping: Callable[[], bool], *, refused: DomainError | None = None) -> None:
    """What an act in several transactions has written already is taken back first. Where that is refused, the work says why."""
    watching = _Watching(work, stopping, takes_back=True)
    with through(work.door), asked_by(lambda: work.by), translation.override(work.language), watched_by(watching):
        try:
            taken_back = KINDS[work.kind].take_back(work.arguments, work.by)
        except Changed:
            raise  # it lost a race with another act: whoever takes the work up again tries again
        except DomainError as error:
            taken_back, state, refused = Result(), State.REFUSED, error
    settle(work, state, refused=refused, change_set=taken_back.change_set)
    _keep(work, taken_back)


def _keep(work: Work, result: Result) -> None:
    if result.report:
        Work.objects.filter(pk=work.pk).update(report=result.report)


def _watched(work: Work, stopping: Callable[[], bool]) -> Result:
    with watched_by(_Watching(work, stopping)):
        return KINDS[work.kind].run(work.arguments, work.by)


def settle(work: Work, state: State, *, change_set: ChangeSet | None = None, refused: DomainError | None = None) -> bool:
    """Ends the work, unless it has ended. In the transaction of an act it is done exactly when the act is."""
    still_open = Work.objects.filter(pk=work.pk, state__in=OPEN)
    if change_set and Work.objects.filter(change_set=change_set).exists():
        change_set = None  # two have gone on with one undo that was under way: it is the act of the first
    said, code = (refused.message, refused.code) if refused else ("", "")
    return bool(still_open.update(state=state, change_set=change_set, said=said, refusal=code, ended_at=timezone.now()))
