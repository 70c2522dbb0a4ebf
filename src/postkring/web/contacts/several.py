from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import may, require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.access import group_to_change
from postkring.classifications.actions import create_group
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.pair import Classification
from postkring.classifications.queries import group_by_code
from postkring.classifications.several import SELECTED
from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED, with_reason
from postkring.contacts.models import ContactQuerySet
from postkring.kit.errors import NotAcceptable
from postkring.kit.text import grouped
from postkring.ledger.expectations import PreviewChanged
from postkring.ledger.standing import standing
from postkring.web.bulk.acts import expected_in
from postkring.web.bulk.selected import Selected, selected
from postkring.web.changes.acts import tell
from postkring.web.contacts.chosen import list_again
from postkring.web.contacts.mailing_groups import contact_mailing_groups
from postkring.web.frame import is_dialog
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.tasks.doing import Outcome, do

ALL, SOME, NONE = "all", "some", "none"


@dataclass(frozen=True)
class GroupOfSeveral:
    """A mailing group and how many of the selected contacts are in it."""

    code: str
    description: str
    count: int
    total: int

    @property
    def state(self) -> str:
        if self.count == self.total:
            return ALL
        return SOME if self.count else NONE

    @property
    def all_text(self) -> str:
        return pgettext("dialog.state_all", "All %(count)s") % {"count": grouped(self.total)}

    @property
    def state_text(self) -> str:
        if self.state == ALL:
            return self.all_text
        if self.state == SOME:
            return pgettext("dialog.state_some", "%(some)s of %(count)s") % {"some": grouped(self.count), "count": grouped(self.total)}
        return pgettext("dialog.state_none", "None")


def contacts_mailing_groups(request: Request) -> HttpResponse:
    chosen = selected(request)
    numbers = chosen.numbers
    if len(numbers) == 1 and request.method != "POST":
        if is_dialog(request):
            return contact_mailing_groups(request, numbers[0])
        return HttpResponseRedirect(reverse("contact_mailing_groups", args=numbers))
    if request.method != "POST":
        return _window(request, chosen)
    require(request.user, Permission.EDIT_CONTACTS)
    try:
        expected = expected_in(request.POST.get("expected", ""), {SELECTED})
    except NotAcceptable as error:
        return _window(request, chosen, refused=error.message)
    asked = _asked(request.POST)
    try:
        outcome = _change(request, chosen, asked, expected=expected)
    except PreviewChanged as error:
        return _window(request, chosen, refused=error.message)
    if outcome.task:
        return done(request, outcome.task)
    tell(request, outcome.change_set)
    return done(request, list_again(request))


@dataclass(frozen=True)
class Asked:
    """The codes of the groups that everybody comes into, those that nobody stays in, and those that are new."""

    into: frozenset[str]
    out_of: frozenset[str]
    new: frozenset[str]


def _asked(data: QueryDict) -> Asked:
    """Groups that were left alone are in neither. Without script the choice for a group that some are in comes as `partly`."""
    partly = {state: {each.partition(" ")[2] for each in data.getlist("partly") if each.startswith(f"{state} ")} for state in (ALL, NONE)}
    ticked, were_ticked = {*data.getlist(ALL), *partly[ALL]}, set(data.getlist("were_all"))
    out_of = {*were_ticked, *data.getlist(NONE), *partly[NONE]} - ticked
    return Asked(frozenset(ticked - were_ticked), frozenset(out_of), frozenset(data.getlist("create")))


def _change(request: Request, chosen: Selected, asked: Asked, *, expected: Mapping[str, int]) -> Outcome:
    """All of it happens, or none. Raises PreviewChanged when the contacts are not as many as were `expected`."""
    with transaction.atomic():
        into = [_group(code, asked, by=request.user).code for code in sorted(asked.into)]
        out_of = [group_to_change(code, by=request.user).code for code in sorted(asked.out_of)]
        rows = expected[SELECTED] * len([*into, *out_of])
        about = {"selection": chosen.selection.as_data(), "into": into, "out_of": out_of, "expected": expected, "rows": rows}
        return do(request, "groups", about, rows=rows, origin=list_again(request))


def _group(code: str, asked: Asked, *, by: User) -> Classification:
    """Made now where it is new: a code that is refused is refused before anything is planned."""
    is_new = code in asked.new and group_by_code(code) is None
    return create_group(code, by=by) if is_new else group_to_change(code, by=by)


def _window(request: Request, chosen: Selected, *, refused: str = "") -> HttpResponse:
    contacts = chosen.contacts
    total = contacts.count()
    context: dict[str, Any] = {
        "title": pgettext("dialog.groups_for_many", "Mailing groups of %(count)s contacts") % {"count": grouped(total)},
        "fields": chosen.fields,
        "total": total,
        "expected": f"{SELECTED}:{total}",
        "refused": refused,
        "groups": _groups(contacts, total),
        "may_edit": may(request.user, Permission.EDIT_CONTACTS),
        # The script puts the number of the moment where the sign # stands.
        "to_add": pgettext("dialog.change_add", "To add: %(count)s") % {"count": "#"},
        "to_take_out": pgettext("dialog.change_remove", "To take out: %(count)s") % {"count": "#"},
        "warnings": _warnings(contacts),
        "back_url": list_again(request),
    }
    return answer(request, "contacts/several.html", context, status=INVALID if refused else 200)


def _groups(contacts: ContactQuerySet, total: int) -> list[GroupOfSeveral]:
    rows = ContactMailingGroup.objects.filter(standing(), contact__in=contacts.order_by().values("pk")).order_by()
    counts = dict(rows.values_list("mailing_group").annotate(number_of=Count("*")))
    groups = MailingGroup.objects.order_by("code")
    return [GroupOfSeveral(group.code, group.description, counts.get(group.pk, 0), total) for group in groups]


def _warnings(contacts: ContactQuerySet) -> list[str]:
    """Who cannot be reached may be in groups; it is said, not refused (R-2106)."""
    counts = with_reason(contacts).aggregate(
        blocked=Count("pk", filter=Q(left_out=PRIVACY_BLOCKED)), excluded=Count("pk", filter=Q(left_out=EXCLUDED))
    )
    blocked = npgettext(
        "msg.groups_of_blocked",
        "%(count)s of these contacts is blocked for privacy: it may be in groups, and is never added to a segment.",
        "%(count)s of these contacts are blocked for privacy: they may be in groups, and are never added to a segment.",
        counts["blocked"],
    )
    excluded = npgettext(
        "msg.groups_of_excluded",
        "%(count)s of these contacts is excluded from segments: it may be in groups, and Add Contacts leaves it out.",
        "%(count)s of these contacts are excluded from segments: they may be in groups, and Add Contacts leaves them out.",
        counts["excluded"],
    )
    said = ((blocked, counts["blocked"]), (excluded, counts["excluded"]))
    return [text % {"count": grouped(count)} for text, count in said if count]
