"""Taking saved criteria again on a segment: all their actions in order, on today's data (R-4503 to R-4505)."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.criteria.selections import Selection, condition, read_stored
from postkring.ledger.acts import one_transaction
from postkring.ledger.watch import more_to_come
from postkring.segments.access import saved_criteria_to_read
from postkring.segments.actions.add_contacts import add_contacts
from postkring.segments.actions.reduce import take_away
from postkring.segments.models import SavedAction, SavedCriteria, Segment, SegmentLine, SegmentStep, StepAction
from postkring.segments.options import Options, read_options
from postkring.segments.queries import to_add


@dataclass(frozen=True)
class Action:
    action: StepAction
    selection: Selection
    options: Options


def reuse_criteria(segment: Segment, saved: SavedCriteria, *, by: User) -> Sequence[SegmentStep]:
    """Each action becomes a step of its own, so that Go Back takes them one by one; all of them are taken, or none.

    Raises the error that names a code which is no more, before anything is done: such a filter never means everybody, and nobody is
    left out of a segment unnoticed because of it.
    """
    require(by, Permission.EDIT_SEGMENTS)
    with one_transaction("criteria.reuse"):
        actions = actions_of(saved_criteria_to_read(saved.code, by=by))
        steps = []
        for place, each in enumerate(actions, start=1):
            with more_to_come() if place < len(actions) else nullcontext():
                steps.append(_take(segment, each, by))
    return steps


def actions_of(saved: SavedCriteria) -> list[Action]:
    """Every selection is read as it was when it was typed: a code that is no more is refused."""
    stored = SavedAction.objects.filter(saved=saved).order_by("action_number")
    actions = [Action(StepAction(each.action), read_stored(each.selection), read_options(each.options)) for each in stored]
    for each in actions:
        condition(each.selection)
    return actions


def rows_of(segment: Segment, saved: SavedCriteria) -> int:
    """About how many lines reusing writes: enough to say whether it takes long. Raises what reuse_criteria would raise."""
    actions = actions_of(saved)
    adding = [each for each in actions if each.action is StepAction.ADD]
    added = sum(to_add(segment, each.selection, each.options).order_by().count() for each in adding)
    if len(adding) == len(actions):
        return added
    return added + added + SegmentLine.objects.filter(segment=segment).count()


def _take(segment: Segment, each: Action, by: User) -> SegmentStep:
    if each.action is StepAction.ADD:
        return add_contacts(segment, each.selection, each.options, by=by)[0]
    return take_away(segment, each.action, each.selection, each.options, by=by)
