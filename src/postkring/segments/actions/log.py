"""Log (4.9): every line becomes an entry in the log of interactions, all or nothing, and the segment stays, read-only (D6)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.db.models.fields import BigIntegerField
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.models import ContactType
from postkring.criteria.expressions import quoted
from postkring.criteria.selections import Chosen, Selection
from postkring.interactions.models import InteractionLogEntry
from postkring.kit.errors import Refused
from postkring.kit.sql import insert_from
from postkring.ledger.acts import Writer, act
from postkring.ledger.expectations import hold_to
from postkring.ledger.models import ChangeSet
from postkring.segments.actions.header import DESCRIPTION_LENGTH, locked
from postkring.segments.actions.steps import insert_lines, record_step
from postkring.segments.models import LoggedSegment, Segment, SegmentLine, StepAction
from postkring.segments.queries import to_add
from postkring.setup.numbering import draw_number
from postkring.setup.queries import marketing_setup

ENTRIES, BLOCKED = "entries", "privacyBlocked"


@dataclass(frozen=True)
class Logged:
    """`skipped` are lines whose contact is blocked for privacy by now: they stay, and were not logged (R-4712)."""

    change_set: ChangeSet
    entries: int
    skipped: int
    follow_up: Segment | None = None


def log_segment(segment: Segment, *, create_follow_up: bool = False, expected: Mapping[str, int] | None = None, by: User) -> Logged:
    """One transaction whatever the number of lines: half a log would be wrong to everybody who reads it (R-4713).

    `expected`: the number of `entries` that the user saw. Raises PreviewChanged when it would be another one by now.
    """
    require(by, Permission.EDIT_SEGMENTS)
    with act("segment.log", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment, at=writer.change_set)
        refuse_unready(stored)
        writer.insert(LoggedSegment(segment=stored, description=stored.description, date=timezone.localdate(), logged_by=writer.change_set))
        entries = _insert_entries(writer, stored)
        skipped = blocked_lines(stored).count()
        follow_up = _follow_up(writer, stored) if create_follow_up else None
        writer.count(**{ENTRIES: entries, BLOCKED: skipped})
        hold_to(writer, expected)
        writer.say(lambda: pgettext("msg.segment_logged", "Segment %(no)s has been logged.") % {"no": stored.number})
    return Logged(writer.change_set, entries, skipped, follow_up)


def lines_to_log(segment: Segment) -> "QuerySet[SegmentLine]":
    return SegmentLine.objects.filter(segment=segment, contact__privacy_blocked=False)


def blocked_lines(segment: Segment) -> "QuerySet[SegmentLine]":
    return SegmentLine.objects.filter(segment=segment, contact__privacy_blocked=True)


def refuse_unready(segment: Segment) -> None:
    """Raises Refused with the first thing that is missing (R-4701, R-4702)."""
    for said in missing(segment):
        raise said


def missing(segment: Segment) -> list[Refused]:
    """All that keeps the segment from being logged; a missing value of lines names the first contact that lacks it."""
    found = []
    if not segment.description:
        label = pgettext("field.description", "Description")
        found.append(Refused(pgettext("msg.required", "Fill in %(field)s.") % {"field": label}, field="description"))
    lines = lines_to_log(segment)
    if not lines.exists():
        found.append(Refused(pgettext("msg.nothing_to_log", "No line of the segment can be logged.")))
    return [*found, *_missing_in(lines)]


def _missing_in(lines: "QuerySet[SegmentLine]") -> list[Refused]:
    needed = {
        "salesperson": pgettext("field.salesperson_code", "Salesperson Code"),
        "interaction_template": pgettext("field.interaction_template_code", "Interaction Template Code"),
    }
    found = []
    for column, label in needed.items():
        first = lines.filter(**{f"{column}__isnull": True}).select_related("contact").order_by("line_number").first()
        if first:
            said = pgettext("msg.line_lacks", "%(field)s is missing on the line of %(contact)s.")
            named = f"{first.contact.number} {first.contact.name}"
            found.append(Refused(said % {"field": label, "contact": named}, field=column))
    return found


def _insert_entries(writer: Writer, segment: Segment) -> int:
    """One statement (R-4705). The campaign is that of the line, else of the template; the company that of the contact by now."""
    is_company = Q(contact__type=ContactType.COMPANY)
    values = {
        "entry_contact": F("contact_id"),
        "entry_number": F("contact__number"),
        "entry_company": Case(When(is_company, then=F("contact_id")), default=F("contact__company_id")),
        "entry_company_number": Case(
            When(is_company, then=F("contact__number")), default=Coalesce(F("contact__company__number"), Value(""))
        ),
        "entry_date": F("date"),
        "entry_description": Coalesce(_given("description"), Value(segment.description)),
        "entry_template": F("interaction_template_id"),
        "entry_segment": Value(segment.number),
        "entry_campaign": Coalesce(NullIf(F("campaign_number"), Value("")), F("interaction_template__campaign_number")),
        "entry_correspondence": F("correspondence_type"),
        "entry_evaluation": Value(""),
        "entry_failed": Value(False, output_field=BooleanField()),
        "entry_cost": F("interaction_template__unit_cost_cents"),
        "entry_duration": F("interaction_template__unit_duration"),
        "entry_salesperson": F("salesperson_id"),
        "entry_canceled": Value(False, output_field=BooleanField()),
        "entry_logged_by": Value(writer.change_set.number, output_field=BigIntegerField()),
    }
    columns = ["contact", "contact_number", "company", "company_number", "date", "description", "template_code", "segment_number"]
    columns += ["campaign_number", "correspondence_type", "evaluation", "attempt_failed", "cost_cents", "duration"]
    columns += ["salesperson_code", "canceled", "logged_by"]
    lines = lines_to_log(segment).order_by("line_number")
    entries = insert_from(lines.annotate(**values).values_list(*values), into=InteractionLogEntry, columns=columns)
    writer.record_inserted(InteractionLogEntry.objects.filter(logged_by=writer.change_set, segment_number=segment.number))
    return entries


def _given(column: str) -> Case:
    return Case(When(~Q(**{column: ""}), then=F(column)))


def _follow_up(writer: Writer, segment: Segment) -> Segment:
    """R-4708: a new segment with the contacts of the one that was logged, as far as they may be reached (D2, D3)."""
    series = marketing_setup().segment_series
    said = pgettext("segment.follow_up_on", "Follow-up on %(number)s") % {"number": segment.number}
    new = Segment(
        number=draw_number(series, taken=Segment.objects.all()),
        number_series=series,
        description=said[:DESCRIPTION_LENGTH],
        date=timezone.localdate(),
        salesperson=segment.salesperson,
        campaign_number=segment.campaign_number,
        correspondence_type=segment.correspondence_type,
        interaction_template=segment.interaction_template,
    )
    writer.insert(new)
    selection = contacts_of_logged(segment)
    record_step(writer, new, StepAction.ADD, selection, added=insert_lines(writer, new, to_add(new, selection)))
    return new


def contacts_of_logged(segment: Segment) -> Selection:
    return Selection((Chosen("segment", quoted(segment.number)),))
