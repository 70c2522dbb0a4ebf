"""Add Contacts (4.4): everybody who is chosen, may be reached and is not on a line yet."""

from collections.abc import Mapping
from typing import Final

from django.db.models import F
from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.consent.eligibility import eligible
from postkring.contacts.models import Contact
from postkring.criteria.selections import Selection
from postkring.kit.errors import Refused
from postkring.kit.text import grouped
from postkring.ledger.acts import Writer, act
from postkring.ledger.expectations import hold_numbers_to, hold_to
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean_these
from postkring.ledger.models import ChangeSet
from postkring.segments.actions.header import locked
from postkring.segments.actions.steps import insert_lines, record_step
from postkring.segments.models import Segment, SegmentStep, StepAction
from postkring.segments.options import NONE, Options
from postkring.segments.queries import ADDED, Preview, preview, read_before, settled, to_add
from postkring.segments.under_way import HELD

_VERB: Final = "segment.add_contacts"


def add_contacts(
    segment: Segment,
    selection: Selection,
    options: Options = NONE,
    *,
    expected: Mapping[str, int] | None = None,
    refuse_nobody: bool = False,
    by: User,
) -> tuple[SegmentStep, Preview]:
    """Adds and records the step. Gives the step and the numbers as they were when it ran.

    `expected` are the numbers the user saw: when they would be others by now, PreviewChanged says so and nothing is done.
    `refuse_nobody`: whoever looks at the numbers first has nothing to do when nobody would be added.
    """
    require(by, Permission.EDIT_SEGMENTS)
    with act(_VERB, by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment, at=writer.change_set)
        outcome = preview(stored, selection, options)
        added = insert_lines(writer, stored, to_add(stored, selection, options))
        step = record_step(writer, stored, StepAction.ADD, selection, options, added=added)
        writer.keep = True
        writer.count(unchanged=outcome.unchanged, **outcome.left_out)
        hold_to(writer, expected)
        if refuse_nobody and not added:
            raise _nobody()
        writer.say(lambda: _sentence(stored.number, added))
    return step, outcome


def add_contacts_in_steps(
    segment: Segment, selection: Selection, options: Options = NONE, *, expected: Mapping[str, int] | None, by: User
) -> ChangeSet | None:
    """The same act in steps, refused where nobody would be added. Who is added, and what was `expected`, is settled when it begins.

    Who may not be reached any more when their step comes, or is gone, is left out and not counted. The step of the segment is there from
    the beginning: nobody else changes the segment meanwhile.
    """
    require(by, Permission.EDIT_SEGMENTS)
    chosen = read_before(segment, lambda held: settled(held, selection, options))

    def settle(writer: Writer) -> Data:
        stored = locked(segment, at=writer.change_set)
        adding, outcome = chosen(stored)
        others = {"unchanged": outcome.unchanged, **outcome.left_out}
        hold_numbers_to({ADDED: outcome.added, **others}, expected)
        if not adding:
            raise _nobody()
        mean_these(writer, adding)
        record_step(writer, stored, StepAction.ADD, selection, options)
        writer.count(**others)
        return {HELD: stored.pk, "number": stored.number, "ignore_exclusion": options.ignore_exclusion}

    begun = begin(ADDING, _VERB, by=by, permission=Permission.EDIT_SEGMENTS, settle=settle)
    return go_on_by(ADDING, begun, by=by)


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    stored = locked(Segment(pk=data[HELD], number=data["number"]), at=writer.change_set)
    reached = eligible(Contact.objects.filter(pk__in=keys(todo)), ignore_exclusion=data.get("ignore_exclusion", False))
    added = insert_lines(writer, stored, reached)
    SegmentStep.objects.filter(change_set=writer.change_set).update(added=F("added") + added)
    writer.count(added=added)


def _nobody() -> Refused:
    return Refused(pgettext("msg.nobody_to_add", "With these filters nobody would be added."))


def _sentence(number: str, added: int) -> str:
    message = npgettext(
        "ledger.segment_added", "%(count)s contact added to segment %(number)s", "%(count)s contacts added to segment %(number)s", added
    )
    return message % {"count": grouped(added), "number": number}


ADDING: Final = LongAct(write=_step, said=lambda data, counts: _sentence(data["number"], counts["added"]))
