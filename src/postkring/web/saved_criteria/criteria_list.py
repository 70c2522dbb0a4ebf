from django.http import HttpResponse
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.lists.saved_criteria import SAVED_CRITERIA, saved_for_listing
from postkring.web.frame import is_part
from postkring.web.listings import listed, table
from postkring.web.pages import answer, part
from postkring.web.request import Request
from postkring.web.tables import Column


def saved_criteria(request: Request) -> HttpResponse:
    found = listed(request, SAVED_CRITERIA, saved_for_listing())
    context = {
        "title": pgettext("page.saved_segment_criteria", "Saved Segment Criteria"),
        **table(request, found, _columns()),
        "may_edit": may(request.user, Permission.EDIT_SEGMENTS),
    }
    return part(request, "saved_criteria/rows.html", context) if is_part(request) else answer(request, "saved_criteria/list.html", context)


def _columns() -> list[Column]:
    return [
        Column("code", pgettext("field.code", "Code"), sort="code", rank=1),
        Column("description", pgettext("field.description", "Description"), sort="description", kind="wide", rank=1),
        Column("actions", pgettext("field.no_of_criteria_actions", "No. of Criteria Actions"), sort="actions", kind="number", rank=1),
        Column("saved_by", pgettext("field.by", "By")),
    ]
