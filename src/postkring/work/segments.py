"""The kinds of work on segments, with many lines."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import npgettext, pgettext

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.criteria.selections import Selection, read_stored
from postkring.kit.text import grouped
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo_in_steps import stop, under_way, undo_in_steps
from postkring.segments.access import saved_criteria_to_read, segment_to_change
from postkring.segments.actions.add_contacts import ADDING, add_contacts, add_contacts_in_steps
from postkring.segments.actions.delete import DELETING, delete_segment, delete_segment_in_steps
from postkring.segments.actions.describe import CHANGING, change_segment, change_segment_in_steps
from postkring.segments.actions.go_back import go_back, go_back_in_steps
from postkring.segments.actions.reduce import TAKING_AWAY, take_away, take_away_in_steps
from postkring.segments.actions.reuse_criteria import reuse_criteria
from postkring.segments.models import Segment, StepAction
from postkring.segments.options import Options, as_data, read_options
from postkring.work.kinds import Arguments, Kind, Result, long_kind, reported
from postkring.work.queries import is_long


def step_arguments(segment: Segment, action: StepAction, selection: Selection, options: Options) -> dict[str, Any]:
    """What the work of a step is told; `expected` and `rows` come beside it."""
    asked = {"action": action.value, "selection": selection.as_data(), "options": as_data(options, action)}
    return {"number": segment.number, **asked}


def _add(arguments: Arguments, by: User) -> Result:
    segment, selection, options, expected = _asked(arguments, by)
    if is_long(arguments["rows"]):
        return Result(add_contacts_in_steps(segment, selection, options, expected=expected, by=by))
    step, _ = add_contacts(segment, selection, options, expected=expected, refuse_nobody=arguments.get("refuse_nobody", True), by=by)
    return Result(step.change_set)


def _take_away(arguments: Arguments, by: User) -> Result:
    segment, selection, options, expected = _asked(arguments, by)
    action = StepAction(arguments["action"])
    if is_long(arguments["rows"]):
        return Result(take_away_in_steps(segment, action, selection, options, expected=expected, by=by))
    return Result(take_away(segment, action, selection, options, expected=expected, by=by).change_set)


def _asked(arguments: Arguments, by: User) -> tuple[Segment, Selection, Options, Mapping[str, int] | None]:
    segment = segment_to_change(arguments["number"], by=by)
    return segment, read_stored(arguments["selection"]), read_options(arguments.get("options", {})), arguments["expected"]


def _take_away_title(arguments: Arguments) -> str:
    rows = arguments["rows"]
    said = npgettext("task.take_away", "Segment %(number)s: %(count)s contact less", "Segment %(number)s: %(count)s contacts less", rows)
    return said % {"number": arguments["number"], "count": grouped(rows)}


def _add_title(arguments: Arguments) -> str:
    said = npgettext("task.segment", "Segment %(number)s: %(count)s contact", "Segment %(number)s: %(count)s contacts", arguments["rows"])
    return said % {"number": arguments["number"], "count": grouped(arguments["rows"])}


def _go_back(arguments: Arguments, by: User) -> Result:
    """What is under way goes on, whatever has become of the right meanwhile."""
    act = _taken_back(arguments)
    if act and under_way(act):
        return reported(undo_in_steps(act, by=by))
    segment, step = segment_to_change(arguments["number"], by=by), arguments["step"]
    return reported(go_back_in_steps(segment, step=step, by=by) if act else go_back(segment, step=step, by=by))


def _taken_back(arguments: Arguments) -> ChangeSet | None:
    """The act of the step. The step itself may have gone already while the rest is under way."""
    return ChangeSet.objects.filter(number=arguments.get("taken_back", 0)).first()


def _go_back_begun(arguments: Arguments) -> ChangeSet | None:
    act = _taken_back(arguments)
    return under_way(act) if act else None


def _go_back_stopped(arguments: Arguments, by: User) -> Result:
    act = _taken_back(arguments)
    report = stop(act) if act else None
    return reported(report) if report else Result()


def _go_back_title(arguments: Arguments) -> str:
    return pgettext("task.go_back", "Segment %(number)s: Go Back") % {"number": arguments["number"]}


def _delete(arguments: Arguments, by: User) -> Result:
    segment = segment_to_change(arguments["number"], by=by)
    delete = delete_segment_in_steps if is_long(arguments["rows"]) else delete_segment
    return Result(delete(segment, expected=arguments["expected"], by=by))


def _delete_title(arguments: Arguments) -> str:
    said = npgettext(
        "task.delete_segment",
        "Delete segment %(number)s with %(count)s line",
        "Delete segment %(number)s with %(count)s lines",
        arguments["rows"],
    )
    return said % {"number": arguments["number"], "count": grouped(arguments["rows"])}


def _change(arguments: Arguments, by: User) -> Result:
    segment = segment_to_change(arguments["number"], by=by)
    given = arguments["header"]
    header: Any = {name: date.fromisoformat(value) if name == "day" else value for name, value in given.items()}
    change = change_segment_in_steps if is_long(arguments["rows"]) else change_segment
    return Result(change(segment, **header, by=by))


def _change_title(arguments: Arguments) -> str:
    said = npgettext(
        "task.change_segment",
        "Change segment %(number)s with %(count)s line",
        "Change segment %(number)s with %(count)s lines",
        arguments["rows"],
    )
    return said % {"number": arguments["number"], "count": grouped(arguments["rows"])}


def _reuse(arguments: Arguments, by: User) -> Result:
    segment, saved = segment_to_change(arguments["number"], by=by), saved_criteria_to_read(arguments["code"], by=by)
    return Result(reuse_criteria(segment, saved, by=by)[-1].change_set)


def _reuse_title(arguments: Arguments) -> str:
    said = pgettext("task.reuse_criteria", "Segment %(number)s: Reuse Criteria %(code)s")
    return said % {"number": arguments["number"], "code": arguments["code"]}


SEGMENT_KINDS: Final[dict[str, Kind]] = {
    "segment": long_kind(Permission.EDIT_SEGMENTS, _add_title, _add, ADDING),
    "segment_less": long_kind(Permission.EDIT_SEGMENTS, _take_away_title, _take_away, TAKING_AWAY),
    "go_back": Kind(
        Permission.EDIT_SEGMENTS, _go_back_title, _go_back, begun=_go_back_begun, take_back=_go_back_stopped, goes_to_its_end=True
    ),
    # In one transaction, however many lines: of its steps all are taken or none.
    "reuse_criteria": Kind(Permission.EDIT_SEGMENTS, _reuse_title, _reuse),
    "change_segment": long_kind(Permission.EDIT_SEGMENTS, _change_title, _change, CHANGING),
    "delete_segment": long_kind(Permission.EDIT_SEGMENTS, _delete_title, _delete, DELETING),
}
