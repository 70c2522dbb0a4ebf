"""interactionTemplates, interactionLogEntries and loggedSegments: what was said to whom, from which segment."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.api.bodies import required
from postkring.api.edm import Asked, EntitySet, Kind, Made, Property, Values, Writing, code, flag, guid, number, text
from postkring.api.errors import ReadOnly
from postkring.contacts.models import Contact
from postkring.interactions.actions import TemplateValues, change_template, create_template, delete_template
from postkring.interactions.models import Evaluation, InteractionLogEntry, InteractionTemplate
from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH
from postkring.segments.models import LoggedSegment
from postkring.setup.models import CorrespondenceType


def _given(values: Values) -> TemplateValues:
    given = TemplateValues()
    if "description" in values:
        given["description"] = values["description"]
    if "correspondenceType" in values:
        given["correspondence_type"] = values["correspondenceType"]
    if "campaignNumber" in values:
        given["campaign_number"] = values["campaignNumber"]
    return given


def _create(values: Values, by: User) -> int:
    required(values, "code")
    return create_template(values["code"], **_given(values), by=by).pk


def _change(key: int, values: Values, by: User) -> None:
    template = InteractionTemplate.objects.get(pk=key)
    if values.get("code", template.code) != template.code:
        raise ReadOnly(pgettext("msg.api_template_code_stays", "An interaction template keeps its code."), field="code")
    if given := _given(values):
        change_template(template, **given, by=by)


INTERACTION_TEMPLATES: Final = EntitySet(
    name="interactionTemplates",
    entity="interactionTemplate",
    properties=(
        guid(),
        code("code", length=CODE_LENGTH, folded="code_folded", order="code"),
        text("description", length=100),
        Property("correspondenceType", Kind.CHOICE, "correspondence_type", choices=CorrespondenceType),
        code("campaignNumber", "campaign_number", length=NUMBER_LENGTH),
    ),
    rows=lambda asked: InteractionTemplate.objects.all(),
    order=("code",),
    versioned=("code", "description", "correspondence_type", "campaign_number"),
    writing=Writing(
        Permission.ADMINISTER, _create, _change, lambda key, by: delete_template(InteractionTemplate.objects.get(pk=key), by=by)
    ),
)


def _of_entries(asked: Asked) -> Mapping[str, Made]:
    """Who was deleted since stays named by the number it had."""
    return {"number": _number_of("contact"), "of_company": _number_of("company")}


def _number_of(column: str) -> Coalesce:
    today = Contact.objects.filter(pk=OuterRef(f"{column}_id")).values("number")
    return Coalesce(Subquery(today), f"{column}_number")


INTERACTION_LOG_ENTRIES: Final = EntitySet(
    name="interactionLogEntries",
    entity="interactionLogEntry",
    properties=(
        guid(),
        number("entryNumber", "pk", is_read_only=True, order="pk"),
        code("contactNumber", "number", length=NUMBER_LENGTH, is_read_only=True),
        code("contactCompanyNumber", "of_company", length=NUMBER_LENGTH, is_read_only=True),
        Property("date", Kind.DAY, "date", is_read_only=True),
        text("description", length=100, is_read_only=True),
        code("interactionTemplateCode", "template_code", length=CODE_LENGTH, is_read_only=True),
        code("segmentNumber", "segment_number", length=NUMBER_LENGTH, is_read_only=True),
        code("campaignNumber", "campaign_number", length=NUMBER_LENGTH, is_read_only=True),
        Property("correspondenceType", Kind.CHOICE, "correspondence_type", choices=CorrespondenceType, is_read_only=True),
        Property("evaluation", Kind.CHOICE, "evaluation", choices=Evaluation, is_read_only=True),
        code("salespersonCode", "salesperson_code", length=NUMBER_LENGTH, is_read_only=True),
        flag("canceled", is_read_only=True),
        Property("by", Kind.REFERENCE, "logged_by__by__username", length=150, is_read_only=True),
    ),
    rows=lambda asked: InteractionLogEntry.objects.all(),
    order=("pk",),
    versioned=("pk", "contact_number", "evaluation", "canceled"),
    annotations=_of_entries,
)


def _of_logged(asked: Asked) -> Mapping[str, Made]:
    """As many entries as have the same mark."""
    entries: Any = InteractionLogEntry.objects.filter(segment_number=OuterRef("segment__number"), canceled=OuterRef("canceled"))
    counted = entries.order_by().values("segment_number").annotate(number=Count("*")).values("number")
    return {"entries": Coalesce(Subquery(counted), 0, output_field=IntegerField())}


LOGGED_SEGMENTS: Final = EntitySet(
    name="loggedSegments",
    entity="loggedSegment",
    properties=(
        guid(),
        number("entryNumber", "pk", is_read_only=True, order="pk"),
        code("segmentNumber", "segment__number", length=NUMBER_LENGTH, is_read_only=True),
        text("description", length=100, is_read_only=True),
        Property("creationDate", Kind.DAY, "date", is_read_only=True),
        number("numberOfInteractions", "entries", is_read_only=True),
        flag("canceled", is_read_only=True),
        Property("by", Kind.REFERENCE, "logged_by__by__username", length=150, is_read_only=True),
    ),
    rows=lambda asked: LoggedSegment.objects.all(),
    order=("pk",),
    versioned=("pk", "canceled"),
    annotations=_of_logged,
)
