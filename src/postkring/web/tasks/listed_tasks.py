from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.utils.translation import pgettext

from postkring.lists.listing import ListPage
from postkring.web.changes.newest import newest_first
from postkring.web.frame import is_part
from postkring.web.listings import table
from postkring.web.pages import answer, part
from postkring.web.request import Request
from postkring.web.tables import Column
from postkring.web.tasks.doing import url_of
from postkring.work.access import work_to_see
from postkring.work.catalogue import KINDS
from postkring.work.models import Work

TASKS: Final = ListPage(orders={"number": "id"}, default="number")


@dataclass(frozen=True)
class TaskRow:
    title: str
    url: str
    at: datetime
    by: str
    state: str


def tasks(request: Request) -> HttpResponse:
    """One's own long acts, newest first; administrators see everybody's."""
    found = newest_first(request, TASKS, work_to_see(by=request.user))
    context = {"title": pgettext("page.tasks", "Tasks"), **table(request, found, _columns()), "rows": [_row(work) for work in found.rows]}
    return part(request, "tasks/rows.html", context) if is_part(request) else answer(request, "tasks/tasks.html", context)


def _row(work: Work) -> TaskRow:
    return TaskRow(KINDS[work.kind].title(work.arguments), url_of(work), work.planned_at, str(work.by), work.get_state_display())


def _columns() -> list[Column]:
    return [
        Column("task", pgettext("field.task", "Task"), kind="wide", rank=1),
        Column("at", pgettext("field.at", "At"), rank=1),
        Column("by", pgettext("field.by", "By"), rank=2),
        Column("state", pgettext("field.state", "State"), rank=1),
    ]
