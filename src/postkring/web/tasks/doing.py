"""An act that a page asks for: done while the page waits, or planned for a worker when it writes many rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.kit.errors import Refused
from postkring.ledger.models import ChangeSet
from postkring.web.pages import done
from postkring.web.request import Request
from postkring.work.access import work_to_see
from postkring.work.actions import plan
from postkring.work.catalogue import KINDS
from postkring.work.models import Work
from postkring.work.queries import is_long


@dataclass(frozen=True)
class Outcome:
    """What was done, or in `task` the URL of the page that follows how it is done."""

    change_set: ChangeSet | None = None
    task: str = ""


def do(request: Request, kind: str, arguments: Mapping[str, Any], *, rows: int, total: int = 0, origin: str) -> Outcome:
    """`arguments` are those of the kind of work; `total` is how many rows it writes, when these are more than are counted for it;
    `origin` is the page to go back to."""
    if is_long(rows):
        return Outcome(task=url_of(plan(kind, arguments, total=total or rows, origin=origin, by=request.user)))
    return Outcome(KINDS[kind].run(arguments, request.user).change_set)


def url_of(work: Work) -> str:
    return reverse("task", args=[work.pk])


def url_for(work: Work, user: User) -> str:
    """Empty for whoever may not see the work."""
    return url_of(work) if work_to_see(by=user).filter(pk=work.pk).exists() else ""


def already(request: Request, work: Work) -> HttpResponse:
    """Leads to the work that does just what was asked for. Raises Refused where that is somebody else's business."""
    url = url_for(work, request.user)
    if not url:
        raise Refused(pgettext("msg.act_under_way", "This is still under way. Wait until it has ended, or cancel it."))
    return done(request, url)
