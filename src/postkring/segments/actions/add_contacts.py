"""Add Contacts (4.4): everybody who is chosen, may be reached and is not on a line yet."""

from collections.abc import Mapping

from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.criteria.selections import Selection
from postkring.kit.errors import Refused
from postkring.kit.text import grouped
from postkring.ledger.acts import act
from postkring.ledger.expectations import hold_to
from postkring.segments.actions.header import locked
from postkring.segments.actions.steps import insert_lines, record_step
from postkring.segments.models import Segment, SegmentStep, StepAction
from postkring.segments.queries import Preview, preview, to_add


def add_contacts(
    segment: Segment, selection: Selection, *, expected: Mapping[str, int] | None = None, refuse_nobody: bool = False, by: User
) -> tuple[SegmentStep, Preview]:
    """Adds and records the step. Gives the step and the numbers as they were when it ran.

    `expected` are the numbers the user saw: when they would be others by now, PreviewChanged says so and nothing is done.
    `refuse_nobody`: whoever looks at the numbers first has nothing to do when nobody would be added.
    """
    require(by, Permission.EDIT_SEGMENTS)
    with act("segment.add_contacts", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment)
        outcome = preview(stored, selection)
        added = insert_lines(writer, stored, to_add(stored, selection))
        step = record_step(writer, stored, StepAction.ADD, selection, added=added)
        writer.keep = True
        writer.count(unchanged=outcome.unchanged, **outcome.left_out)
        hold_to(writer, expected)
        if refuse_nobody and not added:
            raise Refused(pgettext("msg.nobody_to_add", "With these filters nobody would be added."))
        writer.say(lambda: _sentence(stored, added))
    return step, outcome


def _sentence(segment: Segment, added: int) -> str:
    message = npgettext(
        "ledger.segment_added", "%(count)s contact added to segment %(number)s", "%(count)s contacts added to segment %(number)s", added
    )
    return message % {"count": grouped(added), "number": segment.number}
