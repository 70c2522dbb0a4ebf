"""Reduce and Refine (4.5): taking away the lines that match, or all those that do not."""

from collections.abc import Mapping
from typing import Final

from django.db.models import F
from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.criteria.selections import Selection
from postkring.kit.text import grouped
from postkring.ledger.acts import Writer, act
from postkring.ledger.expectations import hold_numbers_to, hold_to
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean_these
from postkring.ledger.models import ChangeSet
from postkring.segments.actions.header import locked
from postkring.segments.actions.steps import record_step
from postkring.segments.models import Segment, SegmentLine, SegmentStep, StepAction
from postkring.segments.options import Options
from postkring.segments.queries import read_before
from postkring.segments.reduction import REMOVED, STAYING, keys_going, lines_going
from postkring.segments.under_way import HELD


def _verb(action: StepAction) -> str:
    return "segment.reduce" if action == StepAction.REDUCE else "segment.refine"


def reduce_contacts(
    segment: Segment,
    selection: Selection,
    *,
    entire_companies: bool = False,
    expected: Mapping[str, int] | None = None,
    by: User,
) -> SegmentStep:
    """Takes away the lines whose contact matches. The step is recorded also when it takes nothing away (4.3).

    `expected` are the numbers the user saw: when they would be others by now, PreviewChanged says so and nothing is done.
    """
    return take_away(segment, StepAction.REDUCE, selection, Options(entire_companies=entire_companies), expected=expected, by=by)


def refine_contacts(
    segment: Segment,
    selection: Selection,
    *,
    entire_companies: bool = False,
    expected: Mapping[str, int] | None = None,
    by: User,
) -> SegmentStep:
    """Keeps the lines whose contact matches and takes the others away; otherwise as reduce_contacts."""
    return take_away(segment, StepAction.REFINE, selection, Options(entire_companies=entire_companies), expected=expected, by=by)


def take_away(
    segment: Segment, action: StepAction, selection: Selection, options: Options, *, expected: Mapping[str, int] | None = None, by: User
) -> SegmentStep:
    """Either of the two. Lines that stay are not written at all: their numbers and their own edits are what they were."""
    require(by, Permission.EDIT_SEGMENTS)
    with act(_verb(action), by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment, at=writer.change_set)
        removed = writer.delete(lines_going(stored, action, selection, options))
        step = record_step(writer, stored, action, selection, options, removed=removed)
        writer.keep = True
        writer.count(unchanged=SegmentLine.objects.filter(segment=stored).count())
        hold_to(writer, expected)
        writer.say(lambda: _sentence(stored.number, removed))
    return step


def take_away_in_steps(
    segment: Segment, action: StepAction, selection: Selection, options: Options, *, expected: Mapping[str, int] | None, by: User
) -> ChangeSet | None:
    """The same act in steps. Which lines go is settled when it begins; nobody else changes the segment meanwhile."""
    require(by, Permission.EDIT_SEGMENTS)
    chosen = read_before(segment, lambda held: keys_going(held, action, selection, options))

    def settle(writer: Writer) -> Data:
        stored = locked(segment, at=writer.change_set)
        going, staying = chosen(stored)
        hold_numbers_to({REMOVED: len(going), STAYING: staying}, expected)
        mean_these(writer, going)
        record_step(writer, stored, action, selection, options)
        writer.count(unchanged=staying)
        return {HELD: stored.pk, "number": stored.number}

    begun = begin(TAKING_AWAY, _verb(action), by=by, permission=Permission.EDIT_SEGMENTS, settle=settle)
    return go_on_by(TAKING_AWAY, begun, by=by)


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    locked(Segment(pk=data[HELD], number=data["number"]), at=writer.change_set)
    removed = writer.delete(SegmentLine.objects.filter(pk__in=keys(todo)))
    SegmentStep.objects.filter(change_set=writer.change_set).update(removed=F("removed") + removed)
    writer.count(removed=removed)


def _sentence(number: str, removed: int) -> str:
    if not removed:
        return pgettext("ledger.segment_nobody_removed", "Nobody removed from segment %(number)s") % {"number": number}
    message = npgettext(
        "ledger.segment_removed",
        "%(count)s contact removed from segment %(number)s",
        "%(count)s contacts removed from segment %(number)s",
        removed,
    )
    return message % {"count": grouped(removed), "number": number}


TAKING_AWAY: Final = LongAct(write=_step, said=lambda data, counts: _sentence(data["number"], counts.get("removed", 0)))
