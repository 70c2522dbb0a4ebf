"""How long another process waits for its own small writes while a segment gets, loses and keeps many lines. One database for each run.

    python -m benchmarks.waiting_for_segments 100000

Everybody is added to a segment, goes back and comes back; its description changes; it is deleted and comes back. Each is done as a
worker does it, and measured as in waiting.py. With `contacts` behind the number, all contacts are deleted and come back as well.
"""

import sys

from benchmarks.waiting import OTHER, measured, undo_of  # first: it makes Django ready, which the others need

# isort: split
from django.core.management import call_command

from benchmarks.dataset import fill
from postkring.accounts.models import User
from postkring.classifications.actions import create_group
from postkring.criteria.selections import EVERYBODY, selection_of
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo_in_steps import rows_of
from postkring.segments.actions import create_segment
from postkring.segments.models import Segment
from postkring.work.actions import plan
from postkring.work.models import Work


def main(number: int, *, contacts: bool) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    user = fill(number)
    create_group(OTHER, by=user)
    segment = create_segment(description="Measured", by=user)
    about = {"number": segment.number, "rows": number}
    adding = {**about, "selection": EVERYBODY.as_data(), "expected": {"added": number}}
    added = measured("add everybody to a segment", lambda: plan("segment", adding, total=number, by=user))
    back = measured("Go Back", lambda: _go_back(segment, added, user))
    measured("undo of that", lambda: undo_of(back, user))
    changing = {**about, "description": "Changed", "date": segment.date.isoformat()}
    measured("change its description", lambda: plan("change_segment", changing, total=number, by=user))
    deleting = {**about, "expected": {"lines": number}}
    deleted = measured("delete it", lambda: plan("delete_segment", deleting, total=number, by=user))
    measured("undo of that", lambda: undo_of(deleted, user))
    measured("delete it again", lambda: plan("delete_segment", deleting, total=number, by=user))
    if contacts:
        going = {"selection": selection_of([("number", "<>''")]).as_data(), "expected": {"deleted": number}, "rows": number}
        gone = measured("delete all contacts", lambda: plan("delete", going, total=number, by=user))
        measured("undo of that", lambda: undo_of(gone, user))


def _go_back(segment: Segment, added: ChangeSet, user: User) -> Work:
    rows = rows_of(added)
    arguments = {"number": segment.number, "step": 1, "taken_back": added.number, "rows": rows}
    return plan("go_back", arguments, total=rows, by=user)


if __name__ == "__main__":
    main(int(sys.argv[1]), contacts="contacts" in sys.argv)
