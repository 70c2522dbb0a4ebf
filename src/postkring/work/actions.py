"""Planning a piece of work, cancelling it, and bringing back what has lost its worker."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import pgettext
from django_tasks_db.models import DBTaskResult

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.kit.errors import Refused
from postkring.ledger.doors import current_door
from postkring.work import leases
from postkring.work.catalogue import KINDS
from postkring.work.models import OPEN, State, Work
from postkring.work.queries import open_work
from postkring.work.running import settle
from postkring.work.tasks import go_on

_MOST: Final = 2**31 - 1  # what the column holds
_KEPT: Final = timedelta(days=1)  # what the queue says of nudges that were delivered, or died with a worker
_REMEMBERED: Final = timedelta(days=30)  # work that ended: what it names, the ledger keeps by its own rules


def plan(kind: str, arguments: Mapping[str, Any], *, total: int, origin: str = "", by: User) -> Work:
    """`total` is how many rows it will write, as far as one can say; `arguments` hold `rows`, which its title names."""
    require(by, KINDS[kind].needs)
    language = (translation.get_language() or "en")[:2]
    with transaction.atomic():
        work = Work.objects.create(
            kind=kind,
            arguments=dict(arguments),
            total=min(total, _MOST),
            origin=origin,
            by=by,
            at_most=by.at_most,
            door=current_door(),
            language=language,
            planned_at=timezone.now(),
        )
        go_on.enqueue(work.pk)
    return work


def cancel(work: Work) -> None:
    """At once when nobody is at it, else at the next statement of the act; what is written already a worker takes back.

    Raises Refused for what has ended.
    """
    if not work.is_open:
        raise Refused(pgettext("msg.task_ended", "This has come to its end already."))
    kind = KINDS[work.kind]
    if kind.goes_to_its_end and kind.begun(work.arguments):
        raise Refused(pgettext("msg.undo_goes_on", "This undo has begun, and goes on to its end. It can be undone then."))
    leases.ask_to_cancel(work.pk)
    with leases.lease(work.pk) as mine:
        work.refresh_from_db(fields=["arguments"])  # since it was fetched a worker may have begun it, and ended
        if mine and kind.begun(work.arguments) is None:
            settle(work, State.CANCELLED)
            leases.clear(work.pk)


def sweep() -> list[int]:
    """Sends again for open work that nobody is at and no nudge is about. Tidies up what is left of work that ended."""
    left = leases.keys()  # before what is open is asked: who begins in between is not tidied away
    waiting = list(open_work().values_list("pk", flat=True))
    for key in left - set(waiting):
        leases.clear(key)
    nudges = DBTaskResult.objects.filter(task_path=go_on.module_path)
    queued = {nudge["args"][0] for nudge in nudges.ready().values_list("args_kwargs", flat=True)}
    lost = [key for key in waiting if key not in queued and not leases.is_held(key)]
    for key in lost:
        go_on.enqueue(key)
    _throw_away(nudges.filter(enqueued_at__lt=timezone.now() - _KEPT).exclude(status="READY"))
    _throw_away(Work.objects.exclude(state__in=OPEN).filter(ended_at__lt=timezone.now() - _REMEMBERED))
    return lost


def _throw_away(rows: QuerySet[Any]) -> None:
    """Asked first: on SQLite a deletion keeps others waiting even where it finds nothing."""
    if rows.exists():
        rows.delete()
