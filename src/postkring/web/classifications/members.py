"""Who has a code: now, with the field that puts one more in; or on a day of the past, to read only."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.accounts.reading import done_by
from postkring.classifications.actions import add_to_group, take_out_of_group
from postkring.classifications.members import Mode
from postkring.classifications.pair import Assignment, Classification
from postkring.classifications.queries import assignments_in, members
from postkring.classifications.spec import Spec
from postkring.contacts.access import contact_to_read
from postkring.contacts.models import Contact
from postkring.imports.queries import with_origin
from postkring.kit.errors import DomainError
from postkring.lists.classifications import BY, MEMBERS, SINCE, SITUATION, situation
from postkring.lists.contacts import columns_read
from postkring.lists.listing import Listing, ListState
from postkring.web.changes.acts import tell
from postkring.web.classifications.forms import MemberForm, SituationForm
from postkring.web.classifications.pages import Pages, others_in_use
from postkring.web.contacts.cells import Cells, Draw, text_cell
from postkring.web.frame import is_part
from postkring.web.listings import columns_of, listed, query_of, shown, table
from postkring.web.markup import format_html, joined
from postkring.web.pages import toast
from postkring.web.request import Request, posted
from postkring.web.tables import Column, ContactRow
from postkring.web.templatetags.postkring import number as in_notation
from postkring.web.typed_contact import typed_contact


def members_context(request: Request, pages: Pages, group: Classification, form: MemberForm | None = None) -> dict[str, Any]:
    chosen = SituationForm(request.GET if request.GET.get("on") else None)
    day = chosen.cleaned_data["on"] if chosen.is_valid() else None
    member_form = form or MemberForm()
    member_form.offer(pages.spec)
    context = _situation(request, group, day) if day else _now(request, group)
    return context | {
        "pages": pages,
        "coded": others_in_use,
        "group": group,
        "number_of_members": assignments_in(group).count(),
        "situation_form": chosen if chosen.errors else SituationForm(initial={"on": day}),
        "day": day,
        "member_form": member_form,
        "may_edit": may(request.user, Permission.EDIT_CONTACTS) and not chosen.is_bound,
        "may_segment": may(request.user, Permission.EDIT_SEGMENTS),
        "is_selectable": day is None,
        "within": urlencode(_within(pages.spec, group)),
        "take_out_url": reverse(pages.bulk, query={"code": group.code, "mode": Mode.REMOVE.value}),
    }


def _within(spec: Spec, group: Classification) -> dict[str, str]:
    """Who is on the page, as filters: those who hold the code themselves, without the persons of a company that does."""
    held_by = {"type": str(spec.held_by)} if spec.held_by else {}
    return {spec.key: group.code, **held_by}


def put_in(request: Request, pages: Pages, group: Classification) -> MemberForm | None:
    """Gives the code to the contact that was typed. The form comes back when it is refused."""
    form = MemberForm(request.POST)
    if not form.is_valid():
        return form
    try:
        contact = typed_contact(form.cleaned_data["contact"], field="contact", is_offered=is_part(request))
        outcome = add_to_group(Contact.objects.filter(pk=contact.pk), group, by=request.user)
    except DomainError as error:
        form.add_error("contact", error.message)
        return form
    if outcome.changed:
        tell(request, outcome.change_set)
    else:
        toast(request, pages.say("already", name=contact.name, group=group.code))
    return None


def take_out(request: Request, group: Classification) -> None:
    contact = contact_to_read(posted(request, "take_out"), by=request.user)
    tell(request, take_out_of_group(Contact.objects.filter(pk=contact.pk), group, by=request.user).change_set)


ROWS: Final = "member-rows"
# What a row shows of a membership, and no more.
_OF_ASSIGNMENT: Final = ("contact_id", "since", "added_by_id")


def _now(request: Request, group: Classification) -> dict[str, Any]:
    read = columns_read(ListState.read(query_of(request), MEMBERS))
    contacts = members(group).select_related("company") if "company" in read else members(group)
    page = shown(request, MEMBERS, contacts.only(*read), target=ROWS)
    found = page.found
    rows = assignments_in(group).filter(contact__in=[contact.pk for contact in found.rows])
    assignments = {row.contact_id: row for row in with_origin(rows.only(*_OF_ASSIGNMENT))}
    there = [contact for contact in found.rows if contact.id in assignments]
    return page.context | {"rows": list(map(_Cells(there, page.columns, assignments).row, there))}


def _situation(request: Request, group: Classification, day: date) -> dict[str, Any]:
    """The columns that the list shows by itself: what else a contact says now it may not have said then."""
    usual = ListState.read({}, MEMBERS)
    rows = with_origin(situation(group, day).only(*_OF_ASSIGNMENT))
    found: Listing[Assignment] = listed(request, SITUATION, rows)
    contacts = Contact.objects.only(*columns_read(usual)).in_bulk([row.contact_id for row in found.rows])
    columns = [replace(each, filter="", sort=each.sort if each.sort in SITUATION.orders else "") for each in columns_of(MEMBERS, usual)]
    cells = _Cells(list(contacts.values()), columns, {row.contact_id: row for row in found.rows})
    drawn = [cells.row(contacts[row.contact_id]) if row.contact_id in contacts else cells.row_of_gone(row) for row in found.rows]
    return {**table(request, found, columns), "rows": drawn}


class _Cells(Cells):
    """What a membership says beside its contact, and what is left of a contact that was deleted since."""

    def __init__(self, contacts: Sequence[Contact], columns: Sequence[Column], assignments: Mapping[int, Assignment]) -> None:
        self.assignments = assignments
        self.names = done_by({row.added_by_id for row in assignments.values()})
        self.days = {at: _day(at) for at in {row.since for row in assignments.values()}}  # who came by one act came at one time
        super().__init__(contacts, columns)

    def own(self) -> dict[str, Draw]:
        return {
            SINCE: lambda contact, column: self._since(self.assignments[contact.id], column),
            BY: lambda contact, column: self._by(self.assignments[contact.id], column),
        }

    def row_of_gone(self, assignment: Assignment) -> ContactRow:
        number = vars(assignment)["number"]
        drawn = {SINCE: self._since, BY: self._by}
        cells = [drawn[each.key](assignment, each) if each.key in drawn else _gone(number, each) for _, each in self.drawn]
        return ContactRow(number, "", "", joined(cells))

    def _since(self, assignment: Assignment, column: Column) -> SafeString:
        return format_html('<td data-label="{}">{}</td>', column.label, self.days[assignment.since])

    def _by(self, assignment: Assignment, column: Column) -> SafeString:
        name, file = self.names[assignment.added_by_id], vars(assignment)["origin_file"]
        if not file:
            return text_cell(name, column)
        said = pgettext("import.origin", "%(file)s, row %(row)s") % {"file": file, "row": in_notation(vars(assignment)["origin_row"])}
        return text_cell(format_html('{}<span class="quiet">{}</span>', name, said), column)


def _day(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATE_FORMAT")


def _gone(number: str, column: Column) -> SafeString:
    """The cell of a contact that was deleted since."""
    if column.key == "number":
        return format_html('<td class="column-code">{}</td>', number)
    if column.key != "name":
        return text_cell("", column)
    said = pgettext("status.deleted", "Deleted")
    return format_html('<th scope="row" class="row-title"><span class="status status-neutral">{}</span></th>', said)
