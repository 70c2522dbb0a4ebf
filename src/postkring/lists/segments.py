"""The lists of segments, of the lines of one, and of the contacts that a step touched."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import pgettext, pgettext_lazy

from postkring.contacts.models import Contact, ContactQuerySet
from postkring.contacts.queries import MOST_WORDS, searching
from postkring.criteria.catalogue import listed_criteria
from postkring.criteria.columns import NumberCriterion, TextCriterion
from postkring.criteria.criterion import Criterion
from postkring.criteria.days import DayCriterion
from postkring.criteria.options import Option, OptionCriterion
from postkring.kit.sql import refers_to
from postkring.kit.text import fold, is_storable
from postkring.lists.contacts import ORDERS, and_others
from postkring.lists.listing import ListColumn, ListPage, ListState
from postkring.segments.models import LoggedSegment, Segment, SegmentLine
from postkring.segments.queries import in_segment

OPEN, LOGGED = "open", "logged"


def _holding(segments: QuerySet[Segment], text: str) -> QuerySet[Segment]:
    words = fold(text).split() if is_storable(text) else []
    if len(words) > MOST_WORDS or (text.strip() and not words):  # nothing but marks are no word, and must not find everything
        return segments.none()
    for word in words:
        segments = segments.filter(Q(number__fold__contains=word) | Q(description__fold__contains=word))
    return segments


def _about(lines: QuerySet[Any], text: str) -> QuerySet[Any]:
    if isinstance(lines, ContactQuerySet):
        return searching(lines, text)
    return lines.filter(Exists(searching(Contact.objects.filter(pk=OuterRef("contact_id")), text)))


def _states() -> list[Option]:
    return [Option(OPEN, pgettext("status.open", "Open")), Option(LOGGED, pgettext("status.logged", "Logged"))]


def _in_states(states: Sequence[str]) -> Q:
    logged = Q(Exists(LoggedSegment.objects.filter(segment=OuterRef("pk"))))
    return Q(*([logged] if LOGGED in states else []), *([~logged] if OPEN in states else []), _connector=Q.OR)


def _criteria() -> dict[str, Criterion]:
    own = (
        NumberCriterion("number", pgettext_lazy("field.no", "No."), "number"),
        TextCriterion("description", pgettext_lazy("field.description", "Description"), "description"),
        DayCriterion("date", pgettext_lazy("field.date", "Date"), "date"),
        OptionCriterion("status", pgettext_lazy("field.status", "Status"), _states, _in_states),
    )
    return {criterion.key: criterion for criterion in own}


# Segments are few, as groups are: their descriptions are folded as they are ordered. Their lines are many, and counting those of
# every segment to order by the number would take as long as there are lines: that is not offered.
SEGMENTS: Final = ListPage(
    orders={"number": "number", "description": "description_folded", "date": "date"},
    default="number",
    search=_holding,
    columns=(
        ListColumn("number", pgettext_lazy("field.no", "No."), "number", "code", 1, is_fixed=True, filter="number"),
        ListColumn("description", pgettext_lazy("field.description", "Description"), "description", "wide", 1, filter="description"),
        ListColumn("date", pgettext_lazy("field.date", "Date"), "date", rank=1, filter="date"),
        ListColumn("lines", pgettext_lazy("field.no_of_lines", "No. of Lines"), kind="number", rank=1),
        ListColumn("status", pgettext_lazy("field.status", "Status"), rank=1, filter="status"),
    ),
    filters=_criteria,
    tabs=(
        (pgettext_lazy("status.open", "Open"), {"status": OPEN}),
        (pgettext_lazy("status.logged", "Logged"), {"status": LOGGED}),
    ),
    first_filters=("number", "description", "date", "status"),
    name="segments",
)
BY_LINE: Final = "line"
OF_LINES: Final = (BY_LINE, "line_description", "line_date", "line_salesperson", "campaign_number")
LINES: Final = ListPage(
    orders={BY_LINE: "line_number", **ORDERS},
    default=BY_LINE,
    decisive=(BY_LINE,),
    search=_about,
    columns=and_others(
        (
            ListColumn("number", pgettext_lazy("field.contact_no", "Contact No."), "number", "code", 1, filter="number"),
            # A company has its name in the one, a person in the other.
            ListColumn(
                "company_name",
                pgettext_lazy("field.contact_company_name", "Contact Company Name"),
                "company_name",
                rank=1,
                is_fixed=True,
            ),
            ListColumn("name", pgettext_lazy("field.contact_name", "Contact Name"), "name", rank=1, is_fixed=True),
            ListColumn("city", pgettext_lazy("field.city", "City"), "city", filter="city"),
            ListColumn("phone", pgettext_lazy("field.phone_no", "Phone No."), rank=4, filter="phoneNumber"),
            ListColumn("email", pgettext_lazy("field.email", "Email"), "email", rank=3, filter="email"),
            # As they were when the line came.
            ListColumn("correspondence_type", pgettext_lazy("field.correspondence_type", "Correspondence Type"), rank=5),
            ListColumn("language", pgettext_lazy("field.language", "Language"), rank=5),
            # What a line says itself.
            ListColumn("line_description", pgettext_lazy("field.description", "Description"), kind="wide", is_shown=False),
            ListColumn("line_date", pgettext_lazy("field.date", "Date"), is_shown=False),
            ListColumn("line_salesperson", pgettext_lazy("field.salesperson_of_line", "Salesperson of the line"), is_shown=False),
            ListColumn("campaign_number", pgettext_lazy("field.campaign_no", "Campaign No."), is_shown=False),
            ListColumn(BY_LINE, pgettext_lazy("field.line_no", "Line No."), BY_LINE, "number", is_shown=False),
        )
    ),
    filters=listed_criteria,
    first_filters=("type", "postalCode", "city", "languageCode"),
)
TOUCHED: Final = ListPage(orders={"number": "number", "name": "sort_name"}, default="name", search=searching)
STEPS: Final = ListPage(orders={"step": "action_number"}, default="step")


def lines_for_listing(segment: Segment, state: ListState) -> QuerySet[Any]:
    """The lines in the order of their numbers; in any other order the contacts on them, whose indexes hold that order."""
    if state.orders[0].name == BY_LINE:
        return SegmentLine.objects.filter(segment=segment)
    return contacts_on_lines(segment, numbered=any(order.name == BY_LINE for order in state.orders))


def lines_with(lines: QuerySet[Any], condition: Q) -> QuerySet[Any]:
    """Those of `lines_for_listing` whose contact meets a condition."""
    if lines.model is Contact or not condition:
        return lines.filter(condition)
    return lines.filter(refers_to(Contact.objects.filter(condition), "contact"))


def contacts_on_lines(segment: Segment, *, numbered: bool = True) -> ContactQuerySet:
    """`numbered`: with the number of their line, which is looked for row by row."""
    contacts = Contact.objects.filter(in_segment(segment))
    line = SegmentLine.objects.filter(segment=segment, contact=OuterRef("pk")).values("line_number")
    return contacts.annotate(line_number=Subquery(line)) if numbered else contacts
