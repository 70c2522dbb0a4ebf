"""What the ledger must know before it takes a step of a segment back, or anything else of a segment."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import pgettext

from postkring.kit.errors import Refused
from postkring.ledger.models import ChangeSet
from postkring.segments.logged import refuse_logged, refuse_logging_again
from postkring.segments.models import Segment, SegmentStep
from postkring.segments.under_way import refuse_under_way, segments_of, steps_deleted, steps_inserted


def hold_segments(change_set: ChangeSet) -> None:
    """The segments of the act are held as every act on them holds them, and nothing else is under way there.

    Steps build on each other: only the last one of a segment goes back, and comes back only in its old place.
    """
    segments = segments_of(change_set)
    for _ in Segment.objects.select_for_update().filter(pk__in=segments).order_by("pk").values_list("pk"):
        pass
    refuse_under_way(segments, but=change_set)
    refuse_logged(segments, but=change_set)
    refuse_logging_again(change_set)
    _only_the_last_steps(change_set)


def _only_the_last_steps(change_set: ChangeSet) -> None:
    going, coming = _by_segment(steps_inserted(change_set)), _by_segment(steps_deleted(change_set))
    for segment, numbers in going.items():
        _refuse_others(segment, above=min(numbers), but=numbers)
    for segment, numbers in coming.items():
        _refuse_others(segment, above=min(numbers) - 1, but=set())


def _by_segment(steps: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found = defaultdict[int, set[int]](set)
    for segment, number in steps:
        found[segment].add(number)
    return found


def _refuse_others(segment: int, *, above: int, but: set[int]) -> None:
    numbers = SegmentStep.objects.filter(segment=segment, action_number__gt=above).values_list("action_number", flat=True)
    if set(numbers) - but:
        raise Refused(pgettext("msg.later_steps", "The segment has had later steps since. Go back through those first."))
