"""The lines of a segment: shown, typed by contact number, and taken away again."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.criteria.expressions import quoted
from postkring.kit.errors import DomainError
from postkring.lists.listing import Listing, ListState
from postkring.lists.segments import LINES, lines_for_listing, lines_with
from postkring.segments.access import segment_to_change
from postkring.segments.actions import add_line, remove_line
from postkring.segments.models import Segment, SegmentLine
from postkring.segments.queries import steps_of
from postkring.setup.queries import language_name
from postkring.web.changes.acts import tell
from postkring.web.listings import query_of, shown
from postkring.web.request import Request, posted
from postkring.web.segments.forms import LineForm
from postkring.web.segments.steps import entries
from postkring.web.tables import Column
from postkring.web.typed_contact import typed_contact

STEPS_SHOWN = 20
ROWS: Final = "line-rows"


@dataclass(frozen=True)
class Row:
    line: SegmentLine
    contact: Contact
    language: str


# What a row shows or is ordered by, and no more: a contact has sixty columns.
_OF_LINE: Final = ("line_number", "contact_id", "correspondence_type", "language")
_OF_CONTACT: Final = (
    *("number", "type", "name", "company_name", "city", "phone", "email"),
    *("sort_name", "sort_company_name", "city_folded"),
)


def lines_context(request: Request, segment: Segment, form: LineForm | None = None) -> dict[str, Any]:
    lines = lines_for_listing(segment, ListState.read(query_of(request), LINES))
    page = shown(request, LINES, _read(lines), columns=_columns(), target=ROWS, narrow=lines_with)
    latest = list(steps_of(segment).reverse()[:STEPS_SHOWN])
    return {
        **page.context,
        "rows": _rows(segment, page.found),
        "segment": segment,
        "line_form": form or LineForm(),
        "line_count": SegmentLine.objects.filter(segment=segment).count(),
        "step_count": steps_of(segment).count(),
        "entries": entries(segment.number, latest),
        "may_edit": may(request.user, Permission.EDIT_SEGMENTS),
        "may_edit_contacts": may(request.user, Permission.EDIT_CONTACTS),
        "may_segment": may(request.user, Permission.EDIT_SEGMENTS),
        "within": urlencode({"segment": quoted(segment.number)}),
    }


def _read(lines: QuerySet[Any]) -> QuerySet[Any]:
    if lines.model is Contact:
        return lines.only(*_OF_CONTACT)
    return lines.select_related("contact").only(*_OF_LINE, *(f"contact__{name}" for name in _OF_CONTACT))


def _rows(segment: Segment, found: Listing[Any]) -> list[Row]:
    """The page holds lines, or contacts whose lines are fetched here."""
    if not found.rows or isinstance(found.rows[0], SegmentLine):
        return [_row(line, line.contact) for line in found.rows]
    of_page = SegmentLine.objects.filter(segment=segment, contact__in=[contact.pk for contact in found.rows])
    lines = {line.contact_id: line for line in of_page.only(*_OF_LINE)}
    return [_row(lines[contact.pk], contact) for contact in found.rows if contact.pk in lines]


def _row(line: SegmentLine, contact: Contact) -> Row:
    return Row(line, contact, language_name(line.language_id) if line.language_id else "")


def put_in(request: Request, number: str) -> LineForm | None:
    """A line for the contact that was typed. The form comes back when it is refused."""
    segment = segment_to_change(number, by=request.user)
    form = LineForm(request.POST)
    if not form.is_valid():
        return form
    try:
        contact = typed_contact(form.cleaned_data["contact"], field="contact_number")
        tell(request, add_line(segment, contact.number, by=request.user).change_set)
    except DomainError as error:
        form.add_error("contact", error.message)
        return form
    return None


def take_out(request: Request, number: str) -> None:
    segment = segment_to_change(number, by=request.user)
    tell(request, remove_line(segment, posted(request, "take_out"), by=request.user).change_set)


def _columns() -> list[Column]:
    return [
        Column("contact_no", pgettext("field.contact_no", "Contact No."), sort="number", rank=1, filter="number"),
        Column("company_name", pgettext("field.contact_company_name", "Contact Company Name"), sort="company_name", rank=1),
        Column("name", pgettext("field.contact_name", "Contact Name"), sort="name", rank=1),
        Column("city", pgettext("field.city", "City"), sort="city", filter="city"),
        Column("phone", pgettext("field.phone_no", "Phone No."), rank=4),
        Column("email", pgettext("field.email", "Email"), rank=3),
        Column("correspondence_type", pgettext("field.correspondence_type", "Correspondence Type"), rank=5),
        Column("language", pgettext("field.language", "Language"), rank=5),
    ]
