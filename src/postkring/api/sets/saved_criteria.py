"""savedSegmentCriteria: the steps of segments under a code; saved from a segment, and taken again on one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.http import HttpResponse
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.api.acting import Numbers, answer_of
from postkring.api.answers import json_answer
from postkring.api.bodies import body_of, members_of, required
from postkring.api.bound import Asking, Bound
from postkring.api.edm import Asked, EntitySet, Made, Values, Writing, code, guid, number, text
from postkring.api.long_acts import in_this_process
from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.kit.codes import CODE_LENGTH, asked_code
from postkring.kit.lookups import Fold
from postkring.kit.refusals import unknown
from postkring.ledger.models import Image
from postkring.lists.saved_criteria import SAVED_CRITERIA as LISTED
from postkring.segments.actions import change_criteria, delete_criteria, reuse_criteria, save_criteria
from postkring.segments.actions.reuse_criteria import rows_of
from postkring.segments.models import SavedAction, SavedCriteria, Segment, SegmentLine, SegmentStep
from postkring.segments.queries import last_step
from postkring.segments.words import saved_in_words
from postkring.work.queries import is_long


def _of_saved(asked: Asked) -> Mapping[str, Made]:
    actions = SavedAction.objects.filter(saved=OuterRef("pk")).order_by().values("saved").annotate(number=Count("*"))
    return {
        "action_count": Subquery(actions.values("number"), output_field=IntegerField()),
        "description_folded": Fold(F("description")),
    }


def _change(key: int, values: Values, by: User) -> None:
    change_criteria(SavedCriteria.objects.get(pk=key), code=values.get("code"), description=values.get("description"), by=by)


SAVED_CRITERIA: Final = EntitySet(
    name="savedSegmentCriteria",
    entity="savedSegmentCriterion",
    properties=(
        guid(),
        code("code", length=CODE_LENGTH, folded="code_folded", order="code"),
        text("description", length=100, order="description_folded"),
        number("numberOfActions", "action_count", is_read_only=True),
    ),
    rows=lambda asked: SavedCriteria.objects.all(),
    order=("code",),
    versioned=("code", "description"),
    annotations=_of_saved,
    search=LISTED.search,
    writing=Writing(
        Permission.EDIT_SEGMENTS,
        change=_change,
        delete=lambda key, by: delete_criteria(SavedCriteria.objects.get(pk=key), by=by),
    ),
)


def _save(asking: Asking) -> HttpResponse:
    require(asking.by, Permission.EDIT_SEGMENTS)
    body = members_of(body_of(asking.request), SAVE.takes)
    saved = save_criteria(Segment.objects.get(pk=asking.key), body.get("code", ""), body.get("description", ""), by=asking.by)
    return asking.made(SAVED_CRITERIA, saved.pk)


def _reuse(asking: Asking) -> HttpResponse:
    """The numbers of all steps together: whoever one of them adds and another takes away counts in both."""
    require(asking.by, Permission.EDIT_SEGMENTS)
    body = members_of(body_of(asking.request), REUSE.takes)
    required(body, "code")
    segment, saved = Segment.objects.get(pk=asking.key), _called(body["code"])
    before = last_step(segment)
    _take(segment, saved, asking.by)
    steps = SegmentStep.objects.filter(segment=segment, action_number__gt=before.action_number if before else 0)
    return json_answer(_answer(segment, saved, list(steps.select_related("change_set").order_by("action_number"))))


def _take(segment: Segment, saved: SavedCriteria, by: User) -> None:
    rows = rows_of(segment, saved)
    if is_long(rows):
        in_this_process("reuse_criteria", {"number": segment.number, "code": saved.code}, total=rows, by=by)
    else:
        reuse_criteria(segment, saved, by=by)


def _answer(segment: Segment, saved: SavedCriteria, steps: Sequence[SegmentStep]) -> dict[str, Any]:
    def together(name: str) -> int:
        return sum(step.change_set.counts.get(name, 0) for step in steps)

    numbers = Numbers(
        added=together("added"),
        removed=together("removed"),
        unchanged=together("unchanged"),
        excluded=together(EXCLUDED),
        blocked=together(PRIVACY_BLOCKED),
    )
    return answer_of(
        numbers,
        _added_by(segment, steps),
        change_set=steps[-1].change_set_id,
        lines=SegmentLine.objects.filter(segment=segment).count(),
        sentence=saved_in_words(saved),
    )


def _added_by(segment: Segment, steps: Sequence[SegmentStep]) -> ContactQuerySet:
    """Those who have come by the steps and are still there."""
    images = Image.objects.filter(label="segments.segmentline", kind=Image.INSERTED, change_set__in=[step.change_set_id for step in steps])
    lines = SegmentLine.objects.filter(segment=segment, pk__in=images.values("object_id"))
    return Contact.objects.filter(pk__in=lines.values("contact"))


def _called(code: str) -> SavedCriteria:
    found = SavedCriteria.objects.filter(code=asked_code(code)).first()
    if found is None:
        raise unknown(code, pgettext("page.saved_segment_criteria", "Saved Segment Criteria"), field="code")
    return found


SAVE: Final = Bound(_save, {"code": str, "description": str}, "savedSegmentCriterion", makes=True)
REUSE: Final = Bound(_reuse, {"code": str}, "act")
