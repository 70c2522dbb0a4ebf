from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import npgettext, pgettext
from django.views.decorators.http import require_POST

from postkring.accounts.undoing import may_take_back
from postkring.kit.text import grouped
from postkring.web.changes.acts import undo_url
from postkring.web.changes.undoing import still_there
from postkring.web.frame import is_part
from postkring.web.pages import answer, done, part
from postkring.web.request import Request
from postkring.work.access import one_to_see
from postkring.work.actions import cancel
from postkring.work.catalogue import KINDS
from postkring.work.models import State, Work
from postkring.work.queries import Standing, standing_of

MINUTE = 60


def task(request: Request, number: int) -> HttpResponse:
    """How a piece of work stands; the part that says so asks again every second until it has ended."""
    work = one_to_see(number, by=request.user)
    if work.state == State.DONE and not KINDS[work.kind].is_act:
        return done(request, work.origin)
    return _page(request, work)


@require_POST
def cancel_task(request: Request, number: int) -> HttpResponse:
    work = one_to_see(number, by=request.user)
    cancel(work)
    work.refresh_from_db()
    return _page(request, work) if is_part(request) else done(request, reverse("task", args=[number]))


def _page(request: Request, work: Work) -> HttpResponse:
    context: dict[str, Any] = {
        "title": KINDS[work.kind].title(work.arguments),
        "work": work,
        "url": reverse("task", args=[work.pk]),
        "cancel_url": reverse("task_cancel", args=[work.pk]),
        **(_under_way(work) if work.is_open else _ended(request, work)),
    }
    return part(request, "tasks/state.html", context) if is_part(request) else answer(request, "tasks/task.html", context)


def _under_way(work: Work) -> dict[str, Any]:
    standing, act = standing_of(work), KINDS[work.kind].begun(work.arguments)
    waiting = "" if standing.is_running else _waiting(standing)
    return {
        "act": act,
        "goes_to_its_end": bool(act) and KINDS[work.kind].goes_to_its_end,
        "standing": standing,
        "waiting": waiting,
        "rate": _rate(standing.rate),
        "left": _left(standing.left),
    }


def _ended(request: Request, work: Work) -> dict[str, Any]:
    change_set = work.change_set
    may_undo = change_set is not None and change_set.standing() == change_set and may_take_back(change_set, change_set, by=request.user)
    counts = change_set.counts if change_set else {}
    return {
        "change_set": change_set,
        "undo_url": undo_url(change_set) if change_set and may_undo else "",
        "undone": counts.get("undone", 0),
        "left_alone": counts.get("left", 0) if change_set and change_set.undoes_id else len(work.report),
        "unnamed": max(counts.get("left", 0) - len(work.report), 0) if work.report else 0,
        "back_url": still_there(change_set.undoes, work.origin) if change_set and change_set.undoes else work.origin,
    }


def _rate(rate: float | None) -> str:
    if not rate:
        return ""
    rows = max(round(rate), 1)
    said = npgettext("task.rate", "%(count)s row a second", "%(count)s rows a second", rows)
    return said % {"count": grouped(rows)}


def _left(seconds: float | None) -> str:
    """In minutes from two on: by the second nobody can say so far ahead."""
    if seconds is None:
        return ""
    if seconds >= 2 * MINUTE:
        minutes = round(seconds / MINUTE)
        return npgettext("task.minutes_left", "about %(count)s minute left", "about %(count)s minutes left", minutes) % {
            "count": grouped(minutes)
        }
    whole = max(round(seconds), 1)
    return npgettext("task.seconds_left", "about %(count)s second left", "about %(count)s seconds left", whole) % {"count": grouped(whole)}


def _waiting(standing: Standing) -> str:
    if standing.lacks_worker:
        return pgettext("task.no_worker", "No worker is running. This begins as soon as there is one.")
    return pgettext("task.in_the_queue", "This begins as soon as a worker is free.")
