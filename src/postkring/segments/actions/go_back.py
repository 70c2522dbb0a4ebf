"""Go Back: takes the last step back, exactly (R-4403, D10)."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.errors import Refused
from postkring.ledger.undo import UndoReport, undo
from postkring.segments.models import Segment
from postkring.segments.queries import last_step


def go_back(segment: Segment, *, step: int | None = None, by: User) -> UndoReport:
    """`step` is the number of the last step as the user saw it: when it is another by now, nothing is done."""
    require(by, Permission.EDIT_SEGMENTS)
    last = last_step(segment)
    if last is None:
        raise Refused(pgettext("msg.go_back_none", "There is no step to undo."))
    if step is not None and step != last.action_number:
        raise Refused(pgettext("msg.step_changed", "The last step is another one by now. Nothing was undone; look again and confirm."))
    return undo(last.change_set, by=by)
