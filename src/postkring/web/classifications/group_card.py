from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.classifications.access import group_to_assign, group_to_change, group_to_read
from postkring.classifications.actions import code_for, describe_group
from postkring.classifications.pair import Classification
from postkring.classifications.queries import last_called
from postkring.kit.errors import DomainError, NotFound
from postkring.web.changes.acts import last_act, tell
from postkring.web.changes.meanwhile import merged
from postkring.web.classifications.forms import GroupForm, MemberForm
from postkring.web.classifications.members import ROWS, members_context, put_in, take_out
from postkring.web.classifications.pages import Pages
from postkring.web.errors import notice
from postkring.web.filters import PANE
from postkring.web.frame import is_part
from postkring.web.listings import list_answer
from postkring.web.pages import INVALID, answer, done, part
from postkring.web.request import Request


def group_card(request: Request, code: str, *, pages: Pages) -> HttpResponse:
    """The card. Its three forms post here, each with a field of its own name, so that the list below stays where it is."""
    if request.method != "POST":
        return _card(request, pages, code)
    is_about_members = bool({"take_out", "contact"} & request.POST.keys())
    try:
        group = (group_to_assign if is_about_members else group_to_change)(code, pages.spec, by=request.user)
    except NotFound:
        return _gone(request, pages, code)
    if "take_out" in request.POST:
        take_out(request, group)
        return _acted(request, pages, code)
    if "contact" in request.POST:
        refused = put_in(request, pages, group)
        return _card(request, pages, code, member_form=refused) if refused else _acted(request, pages, code)
    return _save(request, pages, group)


def _save(request: Request, pages: Pages, group: Classification) -> HttpResponse:
    """A new description is stored at once; a new code is asked about first. Where one of them cannot be, neither is."""
    form = GroupForm(request.POST, pages=pages)
    if not form.is_valid():
        return _card(request, pages, group.code, form=form)
    try:
        new_code = code_for(group, form.cleaned_data["code"])
        description = merged(form, group, "description", now=group.description)
        if not form.errors and description != group.description:
            describe_group(group, description, by=request.user)
            tell(request, last_act(group, by=request.user))
    except DomainError as error:
        form.refuse(error)
    if form.errors:
        return _card(request, pages, group.code, form=form)
    if new_code == group.code:
        return done(request, pages.url(group.code))
    return done(request, f"{reverse(pages.rename, args=[group.code])}?{urlencode({'code': new_code})}")


def _gone(request: Request, pages: Pages, code: str) -> HttpResponse:
    """Somebody renamed or deleted it meanwhile: what was typed can still be copied."""
    now, was_there = last_called(code, pages.spec)
    is_member = "contact" in request.POST or "take_out" in request.POST
    typed = MemberForm(request.POST) if is_member else GroupForm(request.POST, pages=pages)
    fields = [(field.label, field.value()) for field in typed.visible_fields() if field.value()]
    context = {"title": code, "pages": pages, "now": now, "was_there": was_there, "typed": fields}
    if is_part(request):
        return notice(part(request, "classifications/gone_notice.html", context, status=HTTPStatus.NOT_FOUND))
    return answer(request, "classifications/gone.html", context, status=HTTPStatus.NOT_FOUND)


def _acted(request: Request, pages: Pages, code: str) -> HttpResponse:
    return _card(request, pages, code) if is_part(request) else done(request, request.get_full_path())


def _card(
    request: Request, pages: Pages, code: str, *, form: GroupForm | None = None, member_form: MemberForm | None = None
) -> HttpResponse:
    group = group_to_read(code, pages.spec, by=request.user)
    context = members_context(request, pages, group, member_form)
    if context.get("view_choice"):
        return list_answer(request, "", "", context)
    status = INVALID if form or member_form else 200
    if is_part(request):
        # The field is ready for the next contact.
        context["member_form"].fields["contact"].widget.attrs["autofocus"] = "contact" in request.POST
        if request.htmx.target in (ROWS, PANE):
            return list_answer(request, "", "classifications/member_rows.html", context)
        return part(request, "classifications/members.html", context, status=status)
    context |= {
        "title": group.code,
        "form": form or GroupForm.showing(group, pages=pages),
        "may_edit_group": may(request.user, pages.spec.edit_codes),
        "may_edit_contacts": may(request.user, Permission.EDIT_CONTACTS),
    }
    return answer(request, "classifications/card.html", context, status=status)
