"""The window with the codes of several contacts: who has each of them, all, some or nobody, and what of it is to change."""

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
from postkring.classifications.access import group_to_assign
from postkring.classifications.actions import create_group
from postkring.classifications.pair import Classification
from postkring.classifications.queries import group_by_code
from postkring.classifications.several import SELECTED
from postkring.classifications.spec import Spec
from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED, with_reason
from postkring.contacts.models import ContactQuerySet, ContactType
from postkring.kit.errors import NotAcceptable
from postkring.kit.text import grouped
from postkring.ledger.expectations import PreviewChanged
from postkring.web.bulk.acts import expected_in
from postkring.web.bulk.selected import Selected, selected
from postkring.web.changes.acts import tell
from postkring.web.classifications.pages import Pages
from postkring.web.contacts.chosen import list_again
from postkring.web.contacts.codes import contact_codes
from postkring.web.contacts.lookups import may_make
from postkring.web.frame import is_dialog
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.tasks.doing import Outcome, do

ALL, SOME, NONE = "all", "some", "none"


@dataclass(frozen=True)
class GroupOfSeveral:
    """A code and how many of the selected contacts have it."""

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


def contacts_codes(request: Request, *, pages: Pages) -> HttpResponse:
    chosen = selected(request)
    numbers = chosen.numbers
    if len(numbers) == 1 and request.method != "POST":
        if is_dialog(request):
            return contact_codes(request, numbers[0], pages=pages)
        return HttpResponseRedirect(reverse(pages.of_contact, args=numbers))
    if request.method != "POST":
        return _window(request, pages, chosen)
    require(request.user, Permission.EDIT_CONTACTS)
    try:
        expected = expected_in(request.POST.get("expected", ""), {SELECTED})
    except NotAcceptable as error:
        return _window(request, pages, chosen, refused=error.message)
    asked = _asked(request.POST)
    try:
        outcome = _change(request, pages.spec, chosen, asked, expected=expected)
    except PreviewChanged as error:
        return _window(request, pages, chosen, refused=error.message)
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


def _change(request: Request, spec: Spec, chosen: Selected, asked: Asked, *, expected: Mapping[str, int]) -> Outcome:
    """All of it happens, or none. Raises PreviewChanged when the contacts are not as many as were `expected`."""
    with transaction.atomic():
        into = [_group(code, spec, asked, by=request.user).code for code in sorted(asked.into)]
        out_of = [group_to_assign(code, spec, by=request.user).code for code in sorted(asked.out_of)]
        rows = expected[SELECTED] * len([*into, *out_of])
        about = {
            "table": spec.name,
            "selection": chosen.selection.as_data(),
            "into": into,
            "out_of": out_of,
            "expected": expected,
            "rows": rows,
        }
        return do(request, "groups", {**about, "into": into, "out_of": out_of}, rows=rows, origin=list_again(request))


def _group(code: str, spec: Spec, asked: Asked, *, by: User) -> Classification:
    """Made now where it is new: a code that is refused is refused before anything is planned."""
    is_new = code in asked.new and group_by_code(code, spec) is None
    return create_group(code, spec=spec, by=by) if is_new else group_to_assign(code, spec, by=by)


def _window(request: Request, pages: Pages, chosen: Selected, *, refused: str = "") -> HttpResponse:
    number, contacts = chosen.contacts.count(), chosen.contacts.filter(pages.spec.fits())
    total = contacts.count() if pages.spec.held_by else number
    context: dict[str, Any] = {
        "title": pages.say("of_many", count=number),
        "pages": pages,
        "fields": chosen.fields,
        "total": total,
        "expected": f"{SELECTED}:{number}",
        "refused": refused,
        "groups": _groups(pages.spec, contacts, total) if total else [],
        "may_make": may_make(pages.spec, by=request.user),
        "may_edit": may(request.user, Permission.EDIT_CONTACTS),
        # The script puts the number of the moment where the sign # stands.
        "to_add": pgettext("dialog.change_add", "To add: %(count)s") % {"count": "#"},
        "to_take_out": pgettext("dialog.change_remove", "To take out: %(count)s") % {"count": "#"},
        "warnings": [*_misfits(pages.spec, number - total), *_warnings(pages, contacts)],
        "back_url": list_again(request),
    }
    return answer(request, "contacts/several.html", context, status=INVALID if refused else 200)


def _groups(spec: Spec, contacts: ContactQuerySet, total: int) -> list[GroupOfSeveral]:
    rows = spec.standing().filter(contact__in=contacts.order_by().values("pk")).order_by()
    counts = dict(rows.values_list(spec.name).annotate(number_of=Count("*")))
    groups = spec.codes().order_by("code")
    return [GroupOfSeveral(group.code, group.description, counts.get(group.pk, 0), total) for group in groups]


def _misfits(spec: Spec, count: int) -> list[str]:
    """Who is of another type is left out (R-2201, R-2301)."""
    if not count:
        return []
    if spec.held_by == ContactType.COMPANY:
        said = npgettext(
            "code.persons_left_out",
            "%(page)s are for companies only: %(count)s person is left out.",
            "%(page)s are for companies only: %(count)s persons are left out.",
            count,
        )
    else:
        said = npgettext(
            "code.companies_left_out",
            "%(page)s are for persons only: %(count)s company is left out.",
            "%(page)s are for persons only: %(count)s companies are left out.",
            count,
        )
    return [said % {"page": spec.plural, "count": grouped(count)}]


def _warnings(pages: Pages, contacts: ContactQuerySet) -> list[str]:
    """Who cannot be reached may be in groups; it is said, not refused (R-2106)."""
    counts = with_reason(contacts).aggregate(
        many_blocked=Count("pk", filter=Q(left_out=PRIVACY_BLOCKED)), many_excluded=Count("pk", filter=Q(left_out=EXCLUDED))
    )
    return [pages.say(sentence, count=count) for sentence, count in counts.items() if count]
