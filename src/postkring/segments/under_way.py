"""Acts in several transactions on a segment: until one has ended, nobody else changes the header, the lines or the steps.

Steps build on each other, and lines are numbered behind those that are there: what came in between could be neither counted nor
taken back.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import pgettext

from postkring.kit.errors import Refused
from postkring.ledger.declarations import label_of
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.undoable import unfinished
from postkring.segments.models import LoggedSegment, Segment, SegmentLine, SegmentStep

HELD: Final = "segment"  # among the data of an act in steps: the key of the segment that it is about


def refuse_under_way(segments: set[int], *, but: ChangeSet) -> None:
    """Raises Refused when an act in steps has one of them, other than `but`, what it undoes or what undoes it. Holds nothing by itself."""
    first = but.first_id or but.pk
    for each in unfinished().exclude(pk=first).exclude(first=first).select_related("undoes").order_by("number"):
        for key in sorted(segments & _held_by(each)):
            raise _under_way(key)


def segments_of(change_set: ChangeSet) -> set[int]:
    """The segments of which it has written the header or a step, or that it has logged, or else a line: more than a few are never
    written without those."""
    headers = _images(change_set, Segment).values_list("object_id", flat=True)
    logged = _images(change_set, LoggedSegment).values_list("object_id", flat=True)
    standing = LoggedSegment.objects.filter(pk__in=list(logged)).values_list("segment", flat=True)
    steps = (*steps_inserted(change_set), *steps_deleted(change_set))
    return {*headers, *standing, *(segment for segment, _ in steps)} or _of_lines(change_set)


def _of_lines(change_set: ChangeSet) -> set[int]:
    changed = _images(change_set, SegmentLine).filter(kind=Image.UPDATED).values("object_id")
    return set(SegmentLine.objects.filter(pk__in=changed).values_list("segment_id", flat=True))


def steps_inserted(change_set: ChangeSet) -> Iterator[tuple[int, int]]:
    """Segment and number of the steps that it made and that are there."""
    made = _images(change_set, SegmentStep).filter(kind=Image.INSERTED)
    yield from SegmentStep.objects.filter(pk__in=made.values("object_id")).values_list("segment_id", "action_number")


def steps_deleted(change_set: ChangeSet) -> Iterator[tuple[int, int]]:
    for before in _images(change_set, SegmentStep).filter(kind=Image.DELETED).values_list("before", flat=True):
        yield before["segment_id"], before["action_number"]


def _held_by(change_set: ChangeSet) -> set[int]:
    if change_set.undoes:
        return segments_of(change_set.undoes)
    position: Any = change_set.position
    data = position.get("data", {}) if isinstance(position, dict) else {}
    return {data[HELD]} if HELD in data else set()


def _images(change_set: ChangeSet, model: type[Segment | SegmentStep | SegmentLine | LoggedSegment]) -> Any:
    return Image.objects.filter(change_set=change_set, label=label_of(model))


def _under_way(key: int) -> Refused:
    segment = Segment.objects.filter(pk=key).first()
    message = pgettext("msg.segment_under_way", "A task is at work on segment %(number)s. Wait until it has ended, or cancel it.")
    return Refused(message % {"number": segment.number if segment else ""})
