"""What can be asked of a record or done with it beyond the acts with a preview: why a contact was chosen, and undo."""

import re
from dataclasses import asdict
from typing import Any, Final

from django.http import HttpResponse

from postkring.accounts.undoing import refuse_undo, undo_act
from postkring.api import errors
from postkring.api.answers import json_answer
from postkring.api.bodies import body_of
from postkring.api.bound import Asking, Bound
from postkring.api.long_acts import in_this_process
from postkring.api.sets.naming import contact_named
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo_in_steps import is_for_steps
from postkring.segments.explaining import Explained, explanation
from postkring.segments.models import Segment

_CONTACT: Final = re.compile(r"contactNumber='((?:[^']|'')*)'")


def _undo(asking: Asking) -> HttpResponse:
    """What was undone, and what was not and why."""
    if body_of(asking.request, is_needed=False):
        raise errors.RequestError(errors.nothing_taken())
    change_set = ChangeSet.objects.get(pk=asking.key)
    stands = change_set.standing() or change_set
    if is_for_steps(stands):
        refuse_undo(change_set, stands, by=asking.by)
        arguments = {"number": change_set.number, "sentences": change_set.sentences, "rows": sum(change_set.counts.values())}
        work = in_this_process("undo", arguments, total=arguments["rows"], by=asking.by)
        undone = work.change_set.counts.get("undone", 0) if work.change_set else 0
        return _undone(work.change_set, undone, work.report)
    report = undo_act(change_set, by=asking.by)
    return _undone(report.change_set, report.undone, [asdict(each) for each in report.not_undone])


def _undone(change_set: ChangeSet | None, undone: int, left: list[dict[str, str]]) -> HttpResponse:
    return json_answer({"changeSet": change_set.number if change_set else None, "undone": undone, "notUndone": left})


def _why(asking: Asking) -> HttpResponse:
    """Raises Missing without a number, DoesNotExist for nobody's."""
    given = _CONTACT.fullmatch(asking.parameters)
    contact = contact_named({"contactNumber": given[1].replace("''", "'") if given else ""})
    found = explanation(Segment.objects.get(pk=asking.key), contact)
    return json_answer(
        {
            "contactNumber": contact.number,
            "contactName": contact.name,
            "lineNumber": found.line.line_number if found.line else None,
            "leftOut": found.left_out,
            "steps": [_step(each) for each in found.steps],
        }
    )


def _step(explained: Explained) -> dict[str, Any]:
    return {
        "actionNumber": explained.step.action_number,
        "action": explained.step.action,
        "added": explained.added,
        "removed": explained.removed,
        "options": explained.step.options,
        "through": explained.through.number if explained.through else None,
        "criteria": [asdict(each) for each in explained.criteria],
    }


UNDO: Final = Bound(_undo, {}, "undo")
WHY: Final = Bound(_why, {"contactNumber": str}, "why", is_function=True)
