"""segments, segmentLines and segmentCriteria: who was chosen, and by which steps."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.api.bodies import required
from postkring.api.edm import (
    Asked,
    EntitySet,
    Kind,
    Made,
    Navigation,
    Property,
    Values,
    Writing,
    code,
    guid,
    instant,
    none_yet,
    number,
    reference,
    text,
)
from postkring.api.errors import ReadOnly
from postkring.api.sets.naming import contact_named, segment_named
from postkring.api.sets.stamps import last_modified
from postkring.criteria.selections import read_stored, sentence
from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH
from postkring.lists.segments import SEGMENTS as LISTED
from postkring.segments.actions import (
    add_line,
    change_line,
    change_segment,
    create_segment,
    delete_segment,
    remove_line,
    replace_contact,
)
from postkring.segments.models import LoggedSegment, Segment, SegmentLine, SegmentStep, StepAction
from postkring.setup.models import CorrespondenceType


def _of_segments(asked: Asked) -> Mapping[str, Made]:
    logged = LoggedSegment.objects.filter(segment=OuterRef("pk"))
    return {
        "line_count": _counted(SegmentLine.objects.all()),
        "step_count": _counted(SegmentStep.objects.all()),
        "status": Case(When(Exists(logged), then=Value("Logged")), default=Value("Open")),
        "last_modified": last_modified(Segment),
    }


def _counted(rows: "QuerySet[Any]") -> Coalesce:
    of_segment = rows.filter(segment=OuterRef("pk")).order_by().values("segment").annotate(number=Count("*"))
    return Coalesce(Subquery(of_segment.values("number")), 0, output_field=IntegerField())


# How an action calls what a property holds.
_HEADER: Final = {
    "description": "description",
    "date": "day",
    "salespersonCode": "salesperson",
    "campaignNumber": "campaign_number",
    "correspondenceType": "correspondence_type",
    "interactionTemplateCode": "interaction_template",
}
_LINE: Final = {**_HEADER, "languageCode": "language"}


def _create(values: Values, by: User) -> int:
    return create_segment(number=values.get("number", ""), **_named(values), by=by).pk


def _change(key: int, values: Values, by: User) -> None:
    segment = Segment.objects.get(pk=key)
    if values.get("number", segment.number) != segment.number:
        raise ReadOnly(pgettext("msg.api_number_stays", "A segment keeps its number."), field="number")
    if named := _named(values):
        change_segment(segment, **named, by=by)


def _named(values: Values, names: Mapping[str, str] = _HEADER) -> dict[str, Any]:
    return {name: values[key] for key, name in names.items() if key in values}


SEGMENTS: Final = EntitySet(
    name="segments",
    entity="segment",
    properties=(
        guid(),
        code("number", length=NUMBER_LENGTH, order="number"),
        text("description", length=100),
        Property("date", Kind.DAY, "date", order="date"),
        reference("salespersonCode", "salesperson_id", length=NUMBER_LENGTH),
        code("campaignNumber", "campaign_number", length=NUMBER_LENGTH),
        Property("correspondenceType", Kind.CHOICE, "correspondence_type", choices=CorrespondenceType),
        reference("interactionTemplateCode", "interaction_template_id", length=CODE_LENGTH),
        text("status", length=10, is_read_only=True),
        number("numberOfLines", "line_count", is_read_only=True),
        number("numberOfCriteriaActions", "step_count", is_read_only=True),
        instant("lastModifiedDateTime", "last_modified"),
    ),
    rows=lambda asked: Segment.objects.all(),
    order=("number",),
    versioned=(
        "number",
        "description",
        "date",
        "salesperson_id",
        "campaign_number",
        "correspondence_type",
        "interaction_template_id",
        "logged__pk",
    ),
    annotations=_of_segments,
    search=LISTED.search,
    writing=Writing(Permission.EDIT_SEGMENTS, _create, _change, lambda key, by: delete_segment(Segment.objects.get(pk=key), by=by)),
    navigations=(
        Navigation("segmentLines", "segmentLines", column="segment_id", parent="segmentId"),
        Navigation("segmentCriteria", "segmentCriteria", column="segment_id"),
    ),
)


def _add_line(values: Values, by: User) -> int:
    required(values, "segmentId", "segmentNumber")
    segment, contact = segment_named(values), contact_named(values)
    add_line(segment, contact.number, by=by)
    line = SegmentLine.objects.get(segment=segment, contact=contact)
    if named := _named(values, _LINE):
        change_line(line, **named, by=by)
    return line.pk


def _change_line(key: int, values: Values, by: User) -> int:
    """The key of the row, which is another one where the contact was replaced."""
    line = SegmentLine.objects.select_related("segment", "contact").get(pk=key)
    if (values.get("segmentId") or values.get("segmentNumber")) and segment_named(values) != line.segment:
        raise ReadOnly(pgettext("msg.api_line_stays", "A line stays in its segment."), field="segmentNumber")
    if (values.get("contactId") or values.get("contactNumber")) and (contact := contact_named(values)) != line.contact:
        line = replace_contact(line, contact.number, by=by)
    if named := _named(values, _LINE):
        change_line(line, **named, by=by)
    return line.pk


def _remove_line(key: int, by: User) -> None:
    line = SegmentLine.objects.select_related("segment", "contact").get(pk=key)
    remove_line(line.segment, line.contact.number, by=by)


SEGMENT_LINES: Final = EntitySet(
    name="segmentLines",
    entity="segmentLine",
    properties=(
        guid(),
        Property("segmentId", Kind.GUID, "segment__guid", may_be_null=True),
        code("segmentNumber", "segment__number", length=NUMBER_LENGTH, may_be_null=True),
        number("lineNumber", "line_number", is_read_only=True, order="line_number"),
        Property("contactId", Kind.GUID, "contact__guid", may_be_null=True),
        code("contactNumber", "contact__number", length=NUMBER_LENGTH, order="contact__number", may_be_null=True),
        text("contactName", "contact__name", length=100, is_read_only=True, folded="contact__sort_name"),
        text("contactCompanyName", "contact__company_name", length=100, is_read_only=True, folded="contact__sort_company_name"),
        # From the header of the segment and from the contact, until they are changed by themselves.
        text("description", length=100),
        Property("date", Kind.DAY, "date"),
        reference("salespersonCode", "salesperson_id", length=NUMBER_LENGTH),
        code("campaignNumber", "campaign_number", length=NUMBER_LENGTH),
        Property("correspondenceType", Kind.CHOICE, "correspondence_type", choices=CorrespondenceType),
        reference("languageCode", "language_id", length=10),
        reference("interactionTemplateCode", "interaction_template_id", length=CODE_LENGTH),
        none_yet("alternativeAddressCode"),
        text("phoneNumber", "contact__phone", length=30, is_read_only=True),
        text("mobilePhoneNumber", "contact__mobile", length=30, is_read_only=True),
        text("email", "contact__email", length=80, is_read_only=True, folded="contact__email_folded"),
    ),
    rows=lambda asked: SegmentLine.objects.all(),
    writing=Writing(Permission.EDIT_SEGMENTS, _add_line, _change_line, _remove_line),
    order=("segment_id", "line_number"),
    versioned=(
        "pk",
        "line_number",
        "description",
        "date",
        "salesperson_id",
        "campaign_number",
        "correspondence_type",
        "language_id",
        "interaction_template_id",
    ),
)

SEGMENT_CRITERIA: Final = EntitySet(
    name="segmentCriteria",
    entity="segmentCriterion",
    properties=(
        guid(),
        guid("segment__guid", "segmentId"),
        number("actionNumber", "action_number", is_read_only=True, order="action_number"),
        Property("action", Kind.CHOICE, "action", choices=StepAction, is_read_only=True),
        Property("selection", Kind.OBJECT, "selection", is_read_only=True),
        Property("options", Kind.OBJECT, "options", is_read_only=True),
        Property("sentence", Kind.TEXT, "selection", is_read_only=True, show=lambda stored: sentence(read_stored(stored))),
        number("added", is_read_only=True),
        number("removed", is_read_only=True),
        Property("by", Kind.REFERENCE, "change_set__by__username", length=150, is_read_only=True),
        instant("at", "change_set__at"),
    ),
    rows=lambda asked: SegmentStep.objects.all(),
    order=("segment_id", "action_number"),
    versioned=("pk", "change_set_id"),
)
