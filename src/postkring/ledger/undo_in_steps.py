"""Taking a large act back in steps, each one transaction: others write in between, and a crash goes on where it was.

It is one change set, under way until the last step, and it says how far it has come. Once its first step is done it goes to its end:
nobody cancels it, and who regrets it undoes it then. What others have changed on rows that it had not come to is left and reported.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import pgettext

from postkring.kit.errors import Changed, DomainError
from postkring.ledger import stages
from postkring.ledger.acts import in_every_language
from postkring.ledger.declarations import Temporal, declaration, model_of
from postkring.ledger.models import ChangeSet, State
from postkring.ledger.pace import first_size, next_size, pause_between, rows_at_once
from postkring.ledger.parts import Reached, Step
from postkring.ledger.reports import LeftAlone, UndoReport
from postkring.ledger.undoable import ask_guards, held, hold_rows, refuse_unfinished, undone
from postkring.ledger.watch import expect, wrote

_TRIES: Final = 5
_SMALLER: Final = 8  # times, where a step is refused: until it is one row that can be named


def is_for_steps(change_set: ChangeSet) -> bool:
    """Whether every table that it wrote lets its rows go back in several transactions, and one would be long."""
    return all(declaration(label).in_steps for label in change_set.tables) and rows_of(change_set) > rows_at_once()


def rows_of(change_set: ChangeSet) -> int:
    """How many rows an undo of the act is about."""
    temporal = [model_of(label) for label in change_set.tables if isinstance(declaration(label), Temporal)]
    ended = sum(rows._base_manager.filter(ended_by=change_set).count() for rows in temporal)
    begun = sum(rows._base_manager.filter(begun_by=change_set).count() for rows in temporal)
    return ended + begun + change_set.images.count()


def under_way(change_set: ChangeSet) -> ChangeSet | None:
    """The undo of it that has begun and not ended."""
    last = change_set.last()
    return last if last.undoes_id and last.state == State.RUNNING else None


def undo_in_steps(change_set: ChangeSet, *, by: Any, ask: Callable[[ChangeSet], None] = lambda _: None) -> UndoReport:
    """As `undo`. What is under way already goes on: nothing is asked again. Raises Refused only before it has begun."""
    return _go_on(under_way(change_set) or _begin(change_set, by, ask))


def stop(change_set: ChangeSet) -> UndoReport | None:
    """Ends an undo that cannot be brought to its end: the rows that it has not come to are left. None when nothing is under way."""
    undoing = under_way(change_set)
    if undoing is None or undoing.undoes is None:
        return None
    why = pgettext("undo.stopped", "The undo was stopped before it came to this.")
    more_than_all = rows_of(undoing.undoes) + 1
    while not (reached := _step(undoing, more_than_all, leave=why)).is_end:
        pass
    return _report(undoing, reached)


def cancel(change_set: ChangeSet, sentence: Callable[[Mapping[str, int]], str], *, by: Any, ended: Callable[[], None]) -> UndoReport:
    """Takes back what an act that is being cancelled has done, in steps. Neither it nor its undo can be undone afterwards.

    `sentence` says what it had done, from its counts; `ended` is called in the last transaction. Raises Refused where an undo would be.
    """
    stored = ChangeSet.objects.get(pk=change_set.pk, state=State.CANCELLING)  # from now on it writes no more
    if stored.tables:
        return _go_on(under_way(stored) or _begin(stored, by, lambda held: _say(held, sentence)), ended)
    with transaction.atomic():
        _say(stored, sentence)
        _cancelled(stored)
        ended()
    return UndoReport()


def _say(change_set: ChangeSet, sentence: Callable[[Mapping[str, int]], str]) -> None:
    change_set.sentences = in_every_language(lambda: sentence(change_set.counts))
    change_set.save(update_fields=["sentences"])


def _cancelled(change_set: ChangeSet) -> None:
    ChangeSet.objects.filter(pk=change_set.pk).update(state=State.CANCELLED)


def _begin(change_set: ChangeSet, by: Any, ask: Callable[[ChangeSet], None]) -> ChangeSet:
    """The change set of the undo. Guards look at the whole act, which takes its time: nobody is kept waiting for it."""
    wrote(0)
    ask_guards(change_set.standing() or change_set)
    with stages.beginning("undo", by=by, permission=change_set.permission) as writer:
        taken_back = held(change_set)
        if taken_back.state != State.CANCELLING:
            refuse_unfinished(taken_back)
        ask(taken_back)
        writer.change_set.undo(taken_back)
        hold_rows(taken_back)
        stages.come_to(writer, Reached().as_data())
        writer.count(undone=0, left=0)
        writer.say(lambda: _so_far(taken_back))
    return writer.change_set


def _go_on(undoing: ChangeSet, ended: Callable[[], None] = lambda: None) -> UndoReport:
    assert undoing.undoes
    reached, rows = Reached.of(undoing), first_size()
    expect(max(rows_of(undoing.undoes) - reached.rows, 0))
    while not reached.is_end:
        wrote(0)
        begun = time.monotonic()
        reached, taken = _tried(undoing, rows, ended)
        rows = next_size(taken, time.monotonic() - begun)
        if not reached.is_end:
            time.sleep(pause_between())
    return _report(undoing, reached)


@dataclass
class _Attempt:
    """One step that is tried until it is done: after a race again, after a refusal with fewer rows."""

    rows: int
    races: int = 0
    leave: str = ""


def _tried(undoing: ChangeSet, rows: int, ended: Callable[[], None]) -> tuple[Reached, int]:
    """Where it has come to, and with how many rows. What a rule keeps from going back is narrowed down to the row, which is left."""
    attempt = _Attempt(rows)
    while True:
        try:
            return _step(undoing, attempt.rows, leave=attempt.leave, ended=ended), attempt.rows
        except Changed:
            if reached := _ended_by_another(undoing):
                return reached, attempt.rows
            attempt.races += 1
            if attempt.races == _TRIES:
                raise
        except DomainError as error:
            if attempt.leave:
                raise
            attempt.leave = error.message if attempt.rows == 1 else ""
            attempt.rows = max(attempt.rows // _SMALLER, 1)


def _ended_by_another(undoing: ChangeSet) -> Reached | None:
    stored = ChangeSet.objects.filter(pk=undoing.pk).first()
    if stored and stored.state == State.RUNNING:
        return None
    return Reached.of(stored, is_end=True) if stored else Reached(is_end=True)


def _step(undoing: ChangeSet, rows: int, *, leave: str = "", ended: Callable[[], None] = lambda: None) -> Reached:
    with stages.going_on(undoing) as writer:
        taken_back = writer.change_set.undoes
        assert taken_back
        reached = Step(taken_back, writer, Reached.of(writer.change_set), leave).run_step(rows)
        stages.come_to(writer, reached.as_data())
        writer.counts = {"undone": reached.undone, "left": reached.left}
        if not reached.is_end:
            writer.say(lambda: _so_far(taken_back))
            return reached
        writer.say(lambda: undone(taken_back))
        stages.end(writer)
        if taken_back.state == State.CANCELLING:
            writer.change_set.state = State.CANCELLED
            _cancelled(taken_back)
            ended()
        if not writer.change_set.tables:
            stages.leave_no_trace(writer)
    return reached


def _report(undoing: ChangeSet, reached: Reached) -> UndoReport:
    stored = ChangeSet.objects.filter(pk=undoing.pk).first()
    names = [LeftAlone(what, why) for what, why in reached.not_undone]
    return UndoReport(stored, reached.undone, reached.left, names)


def _so_far(change_set: ChangeSet) -> str:
    sentence = {"sentence": change_set.original().sentence}
    if change_set.takes_back:
        return pgettext("ledger.being_done_again", "Being done again: %(sentence)s") % sentence
    return pgettext("ledger.being_undone", "Being undone: %(sentence)s") % sentence
