from django.http import HttpResponse
from django.utils.translation import npgettext

from postkring.classifications.access import group_to_change
from postkring.classifications.actions import delete_group
from postkring.classifications.pair import Classification
from postkring.classifications.queries import assignments_in
from postkring.kit.errors import Refused
from postkring.web.changes.acts import tell
from postkring.web.classifications.pages import Pages
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.tasks.doing import do


def delete(request: Request, code: str, *, pages: Pages) -> HttpResponse:
    """Refused while anybody is in the group; the page that says so leads on to emptying it first."""
    group = group_to_change(code, pages.spec, by=request.user)
    if request.method != "POST":
        return _page(request, pages, group)
    try:
        change_set = delete_group(group, by=request.user)
    except Refused:
        return _page(request, pages, group, status=INVALID)
    tell(request, change_set)
    return done(request, pages.url())


def empty_and_delete(request: Request, code: str, *, pages: Pages) -> HttpResponse:
    """Asks with the number of members first, and again when it is another one by now."""
    group = group_to_change(code, pages.spec, by=request.user)
    number = assignments_in(group).count()
    asked = request.POST.get("expected", "")
    if asked == str(number):
        groups = pages.url()
        outcome = do(request, "empty", {"table": pages.spec.name, "code": group.code, "rows": number}, rows=number, origin=groups)
        tell(request, outcome.change_set)
        return done(request, outcome.task or groups)
    context = {"title": _title(group), "pages": pages, "group": group, "number_of_members": number, "has_changed": bool(asked)}
    return answer(request, "classifications/empty_and_delete.html", context, status=INVALID if asked else 200)


def _page(request: Request, pages: Pages, group: Classification, *, status: int = 200) -> HttpResponse:
    number = assignments_in(group).count()
    in_use = pages.spec.say("in_use", code=group.code, count=number)
    context = {"title": _title(group), "pages": pages, "group": group, "number_of_members": number, "in_use": in_use}
    return answer(request, "classifications/delete.html", context, status=status)


def _title(group: Classification) -> str:
    return npgettext("msg.confirm_delete", "Delete %(name)s?", "Delete %(count)s records?", 1) % {"name": group.code, "count": 1}
