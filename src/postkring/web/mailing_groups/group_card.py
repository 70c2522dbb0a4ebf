from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.classifications.access import group_to_change, group_to_read
from postkring.classifications.actions import code_for, describe_group
from postkring.classifications.pair import Classification
from postkring.classifications.queries import last_called
from postkring.kit.errors import DomainError, NotFound
from postkring.web.changes.acts import last_act, tell
from postkring.web.changes.meanwhile import merged
from postkring.web.errors import notice
from postkring.web.filters import PANE
from postkring.web.frame import is_part
from postkring.web.listings import list_answer
from postkring.web.mailing_groups.forms import GroupForm, MemberForm
from postkring.web.mailing_groups.members import ROWS, members_context, put_in, take_out
from postkring.web.pages import INVALID, answer, done, part
from postkring.web.request import Request


def mailing_group(request: Request, code: str) -> HttpResponse:
    """The card. Its three forms post here, each with a field of its own name, so that the list below stays where it is."""
    if request.method != "POST":
        return _card(request, code)
    try:
        group = group_to_change(code, by=request.user)
    except NotFound:
        return _gone(request, code)
    if "take_out" in request.POST:
        take_out(request, code)
        return _acted(request, code)
    if "contact" in request.POST:
        refused = put_in(request, code)
        return _card(request, code, member_form=refused) if refused else _acted(request, code)
    return _save(request, group)


def _save(request: Request, group: Classification) -> HttpResponse:
    """A new description is stored at once; a new code is asked about first. Where one of them cannot be, neither is."""
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _card(request, group.code, form=form)
    try:
        new_code = code_for(group, form.cleaned_data["code"])
        description = merged(form, group, "description", now=group.description)
        if not form.errors and description != group.description:
            describe_group(group, description, by=request.user)
            tell(request, last_act(group, by=request.user))
    except DomainError as error:
        form.refuse(error)
    if form.errors:
        return _card(request, group.code, form=form)
    if new_code == group.code:
        return done(request, reverse("mailing_group", args=[group.code]))
    return done(request, f"{reverse('mailing_group_rename', args=[group.code])}?{urlencode({'code': new_code})}")


def _gone(request: Request, code: str) -> HttpResponse:
    """Somebody renamed or deleted it meanwhile: what was typed can still be copied."""
    now, was_there = last_called(code)
    typed = MemberForm(request.POST) if "contact" in request.POST or "take_out" in request.POST else GroupForm(request.POST)
    fields = [(field.label, field.value()) for field in typed.visible_fields() if field.value()]
    context = {"title": code, "now": now, "was_there": was_there, "typed": fields}
    if is_part(request):
        return notice(part(request, "mailing_groups/gone_notice.html", context, status=HTTPStatus.NOT_FOUND))
    return answer(request, "mailing_groups/gone.html", context, status=HTTPStatus.NOT_FOUND)


def _acted(request: Request, code: str) -> HttpResponse:
    return _card(request, code) if is_part(request) else done(request, request.get_full_path())


def _card(request: Request, code: str, *, form: GroupForm | None = None, member_form: MemberForm | None = None) -> HttpResponse:
    group = group_to_read(code, by=request.user)
    context = members_context(request, group, member_form)
    if context.get("view_choice"):
        return list_answer(request, "", "", context)
    status = INVALID if form or member_form else 200
    if is_part(request):
        # The field is ready for the next contact.
        context["member_form"].fields["contact"].widget.attrs["autofocus"] = "contact" in request.POST
        if request.htmx.target in (ROWS, PANE):
            return list_answer(request, "", "mailing_groups/member_rows.html", context)
        return part(request, "mailing_groups/members.html", context, status=status)
    context |= {
        "title": group.code,
        "form": form or GroupForm.showing(group),
        "may_edit_group": may(request.user, Permission.EDIT_CONTACTS),
    }
    return answer(request, "mailing_groups/card.html", context, status=status)
