"""Who is in a group: now, with the field that puts one more in; or on a day of the past, to read only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.classifications.access import group_to_change
from postkring.classifications.actions import add_to_group, take_out_of_group
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.members import Mode
from postkring.classifications.queries import assignments_in, members
from postkring.contacts.access import contact_to_read
from postkring.contacts.models import Contact
from postkring.imports.queries import with_origin
from postkring.kit.errors import DomainError
from postkring.lists.contacts import columns_read
from postkring.lists.listing import Listing, ListState
from postkring.lists.mailing_groups import BY, MEMBERS, SINCE, SITUATION, situation
from postkring.web.changes.acts import tell
from postkring.web.contacts.cells import Cells, text_cell, url_of
from postkring.web.frame import is_part
from postkring.web.listings import columns_of, listed, query_of, shown, table
from postkring.web.mailing_groups.forms import MemberForm, SituationForm
from postkring.web.markup import format_html, joined
from postkring.web.pages import toast
from postkring.web.request import Request, posted
from postkring.web.tables import Column
from postkring.web.templatetags.postkring import number as in_notation
from postkring.web.typed_contact import typed_contact


@dataclass(frozen=True)
class Member:
    """`contact` is None when it was deleted since; its number is all that is left of it. `cells` stand in the order of the columns."""

    number: str
    contact: Contact | None
    cells: SafeString

    @property
    def url(self) -> str:
        return url_of(self.contact) if self.contact else ""


def members_context(request: Request, group: MailingGroup, form: MemberForm | None = None) -> dict[str, Any]:
    chosen = SituationForm(request.GET if request.GET.get("on") else None)
    day = chosen.cleaned_data["on"] if chosen.is_valid() else None
    context = _situation(request, group, day) if day else _now(request, group)
    return context | {
        "group": group,
        "number_of_members": assignments_in(group).count(),
        "situation_form": chosen if chosen.errors else SituationForm(initial={"on": day}),
        "day": day,
        "member_form": form or MemberForm(),
        "may_edit": may(request.user, Permission.EDIT_CONTACTS) and not chosen.is_bound,
        "may_segment": may(request.user, Permission.EDIT_SEGMENTS),
        "is_selectable": day is None,
        "within": urlencode({"mailingGroup": group.code}),
        "take_out_url": reverse("bulk_group", query={"code": group.code, "mode": Mode.REMOVE.value}),
    }


def put_in(request: Request, code: str) -> MemberForm | None:
    """Puts the contact that was typed into the group. The form comes back when it is refused."""
    group = group_to_change(code, by=request.user)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return form
    try:
        contact = typed_contact(form.cleaned_data["contact"], field="contact", is_offered=is_part(request))
        outcome = add_to_group(Contact.objects.filter(pk=contact.pk), group, by=request.user)
    except DomainError as error:
        form.refuse(error)
        return form
    if outcome.changed:
        tell(request, outcome.change_set)
    else:
        toast(request, pgettext("msg.already_in_group", "%(name)s is already in %(group)s.") % {"name": contact.name, "group": group.code})
    return None


def take_out(request: Request, code: str) -> None:
    group = group_to_change(code, by=request.user)
    contact = contact_to_read(posted(request, "take_out"), by=request.user)
    tell(request, take_out_of_group(Contact.objects.filter(pk=contact.pk), group, by=request.user).change_set)


ROWS: Final = "member-rows"
# What a row shows of a membership, and no more: an act has its sentence in four languages.
_OF_ASSIGNMENT: Final = ("contact_id", "since", "added_by__by__username", "added_by__by__first_name", "added_by__by__last_name")


def _now(request: Request, group: MailingGroup) -> dict[str, Any]:
    read = columns_read(ListState.read(query_of(request), MEMBERS))
    contacts = members(group).select_related("company") if "company" in read else members(group)
    page = shown(request, MEMBERS, contacts.only(*read), target=ROWS)
    found = page.found
    rows = assignments_in(group).filter(contact__in=[contact.pk for contact in found.rows])
    assignments = {row.contact_id: row for row in with_origin(rows.select_related("added_by__by").only(*_OF_ASSIGNMENT))}
    there = [(contact.number, contact, assignments[contact.pk]) for contact in found.rows if contact.pk in assignments]
    return page.context | {"rows": _members(there, page.columns)}


def _situation(request: Request, group: MailingGroup, day: date) -> dict[str, Any]:
    """The columns that the list shows by itself: what else a contact says now it may not have said then."""
    usual = ListState.read({}, MEMBERS)
    rows = with_origin(situation(group, day).select_related("added_by__by").only(*_OF_ASSIGNMENT))
    found: Listing[ContactMailingGroup] = listed(request, SITUATION, rows)
    contacts = Contact.objects.only(*columns_read(usual)).in_bulk([row.contact_id for row in found.rows])
    then = [(vars(row)["number"], contacts.get(row.contact_id), row) for row in found.rows]
    columns = [replace(each, filter="", sort=each.sort if each.sort in SITUATION.orders else "") for each in columns_of(MEMBERS, usual)]
    return {**table(request, found, columns), "rows": _members(then, columns)}


def _members(rows: Iterable[tuple[str, Contact | None, ContactMailingGroup]], columns: Sequence[Column]) -> list[Member]:
    rows = list(rows)
    cells = Cells([contact for _, contact, _ in rows if contact], columns)
    drawn = {SINCE: _since, BY: _by}
    return [
        Member(
            number,
            contact,
            joined(
                drawn[column.key](assignment, column)
                if column.key in drawn
                else (cells.cell(contact, column) if contact else _gone(number, column))
                for column in columns
            ),
        )
        for number, contact, assignment in rows
    ]


def _since(assignment: ContactMailingGroup, column: Column) -> SafeString:
    day = formats.date_format(timezone.localtime(assignment.since), "SHORT_DATE_FORMAT")
    return format_html('<td data-label="{}">{}</td>', column.label, day)


def _by(assignment: ContactMailingGroup, column: Column) -> SafeString:
    file = vars(assignment)["origin_file"]
    if not file:
        return text_cell(assignment.added_by.by or "", column)
    said = pgettext("import.origin", "%(file)s, row %(row)s") % {"file": file, "row": in_notation(vars(assignment)["origin_row"])}
    return text_cell(format_html('{}<span class="quiet">{}</span>', assignment.added_by.by or "", said), column)


def _gone(number: str, column: Column) -> SafeString:
    """The cell of a contact that was deleted since."""
    if column.key == "number":
        return format_html('<td class="column-code">{}</td>', number)
    if column.key != "name":
        return text_cell("", column)
    said = pgettext("status.deleted", "Deleted")
    return format_html('<th scope="row" class="row-title"><span class="status status-neutral">{}</span></th>', said)
