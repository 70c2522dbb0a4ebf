"""What every step of a segment shares: its number, its record, and lines for chosen contacts."""

from django.db.models import CharField, F, IntegerField, Value, Window
from django.db.models.fields import BigIntegerField, DateField
from django.db.models.functions import Coalesce, NullIf, RowNumber

from postkring.contacts.models import ContactQuerySet
from postkring.criteria.selections import Selection
from postkring.kit.sql import insert_from
from postkring.ledger.acts import Writer
from postkring.segments.models import LINE_STEP, Segment, SegmentLine, SegmentStep, StepAction
from postkring.segments.options import NONE, Options, as_data
from postkring.segments.queries import ORDER, highest_line_number, last_step


def record_step(
    writer: Writer,
    segment: Segment,
    action: StepAction,
    selection: Selection,
    options: Options = NONE,
    *,
    added: int = 0,
    removed: int = 0,
) -> SegmentStep:
    """A step is recorded also when it changed no line (R-4213)."""
    before = last_step(segment)
    step = SegmentStep(
        segment=segment,
        action_number=before.action_number + 1 if before else 1,
        action=action,
        selection=selection.as_data(),
        options=as_data(options, action),
        added=added,
        removed=removed,
        change_set=writer.change_set,
    )
    writer.insert(step)
    writer.count(added=added, removed=removed)
    return step


def insert_lines(writer: Writer, segment: Segment, contacts: ContactQuerySet) -> int:
    """One statement: a line for each contact with the values of header and contact (R-4101, R-4104, R-4105). Returns how many."""
    start = highest_line_number(segment)
    values = {
        "line_segment": Value(segment.pk, output_field=BigIntegerField()),
        "line_place": Window(RowNumber(), order_by=ORDER) * LINE_STEP + Value(start, output_field=IntegerField()),
        "line_contact": F("pk"),
        "line_description": Value(segment.description),
        "line_date": Value(segment.date, output_field=DateField()),
        "line_salesperson": Coalesce(Value(segment.salesperson_id), F("salesperson_id"), output_field=CharField()),
        "line_campaign": Value(segment.campaign_number),
        "line_correspondence": Coalesce(NullIf(F("correspondence_type"), Value("")), Value(_correspondence(segment))),
        "line_language": F("language_id"),
        "line_template": Value(segment.interaction_template_id, output_field=CharField()),
        "line_added_by": Value(writer.change_set.number, output_field=BigIntegerField()),
    }
    copied = ["description", "date", "salesperson", "campaign_number", "correspondence_type", "language", "interaction_template"]
    columns = ["segment", "line_number", "contact", *copied, "added_by"]
    added = insert_from(contacts.order_by().annotate(**values).values_list(*values), into=SegmentLine, columns=columns)
    writer.record_inserted(SegmentLine.objects.filter(segment=segment, line_number__gt=start, added_by=writer.change_set))
    return added


def _correspondence(segment: Segment) -> str:
    """That of the header, else that of its template."""
    template = segment.interaction_template
    return segment.correspondence_type or (template.correspondence_type if template else "")
