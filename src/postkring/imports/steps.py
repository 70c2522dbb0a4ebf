"""Loading a large file in steps, each one transaction: others write in between, a crash goes on, a cancel takes back.

All of it is one change set, which is under way until the last step. What others have changed since the check is not written
(meanwhile.py).
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import pgettext

from postkring.accounts.access import require_still
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.contacts.obstacles import IMPORT
from postkring.imports.generations import another_difference, held, is_late
from postkring.imports.meanwhile import Stretch, refuse_changed
from postkring.imports.models import FileImport, Outcome, OutcomeCode, Stage, State
from postkring.imports.sentences import cancelled, loaded, loading
from postkring.imports.writing import WRITING, create_groups, hold_series, typed_numbers, write
from postkring.kit.errors import Changed, Refused
from postkring.ledger import stages
from postkring.ledger.acts import Writer
from postkring.ledger.models import ChangeSet
from postkring.ledger.models import State as Standing
from postkring.ledger.numbers import give_back_cancelled
from postkring.ledger.pace import first_size, next_size, pause_between
from postkring.ledger.undo import UndoReport
from postkring.ledger.undo_in_steps import cancel
from postkring.ledger.watch import expect, wrote

_TRIES: Final = 5


def others_under_way(file: FileImport) -> bool:
    return FileImport.objects.filter(stage=Stage.LOADING).exclude(pk=file.pk).exists()


@contextmanager
def begin(file: FileImport, *, by: User) -> Iterator[FileImport]:
    """Gives the stored import, held. What the block raises begins nothing."""
    with stages.beginning(IMPORT, by=by, permission=Permission.EDIT_CONTACTS) as writer:
        hold_series()
        stored = held(file)
        yield stored
        refused = Outcome.objects.filter(file=file, state=State.REFUSED).count()
        writer.count(added=0, changed=0, memberships=0, refused=refused)
        create_groups(writer, stored, by=by)
        writer.say(lambda: loading(file.file_name, writer.counts))
        FileImport.objects.filter(pk=file.pk).update(stage=Stage.LOADING, change_set=writer.change_set)


def go_on(file: FileImport, *, by: User, pause: float | None = None) -> ChangeSet:
    """Step by step to the end, from where the act has come to. Raises NotPermitted once the right is taken from `by`."""
    pause = pause_between() if pause is None else pause
    change_set = _under_way(file)
    left = Outcome.objects.filter(file=file, state__in=WRITING, position__gt=_position(change_set))
    expect(left.count() + OutcomeCode.objects.filter(file=file, position__gt=_position(change_set)).count())
    rows, typed = first_size(), typed_numbers(file, after=_position(change_set))
    while change_set.state != Standing.DONE:
        wrote(0)
        require_still(by, Permission.EDIT_CONTACTS)
        begun = time.monotonic()
        change_set = _tried(file, change_set, rows, typed)
        rows = next_size(rows, time.monotonic() - begun)
        if change_set.state != Standing.DONE:
            time.sleep(pause)
    return change_set


def _under_way(file: FileImport) -> ChangeSet:
    stored = FileImport.objects.select_related("change_set").get(pk=file.pk)
    if stored.stage != Stage.LOADING or stored.change_set is None:
        raise another_difference()
    return stored.change_set


def _position(change_set: ChangeSet) -> int:
    return int(change_set.position or 0)


def _tried(file: FileImport, change_set: ChangeSet, size: int, typed: set[str]) -> ChangeSet:
    """Somebody may take a number or delete a group at the same moment: the next look finds that."""
    for _ in range(_TRIES - 1):
        try:
            return _step(file, change_set, size, typed)
        except Changed:
            change_set = _under_way(file)
            if change_set.state != Standing.RUNNING:
                raise
    return _step(file, change_set, size, typed)


def _step(file: FileImport, change_set: ChangeSet, size: int, typed: set[str]) -> ChangeSet:
    """The next `size` rows, by position: those that write nothing cost nothing."""
    with stages.going_on(change_set) as writer:
        hold_series()
        stored, after = held(file, stage=Stage.LOADING), _position(writer.change_set)
        stretch = Stretch(stored, writer.change_set, after, after + size)
        _refused(writer, stored, refuse_changed(stretch))
        if is_late(stored):  # which rows it is about nobody knows: all of it is taken back
            raise Refused(another_difference().message)
        write(writer, stored, stretch.outcomes, stretch.codes, typed=typed)
        stages.come_to(writer, stretch.last)
        _close(writer, stored, is_last=not Outcome.objects.filter(file=file, position__gt=stretch.last).exists())
    return writer.change_set


def _refused(writer: Writer, file: FileImport, refused: dict[str, int]) -> None:
    """`refused` are the rows that were refused only now, by what they would have done."""
    number = sum(refused.values())
    if number:
        writer.count(refused=number, meanwhile=number)
        for state, count in refused.items():
            file.counts[state] = file.counts.get(state, 0) - count
        file.counts[State.REFUSED] = file.counts.get(State.REFUSED, 0) + number
        file.save(update_fields=["counts"])


def _close(writer: Writer, file: FileImport, *, is_last: bool) -> None:
    said = loaded if is_last else loading
    writer.say(lambda: said(file.file_name, writer.counts))
    if is_last:
        stages.end(writer)
        FileImport.objects.filter(pk=file.pk).update(stage=Stage.LOADED, at=timezone.now())


def take_back(file: FileImport, *, by: User) -> UndoReport | None:
    """Takes back what was loaded of a file that is under way: it can be checked and loaded anew then. None when nothing is under way.

    Raises Refused where an undo would be: then what was loaded stays, and the other rows are refused.
    """
    stored = FileImport.objects.select_related("change_set").filter(pk=file.pk, stage=Stage.LOADING).first()
    if stored is None or stored.change_set is None:
        return None
    stages.cancelling(stored.change_set)
    try:
        return cancel(stored.change_set, partial(cancelled, file.file_name), by=by, ended=lambda: _free(stored))
    except Refused:
        _stay(stored, stored.change_set)
        raise


def _free(file: FileImport) -> None:
    free = {"change_set": None, "stage": Stage.MAPPING, "token": "", "checking": uuid.uuid4()}
    FileImport.objects.filter(pk=file.pk, stage=Stage.LOADING).update(**free)
    if file.change_set:
        give_back_cancelled(Contact, file.change_set)


def _stay(file: FileImport, change_set: ChangeSet) -> None:
    stages.stop_cancelling(change_set)
    with stages.going_on(change_set) as writer:
        stored = held(file, stage=Stage.LOADING)
        rest: QuerySet[Outcome] = Outcome.objects.filter(file=file, state__in=WRITING, position__gt=_position(writer.change_set))
        refused = {str(state): rest.filter(state=state).count() for state in WRITING}
        rest.update(state=State.REFUSED, reason=pgettext("msg.row_not_loaded", "Loading was stopped before this row."))
        _refused(writer, stored, refused)
        _close(writer, stored, is_last=True)
