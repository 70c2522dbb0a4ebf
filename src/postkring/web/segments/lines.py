"""The lines of a segment: shown, typed by contact number, and taken away again."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.criteria.expressions import quoted
from postkring.kit.errors import DomainError
from postkring.lists.contacts import columns_read
from postkring.lists.listing import ListState
from postkring.lists.segments import BY_LINE, LINES, lines_for_listing, lines_with
from postkring.segments.access import segment_to_change
from postkring.segments.actions import add_line, remove_line
from postkring.segments.logged import logged_of
from postkring.segments.models import Segment, SegmentLine
from postkring.segments.queries import steps_of
from postkring.setup.models import CorrespondenceType
from postkring.setup.queries import language_name
from postkring.web.changes.acts import tell
from postkring.web.classifications.pages import others_in_use
from postkring.web.contacts.cells import Cells, Draw, text_cell, url_of
from postkring.web.frame import is_part
from postkring.web.listings import Shown, query_of, shown
from postkring.web.markup import format_html
from postkring.web.request import Request, posted
from postkring.web.segments.forms import LineForm
from postkring.web.segments.steps import entries
from postkring.web.tables import Column, ContactRow
from postkring.web.templatetags.postkring import number as in_notation
from postkring.web.typed_contact import typed_contact

STEPS_SHOWN = 20
ROWS: Final = "line-rows"


# What a row shows of a line, and no more.
_OF_LINE: Final = (
    "line_number",
    "contact_id",
    "description",
    "date",
    "salesperson_id",
    "campaign_number",
    "correspondence_type",
    "language",
)


def lines_context(request: Request, segment: Segment, form: LineForm | None = None) -> dict[str, Any]:
    state = ListState.read(query_of(request), LINES)
    lines = _read(lines_for_listing(segment, state), columns_read(state))
    page = shown(request, LINES, lines, target=ROWS, narrow=lines_with)
    within = urlencode({"segment": quoted(segment.number)})
    logged, may_edit = logged_of(segment), may(request.user, Permission.EDIT_SEGMENTS)
    latest = list(steps_of(segment).reverse()[:STEPS_SHOWN])
    return {
        **page.context,
        "rows": _rows(segment, page),
        "segment": segment,
        "line_form": form or LineForm(),
        "line_count": SegmentLine.objects.filter(segment=segment).count(),
        "step_count": steps_of(segment).count(),
        "entries": entries(segment.number, latest),
        "logged": logged,
        "may_mark": bool(logged) and may_edit,
        "may_edit": may_edit and logged is None,
        "may_edit_contacts": may(request.user, Permission.EDIT_CONTACTS),
        "coded": others_in_use,
        "may_segment": may(request.user, Permission.EDIT_SEGMENTS),
        "within": within,
        "apply_url": reverse("bulk_apply", query={"every": "1", "within": within, "next": reverse("segment", args=[segment.number])}),
    }


def _read(lines: QuerySet[Any], columns: Sequence[str]) -> QuerySet[Any]:
    """Of the contact on a line no more than `columns`."""
    if lines.model is Contact:
        return (lines.select_related("company") if "company" in columns else lines).only(*columns)
    lines = lines.select_related("contact__company" if "company" in columns else "contact")
    return lines.only(*_OF_LINE, *(f"contact__{name}" for name in columns))


def _rows(segment: Segment, page: Shown) -> list[ContactRow]:
    lines = _lines_of_page(segment, page.found.rows)
    contacts = [contact for contact, _ in lines]
    return list(map(_Cells(contacts, page.columns, {contact.id: line for contact, line in lines}).row, contacts))


def _lines_of_page(segment: Segment, rows: Sequence[Any]) -> list[tuple[Contact, SegmentLine]]:
    """The page holds lines, or contacts whose lines are fetched here."""
    if not rows or isinstance(rows[0], SegmentLine):
        return [(line.contact, line) for line in rows]
    of_page = SegmentLine.objects.filter(segment=segment, contact__in=[contact.pk for contact in rows])
    # In no order: for the sake of one SQLite would go through all lines of the segment.
    lines = {line.contact_id: line for line in of_page.order_by().only(*_OF_LINE)}
    return [(contact, lines[contact.id]) for contact in rows if contact.id in lines]


class _Cells(Cells):
    """What a line says itself, or says otherwise than other lists of contacts."""

    def __init__(self, contacts: Sequence[Contact], columns: Sequence[Column], lines: Mapping[int, SegmentLine]) -> None:
        self.lines = lines
        self.types = {value: str(label) for value, label in CorrespondenceType.choices}
        self.language = cache(language_name)
        super().__init__(contacts, columns)

    def own(self) -> dict[str, Draw]:
        return {
            "number": self._linked_number,
            "company_name": self._heading_company,
            "name": self._heading_person,
            "correspondence_type": self._correspondence_type,
            "language": self._language,
            "line_description": lambda contact, column: text_cell(self.lines[contact.id].description, column),
            "line_date": self._date,
            "line_salesperson": lambda contact, column: text_cell(self.lines[contact.id].salesperson_id or "", column),
            "campaign_number": lambda contact, column: text_cell(self.lines[contact.id].campaign_number, column),
            BY_LINE: self._line_number,
        }

    def _linked_number(self, contact: Contact, column: Column) -> SafeString:
        return format_html('<td class="column-code"><a href="{}">{}</a></td>', url_of(contact), contact.number)

    def _heading_company(self, contact: Contact, column: Column) -> SafeString:
        """It heads the row of a company, whose contact name is empty (R-4101)."""
        if contact.is_company:
            return format_html('<th scope="row" class="row-title company">{}</th>', contact.name)
        return format_html('<td class="company">{}</td>', contact.company_name)

    def _heading_person(self, contact: Contact, column: Column) -> SafeString:
        if contact.is_company:
            return SafeString("<td></td>")
        return format_html('<th scope="row" class="row-title name">{}</th>', contact.name)

    def _correspondence_type(self, contact: Contact, column: Column) -> SafeString:
        return text_cell(self.types.get(self.lines[contact.id].correspondence_type, ""), column)

    def _language(self, contact: Contact, column: Column) -> SafeString:
        code = self.lines[contact.id].language_id
        return text_cell(self.language(code) if code else "", column)

    def _date(self, contact: Contact, column: Column) -> SafeString:
        return text_cell(date_format(self.lines[contact.id].date, "SHORT_DATE_FORMAT"), column)

    def _line_number(self, contact: Contact, column: Column) -> SafeString:
        return format_html('<td class="column-number">{}</td>', in_notation(self.lines[contact.id].line_number))


def put_in(request: Request, number: str) -> LineForm | None:
    """A line for the contact that was typed. The form comes back when it is refused."""
    segment = segment_to_change(number, by=request.user)
    form = LineForm(request.POST)
    if not form.is_valid():
        return form
    try:
        contact = typed_contact(form.cleaned_data["contact"], field="contact_number", is_offered=is_part(request))
        tell(request, add_line(segment, contact.number, by=request.user).change_set)
    except DomainError as error:
        form.add_error("contact", error.message)
        return form
    return None


def take_out(request: Request, number: str) -> None:
    segment = segment_to_change(number, by=request.user)
    tell(request, remove_line(segment, posted(request, "take_out"), by=request.user).change_set)
