"""The acts on a segment: its steps, taking the last of them back, giving a mailing group to everybody on its lines."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.utils.translation import pgettext

from postkring.accounts.permissions import Permission
from postkring.api.acting import Act, Numbers, Prepared, options_in, selection_in
from postkring.api.bodies import required
from postkring.api.sets.group_acts import prepared_for
from postkring.api.sets.naming import no_such_group
from postkring.classifications.members import Mode
from postkring.classifications.queries import group_by_code
from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED
from postkring.criteria.expressions import quoted
from postkring.criteria.selections import Chosen, Selection, read_stored
from postkring.kit.errors import Refused
from postkring.segments.models import Segment, SegmentLine, SegmentStep, StepAction
from postkring.segments.options import Options, names_for, read_options
from postkring.segments.queries import ADDED, last_step, preview, previewed_as, touched_by_step
from postkring.segments.reduction import REMOVED, STAYING, reduction, reduction_sets
from postkring.segments.words import step_in_words
from postkring.work.queries import is_long
from postkring.work.segments import step_arguments


def lines_on(key: int) -> int:
    return SegmentLine.objects.filter(segment=key).count()


def _add(key: int, body: Mapping[str, Any]) -> Prepared:
    selection = selection_in(body)
    options = read_options(options_in(body, names_for(StepAction.ADD)))
    return prepared_to_add(Segment.objects.get(pk=key), selection, options)


def prepared_to_add(segment: Segment, selection: Selection, options: Options) -> Prepared:
    seen = preview(segment, selection, options)
    left_out = {EXCLUDED: seen.left_out[EXCLUDED], PRIVACY_BLOCKED: seen.left_out[PRIVACY_BLOCKED]}
    return Prepared(
        numbers=Numbers(added=seen.added, unchanged=seen.unchanged, excluded=left_out[EXCLUDED], blocked=left_out[PRIVACY_BLOCKED]),
        touched=[previewed_as(ADDED, segment, selection, options)],
        sentence=step_in_words(selection, options),
        kind="segment",
        arguments={**step_arguments(segment, StepAction.ADD, selection, options), "refuse_nobody": False},
        expected={"added": seen.added, "unchanged": seen.unchanged, **left_out},
    )


def _take_away(action: StepAction, key: int, body: Mapping[str, Any]) -> Prepared:
    segment, selection = Segment.objects.get(pk=key), selection_in(body)
    options = read_options(options_in(body, names_for(action)))
    seen = reduction(segment, action, selection, options)
    return Prepared(
        numbers=Numbers(removed=seen.removed, unchanged=seen.staying),
        touched=[reduction_sets(segment, action, selection, options)[REMOVED]],
        sentence=step_in_words(selection, options),
        kind="segment_less",
        arguments=step_arguments(segment, action, selection, options),
        expected={REMOVED: seen.removed, STAYING: seen.staying},
    )


def _go_back(key: int, body: Mapping[str, Any]) -> Prepared:
    segment = Segment.objects.get(pk=key)
    step = last_step(segment)
    if step is None:
        raise Refused(pgettext("msg.go_back_none", "There is no step to undo."))
    return Prepared(
        numbers=Numbers(added=step.removed, removed=step.added),
        touched=[touched_by_step(step, kind="i" if step.action == StepAction.ADD else "d")],
        sentence=step_in_words(read_stored(step.selection), read_options(step.options)),
        kind="go_back",
        arguments={"number": segment.number, "step": step.action_number, "step_of": step.change_set_id, **_in_steps(step)},
        expected={},
    )


def _in_steps(step: SegmentStep) -> dict[str, int]:
    """What is many rows is taken back in steps, by the number of its act."""
    return {"taken_back": step.change_set_id} if is_long(step.added + step.removed) else {}


def _apply_group(key: int, body: Mapping[str, Any]) -> Prepared:
    required(body, "mailingGroupCode")
    group = group_by_code(body["mailingGroupCode"])
    if group is None:
        raise no_such_group(body["mailingGroupCode"])
    segment = Segment.objects.get(pk=key)
    on_lines = Selection((Chosen("segment", quoted(segment.number)),))
    return prepared_for(group, on_lines, Mode.REPLACE if body.get("replace") else Mode.ADD)


SEGMENT_ACTS: Final = {
    "addContacts": Act(Permission.EDIT_SEGMENTS, {"selection": dict, "options": dict}, _add, lines_on),
    "reduceContacts": Act(Permission.EDIT_SEGMENTS, {"selection": dict, "options": dict}, partial(_take_away, StepAction.REDUCE), lines_on),
    "refineContacts": Act(Permission.EDIT_SEGMENTS, {"selection": dict, "options": dict}, partial(_take_away, StepAction.REFINE), lines_on),
    "goBack": Act(Permission.EDIT_SEGMENTS, {}, _go_back, lines_on),
    "applyMailingGroup": Act(Permission.EDIT_CONTACTS, {"mailingGroupCode": str, "replace": bool}, _apply_group, lines_on),
}
