"""Go Back: takes the last step back, exactly (R-4403, D10)."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.errors import Refused
from postkring.ledger.expectations import PreviewChanged
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import UndoReport, undo
from postkring.ledger.undo_in_steps import is_for_steps, undo_in_steps
from postkring.segments.models import Segment
from postkring.segments.queries import last_step


def go_back(segment: Segment, *, step: int | None = None, by: User) -> UndoReport:
    """`step` is the number of the last step as the user saw it: when it is another by now, nothing is done."""
    return undo(_act_of_last(segment, step, by), by=by)


def go_back_in_steps(segment: Segment, *, step: int, by: User) -> UndoReport:
    """The same in steps, where the act is one for them. Nobody else changes the segment meanwhile."""
    act = _act_of_last(segment, step, by)
    return undo_in_steps(act, by=by) if is_for_steps(act.standing() or act) else undo(act, by=by)


def _act_of_last(segment: Segment, step: int | None, by: User) -> ChangeSet:
    require(by, Permission.EDIT_SEGMENTS)
    last = last_step(segment)
    if last is None:
        raise Refused(pgettext("msg.go_back_none", "There is no step to undo."))
    if step is not None and step != last.action_number:
        raise PreviewChanged(
            pgettext("msg.step_changed", "The last step is another one by now. Nothing was undone; look again and confirm.")
        )
    return last.change_set
