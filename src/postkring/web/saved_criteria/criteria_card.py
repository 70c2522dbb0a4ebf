"""Saved criteria: their actions in words, another code or description, and deleting them."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.kit.codes import clean_code
from postkring.kit.errors import DomainError
from postkring.segments.access import saved_criteria_to_change, saved_criteria_to_read
from postkring.segments.actions import change_criteria, delete_criteria
from postkring.segments.models import SavedAction, SavedCriteria
from postkring.segments.words import action_in_words
from postkring.web.changes.acts import tell
from postkring.web.changes.meanwhile import merged
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.saved_criteria.forms import SavedForm
from postkring.web.tables import Column


def saved_criterion(request: Request, code: str) -> HttpResponse:
    if request.method != "POST":
        return _card(request, saved_criteria_to_read(code, by=request.user))
    saved = saved_criteria_to_change(code, by=request.user)
    form, new_code = SavedForm(request.POST), saved.code
    try:
        if form.is_valid():
            new_code = _change(request, saved, form)
    except DomainError as error:
        form.refuse(error)
    if form.errors:
        return _card(request, saved, form)
    return done(request, reverse("saved_criterion", args=[new_code]))


def _change(request: Request, saved: SavedCriteria, form: SavedForm) -> str:
    """The code by which they are found then."""
    form.cleaned_data["code"] = clean_code(form.cleaned_data["code"])
    code = merged(form, saved, "code", now=saved.code, seen="seen_code")
    description = merged(form, saved, "description", now=saved.description, seen="seen_description")
    if form.errors:
        return saved.code
    tell(request, change_criteria(saved, code=code, description=description, by=request.user))
    return str(code)


def delete(request: Request, code: str) -> HttpResponse:
    saved = saved_criteria_to_change(code, by=request.user)
    if request.method == "POST":
        tell(request, delete_criteria(saved, by=request.user))
        return done(request, reverse("saved_criteria"))
    title = npgettext("msg.confirm_delete", "Delete %(name)s?", "Delete %(count)s records?", 1)
    return answer(request, "saved_criteria/delete.html", {"title": title % {"name": saved.code, "count": 1}, "saved": saved})


def _card(request: Request, saved: SavedCriteria, form: SavedForm | None = None) -> HttpResponse:
    actions = SavedAction.objects.filter(saved=saved).order_by("action_number")
    context = {
        "title": saved.code,
        "saved": saved,
        "form": form or SavedForm.showing(saved),
        "columns": _columns(),
        "actions": [(each, action_in_words(each)) for each in actions],
        "may_edit": may(request.user, Permission.EDIT_SEGMENTS),
    }
    return answer(request, "saved_criteria/card.html", context, status=INVALID if form else 200)


def _columns() -> list[Column]:
    return [
        Column("number", pgettext("field.no", "No."), kind="number", rank=1),
        Column("action", pgettext("field.action", "Action"), rank=1),
        Column("sentence", pgettext("tab.criteria", "Criteria"), kind="wide", rank=1),
    ]
