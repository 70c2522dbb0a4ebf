"""The window with the codes that one contact has of a classification: its mailing groups, its industry groups, and so on."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import npgettext, pgettext
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.accounts.undoing import undo_act
from postkring.classifications.access import group_to_assign
from postkring.classifications.actions import Outcome, add_to_group, create_group, take_out_of_group
from postkring.classifications.fitting import wrong_type
from postkring.classifications.pair import Classification
from postkring.classifications.queries import assignments_of, group_by_code
from postkring.classifications.spec import Spec
from postkring.contacts.access import contact_to_change, contact_to_read
from postkring.contacts.models import Contact
from postkring.imports.queries import with_origin
from postkring.kit.errors import DomainError, NotFound
from postkring.ledger.models import ChangeSet
from postkring.web.classifications.pages import Pages, is_held, is_through_company
from postkring.web.contacts.history import history_of_card
from postkring.web.contacts.lookups import group_meant, may_make, new_code
from postkring.web.contacts.segmentation import segmentation_of
from postkring.web.forms import Line, Lookup, PlainForm
from postkring.web.frame import is_dialog, is_part
from postkring.web.labelled import labelled
from postkring.web.languages import safe_next
from postkring.web.pages import INVALID, answer, part, toast, warn
from postkring.web.request import Request
from postkring.web.tables import Column

GROUPS_CHANGED = "groups-changed"


class GroupForm(PlainForm):
    """The combobox of the window: a code, or words that find one."""

    code = Line(required=False)

    def __init__(self, data: QueryDict | None = None, *, pages: Pages) -> None:
        super().__init__(data)
        self.fields["code"].label = pages.spec.code_label
        self.fields["code"].widget = Lookup(reverse(pages.lookup), submits=True, attrs={"autofocus": True})


def contact_codes(request: Request, number: str, *, pages: Pages) -> HttpResponse:
    if request.method != "POST":
        return _window(request, pages, contact_to_read(number, by=request.user), GroupForm(pages=pages))
    contact = contact_to_change(number, by=request.user)
    if "take_out" in request.POST:
        return _take_out(request, pages, contact, request.POST["take_out"])
    form = GroupForm(request.POST, pages=pages)
    if form.is_valid():
        try:
            group, outcome = _assign(pages.spec, contact, form.cleaned_data["code"], is_new="create" in request.POST, by=request.user)
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            _tell_added(request, pages, contact, group, outcome)
            return after_change(request, pages, contact)
    return _window(request, pages, contact, form)


@require_POST
def contact_code_remove(request: Request, number: str, code: str, *, pages: Pages) -> HttpResponse:
    return _take_out(request, pages, contact_to_change(number, by=request.user), code)


@require_POST
def contact_codes_undo(request: Request, number: str, change: int, *, pages: Pages) -> HttpResponse:
    contact = contact_to_change(number, by=request.user)
    change_set = ChangeSet.objects.filter(number=change).first()
    if change_set is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    report = undo_act(change_set, by=request.user)
    toast(request, pgettext("msg.undone", "Undone"))
    for left in report.not_undone:
        warn(request, labelled(left.what, left.why))
    return after_change(request, pages, contact)


def contact_segmentation(request: Request, number: str) -> HttpResponse:
    contact = contact_to_read(number, by=request.user)
    return _segmentation(request, contact)


def after_change(request: Request, pages: Pages, contact: Contact) -> HttpResponse:
    """The window, or the part of the card, as it is now; without script the page one came from."""
    if not is_part(request):
        back = reverse(pages.of_contact, args=[contact.number])
        return HttpResponseRedirect(safe_next(request, request.GET.get("next") or request.POST.get("next") or back))
    if request.htmx.target == "segmentation":
        return _segmentation(request, contact)
    return trigger_client_event(_window(request, pages, contact, GroupForm(pages=pages)), GROUPS_CHANGED)


def _segmentation(request: Request, contact: Contact) -> HttpResponse:
    """The section of the card, and behind it the history, to which the change belongs."""
    context = {**segmentation_of(contact, user=request.user), **history_of_card(contact, user=request.user)}
    return part(request, "contacts/segmentation_part.html", context)


def undo_here(pages: Pages, contact: Contact, outcome: Outcome) -> str:
    """Undo that stays in the window."""
    return reverse(pages.of_contact_undo, args=[contact.number, outcome.change_set.number]) if outcome.change_set else ""


def _take_out(request: Request, pages: Pages, contact: Contact, code: str) -> HttpResponse:
    group = group_to_assign(code, pages.spec, by=request.user)
    outcome = take_out_of_group(Contact.objects.filter(pk=contact.pk), group, by=request.user)
    if outcome.change_set:
        said = npgettext("msg.group_removed", "%(count)s contact taken out of %(group)s", "%(count)s contacts taken out of %(group)s", 1)
        toast(request, said % {"count": 1, "group": group.code}, undo=undo_here(pages, contact, outcome))
    return after_change(request, pages, contact)


def _assign(spec: Spec, contact: Contact, text: str, *, is_new: bool, by: User) -> tuple[Classification, Outcome]:
    with transaction.atomic():
        group = (group_by_code(text, spec) or create_group(text, spec=spec, by=by)) if is_new else group_meant(text, spec)
        return group, add_to_group(Contact.objects.filter(pk=contact.pk), group, by=by)


def _tell_added(request: Request, pages: Pages, contact: Contact, group: Classification, outcome: Outcome) -> None:
    if not outcome.changed:
        toast(request, pages.say("already", name=contact.name, group=group.code))
        return
    said = npgettext("msg.group_added", "%(count)s contact added to %(group)s", "%(count)s contacts added to %(group)s", 1)
    toast(request, said % {"count": 1, "group": group.code}, undo=undo_here(pages, contact, outcome))


def _window(request: Request, pages: Pages, contact: Contact, form: GroupForm) -> HttpResponse:
    spec = pages.spec
    fits = is_held(spec, contact)
    may_create = bool(form.errors) and fits and may_make(spec, by=request.user)
    assignments = with_origin(assignments_of(contact, spec))
    context: dict[str, Any] = {
        "title": spec.link_label,
        "pages": pages,
        "contact": contact,
        "form": form,
        "assignments": [(getattr(each, spec.name), each) for each in assignments],
        "columns": _columns(),
        "new_code": new_code(form.data.get("code", ""), spec) if may_create else "",
        "wrong_type": "" if fits else wrong_type(spec) % {"page": spec.plural, "name": contact.name},
        "through": contact.company if is_through_company(spec, contact) else None,
        "may_edit": fits and may(request.user, Permission.EDIT_CONTACTS),
        "whole": "" if is_dialog(request) else "main",
    }
    show = part if is_part(request) else answer
    return show(request, "contacts/codes.html", context, status=INVALID if form.errors else 200)


def _columns() -> Sequence[Column]:
    return [
        Column("code", pgettext("field.code", "Code"), rank=1),
        Column("description", pgettext("field.description", "Description"), kind="wide", rank=1),
        Column("since", pgettext("field.since", "Since"), rank=1),
        Column("by", pgettext("field.by", "By"), rank=1),
    ]
