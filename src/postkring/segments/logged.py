"""Segments that were logged: read-only with all that is theirs, and they stay (D6, R-4806)."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.codes import asked_code
from postkring.kit.errors import NotFound, Refused
from postkring.kit.refusals import unknown
from postkring.ledger.declarations import label_of
from postkring.ledger.models import ChangeSet, Image
from postkring.segments.models import LoggedSegment, Segment, SegmentLine


def open_segments() -> "QuerySet[Segment]":
    return Segment.objects.exclude(pk__in=LoggedSegment.objects.values("segment"))


def open_lines() -> "QuerySet[SegmentLine]":
    return SegmentLine.objects.exclude(segment__in=LoggedSegment.objects.values("segment"))


def logged_lines() -> "QuerySet[SegmentLine]":
    return SegmentLine.objects.filter(segment__in=LoggedSegment.objects.values("segment"))


def logged_of(segment: Segment) -> LoggedSegment | None:
    return LoggedSegment.objects.select_related("logged_by__by").filter(segment=segment).first()


def logged_to_change(segment: Segment, *, by: User) -> LoggedSegment:
    require(by, Permission.EDIT_SEGMENTS)
    found = logged_of(segment)
    if found is None:
        raise NotFound(pgettext("msg.segment_not_logged", "Segment %(number)s is not logged.") % {"number": segment.number})
    return found


def logged_called(number: str) -> Segment:
    """Raises DoesNotExist for a number that no segment has, Refused for one that was not logged."""
    found = Segment.objects.filter(number=asked_code(number)).first()
    if found is None:
        raise unknown(number, pgettext("page.logged_segments", "Logged Segments"), field="segment_number")
    if logged_of(found) is None:
        said = pgettext("msg.segment_not_logged", "Segment %(number)s is not logged.")
        raise Refused(said % {"number": found.number}, field="segment_number")
    return found


def refuse_logged(segments: Collection[int], *, but: ChangeSet | None = None) -> None:
    """Raises Refused when one of them was logged by another act than `but`, which an undo is about to take back.

    The cancel mark comes and goes nevertheless.
    """
    logged = LoggedSegment.objects.filter(segment__in=segments).select_related("segment").order_by("segment__number")
    if but:
        marked = Image.objects.filter(change_set=but, label=label_of(LoggedSegment), kind=Image.UPDATED)
        logged = logged.exclude(logged_by=but.original()).exclude(pk__in=marked.values("object_id"))
    first = logged.first()
    if first is not None:
        said = pgettext("msg.segment_is_logged", "Segment %(number)s is logged, so it can no longer be changed.")
        raise Refused(said % {"number": first.segment.number}, number=first.segment.number)


def refuse_logging_again(change_set: ChangeSet) -> None:
    """An undo of the undo would log lines as they were then: the segment may be another one by now."""
    if Image.objects.filter(change_set=change_set, label=label_of(LoggedSegment), kind=Image.DELETED).exists():
        raise Refused(pgettext("msg.log_again", "The segment is open again. Log it again instead."))
