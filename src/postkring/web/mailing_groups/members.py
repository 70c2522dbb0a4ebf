"""Who is in a group: now, with the field that puts one more in; or on a day of the past, to read only."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
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
from postkring.lists.listing import Listing
from postkring.lists.mailing_groups import MEMBERS, SITUATION, situation
from postkring.web.changes.acts import tell
from postkring.web.frame import is_part
from postkring.web.listings import listed, shown, table
from postkring.web.mailing_groups.forms import MemberForm, SituationForm
from postkring.web.pages import toast
from postkring.web.request import Request, posted
from postkring.web.tables import Column
from postkring.web.typed_contact import typed_contact


@dataclass(frozen=True)
class Member:
    """`contact` is None when it was deleted since; its number is all that is left of it."""

    number: str
    contact: Contact | None
    assignment: ContactMailingGroup


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
# What a row shows, and no more: a contact has sixty columns, an act its sentence in four languages.
_OF_CONTACT: Final = ("number", "sort_name", "type", "name", "company_name", "city")
_OF_ASSIGNMENT: Final = ("contact_id", "since", "added_by__by__username", "added_by__by__first_name", "added_by__by__last_name")


def _now(request: Request, group: MailingGroup) -> dict[str, Any]:
    page = shown(request, MEMBERS, members(group).only(*_OF_CONTACT), columns=_columns(), target=ROWS)
    found = page.found
    rows = assignments_in(group).filter(contact__in=[contact.pk for contact in found.rows])
    assignments = {row.contact_id: row for row in with_origin(rows.select_related("added_by__by").only(*_OF_ASSIGNMENT))}
    return page.context | {
        "rows": [Member(contact.number, contact, assignments[contact.pk]) for contact in found.rows if contact.pk in assignments]
    }


def _situation(request: Request, group: MailingGroup, day: date) -> dict[str, Any]:
    rows = with_origin(situation(group, day).select_related("added_by__by").only(*_OF_ASSIGNMENT))
    found: Listing[ContactMailingGroup] = listed(request, SITUATION, rows)
    contacts = Contact.objects.only(*_OF_CONTACT).in_bulk([row.contact_id for row in found.rows])
    then = [Member(vars(row)["number"], contacts.get(row.contact_id), row) for row in found.rows]
    return {**table(request, found, _columns(sorts=("number",))), "rows": then}


def _columns(sorts: Container[str] = MEMBERS.orders) -> list[Column]:
    columns = [
        Column("number", pgettext("field.no", "No."), sort="number", rank=1, filter="number"),
        Column("name", pgettext("field.name", "Name"), sort="name", kind="wide", rank=1, filter="displayName"),
        Column("company_name", pgettext("field.company_name", "Company Name"), sort="company_name", filter="companyName"),
        Column("city", pgettext("field.city", "City"), sort="city", filter="city"),
        Column("since", pgettext("field.since", "Since")),
        Column("by", pgettext("field.by", "By"), rank=3),
    ]
    return [column if column.sort in sorts else Column(column.key, column.label, kind=column.kind, rank=column.rank) for column in columns]
