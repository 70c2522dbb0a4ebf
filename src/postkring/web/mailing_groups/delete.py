from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import npgettext

from postkring.classifications.access import group_to_change
from postkring.classifications.actions import delete_group
from postkring.classifications.pair import Classification
from postkring.classifications.queries import assignments_in
from postkring.kit.errors import Refused
from postkring.web.changes.acts import tell
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.tasks.doing import do


def delete(request: Request, code: str) -> HttpResponse:
    """Refused while anybody is in the group; the page that says so leads on to emptying it first."""
    group = group_to_change(code, by=request.user)
    if request.method != "POST":
        return _page(request, group)
    try:
        change_set = delete_group(group, by=request.user)
    except Refused:
        return _page(request, group, status=INVALID)
    tell(request, change_set)
    return done(request, reverse("mailing_groups"))


def empty_and_delete(request: Request, code: str) -> HttpResponse:
    """Asks with the number of members first, and again when it is another one by now."""
    group = group_to_change(code, by=request.user)
    number = assignments_in(group).count()
    asked = request.POST.get("expected", "")
    if asked == str(number):
        groups = reverse("mailing_groups")
        outcome = do(request, "empty", {"code": group.code, "rows": number}, rows=number, origin=groups)
        tell(request, outcome.change_set)
        return done(request, outcome.task or groups)
    context = {"title": _title(group), "group": group, "number_of_members": number, "has_changed": bool(asked)}
    return answer(request, "mailing_groups/empty_and_delete.html", context, status=INVALID if asked else 200)


def _page(request: Request, group: Classification, *, status: int = 200) -> HttpResponse:
    context = {"title": _title(group), "group": group, "number_of_members": assignments_in(group).count()}
    return answer(request, "mailing_groups/delete.html", context, status=status)


def _title(group: Classification) -> str:
    return npgettext("msg.confirm_delete", "Delete %(name)s?", "Delete %(count)s records?", 1) % {"name": group.code, "count": 1}
