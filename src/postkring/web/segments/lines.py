"""The lines of a segment: shown, typed by contact number, and taken away again."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.criteria.expressions import quoted
from postkring.kit.errors import DomainError
from postkring.kit.sql import refers_to
from postkring.lists.segments import LINES
from postkring.segments.access import segment_to_change
from postkring.segments.actions import add_line, remove_line
from postkring.segments.models import Segment, SegmentLine
from postkring.segments.queries import lines_of, steps_of
from postkring.setup.queries import language_name
from postkring.web.changes.acts import tell
from postkring.web.frame import is_part
from postkring.web.listings import shown
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
    language: str


# What a row shows, and no more: a contact has sixty columns.
_SHOWN: Final = (
    "line_number",
    "correspondence_type",
    "language",
    *(f"contact__{name}" for name in ("number", "type", "name", "company_name", "city", "phone", "email")),
)


def lines_context(request: Request, segment: Segment, form: LineForm | None = None) -> dict[str, Any]:
    lines = lines_of(segment).select_related(None).select_related("contact").only(*_SHOWN)
    page = shown(request, LINES, lines, columns=_columns(), target=ROWS, narrow=_about)
    latest = list(steps_of(segment).reverse()[:STEPS_SHOWN])
    return {
        **page.context,
        "rows": [Row(line, language_name(line.language_id) if line.language_id else "") for line in page.found.rows],
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


def _about(lines: QuerySet[SegmentLine], condition: Q) -> QuerySet[SegmentLine]:
    """The lines of the contacts that the filters let through."""
    return lines.filter(refers_to(Contact.objects.filter(condition), "contact")) if condition else lines


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


def _columns() -> list[Column]:
    return [
        Column("contact_no", pgettext("field.contact_no", "Contact No."), rank=1, filter="number"),
        Column("contact_company_name", pgettext("field.contact_company_name", "Contact Company Name"), rank=1),
        Column("contact_name", pgettext("field.contact_name", "Contact Name"), rank=1),
        Column("city", pgettext("field.city", "City"), filter="city"),
        Column("phone", pgettext("field.phone_no", "Phone No."), rank=4),
        Column("email", pgettext("field.email", "Email"), rank=3),
        Column("correspondence_type", pgettext("field.correspondence_type", "Correspondence Type"), rank=5),
        Column("language", pgettext("field.language", "Language"), rank=5),
    ]
