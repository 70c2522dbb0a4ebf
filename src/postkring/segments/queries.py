"""Reads of segments: lines in their order, steps, and what a step would do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED, eligible, with_reason
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.criteria.selections import Selection
from postkring.kit.lookups import Fold
from postkring.kit.sql import stands_in
from postkring.ledger.models import Image
from postkring.segments.models import LoggedSegment, Segment, SegmentLine, SegmentStep
from postkring.segments.options import NONE, Options, reach

Found = TypeVar("Found")

SAMPLE = 20

# R-4216: companies under their name, then their persons; contacts without a company name first.
ORDER = (F("sort_company_name").asc(), F("company__number").asc(nulls_first=True), F("type").asc(), F("sort_name").asc(), F("pk").asc())

ADDED, UNCHANGED, LEFT_OUT = "added", "unchanged", "leftOut"
# What Add Contacts does with a chosen contact; LEFT_OUT is every reason together.
_PARTS = {
    ADDED: Q(already=False, left_out=""),
    UNCHANGED: Q(already=True),
    LEFT_OUT: Q(already=False) & ~Q(left_out=""),
    PRIVACY_BLOCKED: Q(already=False, left_out=PRIVACY_BLOCKED),
    EXCLUDED: Q(already=False, left_out=EXCLUDED),
}


@dataclass(frozen=True)
class Preview:
    """What Add Contacts would do. `matched` is always added + unchanged + what is left out."""

    matched: int
    added: int
    unchanged: int
    left_out: dict[str, int] = field(default_factory=dict)


def lines_of(segment: Segment) -> "models.QuerySet[SegmentLine]":
    return SegmentLine.objects.filter(segment=segment).select_related("contact__company").order_by("line_number")


def steps_of(segment: Segment) -> "models.QuerySet[SegmentStep]":
    return SegmentStep.objects.filter(segment=segment).select_related("change_set__by").order_by("action_number")


def last_step(segment: Segment) -> SegmentStep | None:
    return SegmentStep.objects.filter(segment=segment).select_related("change_set").order_by("-action_number").first()


def for_listing() -> "models.QuerySet[Segment]":
    """Every segment with `line_count`, `is_logged` and `is_canceled`, and with `description_folded` to order by."""
    lines = SegmentLine.objects.filter(segment=OuterRef("pk")).order_by().values("segment").annotate(number=Count("*")).values("number")
    line_count = Coalesce(models.Subquery(lines), 0, output_field=models.IntegerField())
    logged = LoggedSegment.objects.filter(segment=OuterRef("pk"))
    return Segment.objects.annotate(
        line_count=line_count,
        description_folded=Fold(F("description")),
        is_logged=Exists(logged),
        is_canceled=Exists(logged.filter(canceled=True)),
    )


def in_segment(segment: Segment) -> Q:
    return stands_in(SegmentLine.objects.filter(segment=segment), "contact")


def to_add(segment: Segment, selection: Selection, options: Options = NONE) -> ContactQuerySet:
    """The contacts that Add Contacts adds: meant, reachable and not on a line yet. Whom the options bring in is settled before anybody
    is left out (step F of 4.4): a contact that is left out may bring in its company."""
    meant = Contact.objects.filter(reach(selection, options))
    return eligible(meant, ignore_exclusion=options.ignore_exclusion).filter(~in_segment(segment))


def preview(segment: Segment, selection: Selection, options: Options = NONE) -> Preview:
    """Counted in one statement, so that the numbers belong together, and looking once at each contact whether it is on a line.
    Who is on one already counts as unchanged."""
    meant: Any = _previewed(segment, selection, options)
    rows = meant.order_by().values("already", "left_out").annotate(number=Count("*"))
    unchanged, by_reason = 0, {"": 0, PRIVACY_BLOCKED: 0, EXCLUDED: 0}
    for already, reason, number in rows.values_list("already", "left_out", "number"):
        if already:
            unchanged += number
        else:
            by_reason[reason] += number
    added = by_reason.pop("")
    return Preview(added + unchanged + sum(by_reason.values()), added, unchanged, by_reason)


def read_before(segment: Segment, read: Callable[[Segment], Found]) -> Callable[[Segment], Found]:
    """Reads now, so that nobody who writes waits for it. What is given says it of the segment once that is held: it reads again only
    where somebody took a step in between. Nothing else adds lines or takes them away."""
    last, found = last_step(segment), read(segment)
    return lambda held: found if last_step(held) == last else read(held)


def line_keys(segment: Segment) -> list[int]:
    return list(SegmentLine.objects.filter(segment=segment).order_by("line_number").values_list("pk", flat=True))


def settled(segment: Segment, selection: Selection, options: Options) -> tuple[list[int], Preview]:
    """Whom Add Contacts adds, in the order of the lines, and the numbers: one statement as well. It holds nothing."""
    chosen: models.QuerySet[Any, Any] = _previewed(segment, selection, options).order_by(*ORDER)
    keys, unchanged, left_out = list[int](), 0, {PRIVACY_BLOCKED: 0, EXCLUDED: 0}
    for key, already, reason in chosen.values_list("pk", "already", "left_out").iterator():
        if already:
            unchanged += 1
        elif reason:
            left_out[reason] += 1
        else:
            keys.append(key)
    return keys, Preview(len(keys) + unchanged + sum(left_out.values()), len(keys), unchanged, left_out)


def preview_sets(segment: Segment, selection: Selection, options: Options = NONE) -> dict[str, ContactQuerySet]:
    """The contacts behind each number, by its name; together they are everybody who is meant."""
    return {name: previewed_as(name, segment, selection, options) for name in _PARTS if name != LEFT_OUT}


def previewed_as(name: str, segment: Segment, selection: Selection, options: Options = NONE) -> ContactQuerySet:
    """The contacts behind one number of the preview, by the condition that counts them."""
    return _previewed(segment, selection, options).filter(_PARTS[name])


def _previewed(segment: Segment, selection: Selection, options: Options) -> ContactQuerySet:
    meant = Contact.objects.filter(reach(selection, options))
    return with_reason(meant, ignore_exclusion=options.ignore_exclusion).annotate(already=in_segment(segment))


def highest_line_number(segment: Segment) -> int:
    return int(SegmentLine.objects.filter(segment=segment).aggregate(highest=Max("line_number"))["highest"] or 0)


def touched_by_step(step: SegmentStep, *, kind: str) -> ContactQuerySet:
    """The contacts whose lines a step inserted or deleted, deleted contacts left out."""
    images = Image.objects.filter(change_set=step.change_set, label="segments.segmentline", kind=kind, subject_id__isnull=False)
    contacts = Contact.objects.aggregate(last=Max("pk"))["last"] or 0
    return Contact.objects.filter(stands_in(images, "subject_id", most=(step.added + step.removed) * 16 >= contacts))


def segments_of(contact: Contact) -> "models.QuerySet[Segment]":
    return Segment.objects.filter(Exists(SegmentLine.objects.filter(segment=OuterRef("pk"), contact=contact))).order_by("number")


def segments_holding(contacts: ContactQuerySet, *, at_most: int) -> list[tuple[Segment, int]]:
    """The segments on whose lines they stand, and how many of them, beginning with the largest number."""
    rows = SegmentLine.objects.filter(contact__in=contacts.order_by().values("pk")).order_by().values("segment").annotate(number=Count("*"))
    counts = dict(rows.order_by("-number", "segment__number").values_list("segment", "number")[:at_most])
    segments = Segment.objects.in_bulk(counts)
    return [(segments[key], number) for key, number in counts.items()]
