"""Whom Reduce and Refine take away, and who stays (4.5). Only those on lines are looked at (R-4302)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from postkring.contacts.models import Contact, ContactQuerySet
from postkring.criteria.selections import Selection
from postkring.segments.models import Segment, SegmentLine, StepAction
from postkring.segments.options import Options, reach
from postkring.segments.queries import in_segment

REMOVED, STAYING = "removed", "unchanged"


@dataclass(frozen=True)
class Reduction:
    """How many lines a step takes away and leaves; together they are the lines there are."""

    removed: int
    staying: int


def reduction_sets(segment: Segment, action: str, selection: Selection, options: Options) -> dict[str, ContactQuerySet]:
    """The contacts who lose their line and those who keep it. Reduce takes away who is meant, Refine everybody else (R-4301)."""
    meant, on_lines = reach(selection, options), Contact.objects.filter(in_segment(segment))
    found, others = on_lines.filter(meant), on_lines.filter(~meant)
    return {REMOVED: found, STAYING: others} if action == StepAction.REDUCE else {REMOVED: others, STAYING: found}


def reduction(segment: Segment, action: str, selection: Selection, options: Options) -> Reduction:
    removed = reduction_sets(segment, action, selection, options)[REMOVED].order_by().count()
    # Somebody may have changed the segment between the two counts.
    return Reduction(removed, max(SegmentLine.objects.filter(segment=segment).count() - removed, 0))


def lines_going(segment: Segment, action: str, selection: Selection, options: Options) -> QuerySet[SegmentLine]:
    going = reduction_sets(segment, action, selection, options)[REMOVED]
    return SegmentLine.objects.filter(segment=segment, contact__in=going.order_by().values("pk"))


def keys_going(segment: Segment, action: str, selection: Selection, options: Options) -> tuple[list[int], int]:
    """The lines that go, in their order, and how many stay: read at once, before anything is held."""
    keys = list(lines_going(segment, action, selection, options).order_by("line_number").values_list("pk", flat=True))
    return keys, max(SegmentLine.objects.filter(segment=segment).count() - len(keys), 0)
