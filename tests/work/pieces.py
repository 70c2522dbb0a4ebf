"""Pieces of work as pages plan them."""

from typing import Any

from postkring.accounts.models import User
from postkring.criteria.selections import EVERYBODY, Selection
from postkring.imports.models import FileImport
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo_in_steps import rows_of
from postkring.segments.models import Segment
from postkring.work.actions import plan
from postkring.work.models import Work


def put_everybody_in(code: str, number: int, *, by: User, selection: Selection = EVERYBODY, **more: Any) -> Work:
    arguments = {"selection": selection.as_data(), "code": code, "mode": "add", "expected": {"added": number}, "rows": number}
    return plan("group", arguments, total=number, by=by, **more)


def change_group(code: str, mode: str, expected: dict[str, int], *, by: User, selection: Selection = EVERYBODY) -> Work:
    rows = expected.get("added", 0) + expected.get("removed", 0)
    arguments = {"selection": selection.as_data(), "code": code, "mode": mode, "expected": expected, "rows": rows}
    return plan("group", arguments, total=rows, by=by)


def empty(code: str, number: int, *, by: User) -> Work:
    return plan("empty", {"code": code, "rows": number}, total=number, by=by)


def change_field(field: str, value: str, expected: dict[str, int], *, by: User, selection: Selection = EVERYBODY) -> Work:
    rows = expected.get("changed", 0) + expected.get("following", 0)
    arguments = {"selection": selection.as_data(), "field": field, "value": value, "expected": expected, "rows": rows}
    return plan("field", arguments, total=rows, by=by)


def delete(number: int, *, by: User, selection: Selection = EVERYBODY) -> Work:
    arguments = {"selection": selection.as_data(), "expected": {"deleted": number}, "rows": number}
    return plan("delete", arguments, total=number, by=by)


def add_to_segment(segment: Segment, number: int, *, by: User, selection: Selection = EVERYBODY, **others: int) -> Work:
    expected = {"added": number, **others}
    arguments = {"number": segment.number, "selection": selection.as_data(), "expected": expected, "rows": number}
    return plan("segment", arguments, total=number, by=by)


def take_away(segment: Segment, number: int, *, by: User, selection: Selection = EVERYBODY, action: str = "Reduce Contacts") -> Work:
    asked = {"action": action, "selection": selection.as_data(), "options": {"entireCompanies": False}}
    expected = {"removed": number, "unchanged": segment.lines.count() - number}
    arguments = {"number": segment.number, **asked, "expected": expected, "rows": number}
    return plan("segment_less", arguments, total=number, by=by)


def go_back(segment: Segment, *, by: User) -> Work:
    step = segment.steps.order_by("-action_number")[0]
    rows = rows_of(step.change_set)
    arguments = {"number": segment.number, "step": step.action_number, "taken_back": step.change_set.number, "rows": rows}
    return plan("go_back", arguments, total=rows, by=by)


def change_segment(segment: Segment, description: str, *, by: User) -> Work:
    rows = segment.lines.count()
    arguments = {"number": segment.number, "header": {"description": description}, "rows": rows}
    return plan("change_segment", arguments, total=rows, by=by)


def delete_segment(segment: Segment, *, by: User) -> Work:
    rows = segment.lines.count()
    return plan("delete_segment", {"number": segment.number, "expected": {"lines": rows}, "rows": rows}, total=rows, by=by)


def load_file(file: FileImport, rows: int) -> Work:
    arguments = {"file": file.pk, "token": file.token, "name": file.file_name, "rows": rows}
    return plan("import", arguments, total=rows, by=file.by)


def undo(change_set: ChangeSet, rows: int, *, by: User) -> Work:
    return plan("undo", {"number": change_set.number, "sentences": change_set.sentences, "rows": rows}, total=rows, by=by)
