"""An act on many rows in steps: who is meant is settled when it begins, and each step writes the next of them.

It is one change set (see stages.py). What its steps need beside the rows, such as the group, is kept as data beside its position.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

from django.db.models import BigIntegerField, Expression, F, OrderBy, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.utils.translation import pgettext

from postkring.kit.errors import Changed, Refused
from postkring.kit.sql import insert_from, write_numbered
from postkring.ledger import stages
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Rows
from postkring.ledger.models import ChangeSet, Meant, State
from postkring.ledger.pace import first_size, next_size, pause_between
from postkring.ledger.undo import UndoReport
from postkring.ledger.undo_in_steps import cancel
from postkring.ledger.watch import begun, expect, uncounted, wrote

Data: TypeAlias = dict[str, Any]
Todo: TypeAlias = QuerySet[Meant]
Order: TypeAlias = Sequence[Expression | F | OrderBy]

_TRIES: Final = 5


@dataclass(frozen=True)
class LongAct:
    """`write` does a step, `finish` what comes behind the last of them, `said` gives the sentence of it, from the counts so far."""

    write: Callable[[Writer, Todo, Data], None]
    said: Callable[[Data, Mapping[str, int]], str]
    finish: Callable[[Writer, Data], None] = lambda *_: None


def mean(writer: Writer, rows: Rows, *, part: str = "", order: Order = ()) -> int:
    """Settles that the act is about these rows, in this order and behind those that it is about already. Returns how many."""
    before = Meant.objects.filter(change_set=writer.change_set).count()
    values: dict[str, Any] = {
        "meant_set": Value(writer.change_set.number, output_field=BigIntegerField()),
        "meant_place": Window(RowNumber(), order_by=[*order, F("pk")]) + Value(before),
        "meant_object": F("pk"),
        "meant_part": Value(part),
    }
    plain = rows.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
    columns = ["change_set", "place", "object_id", "part"]
    return insert_from(plain.annotate(**values).values_list(*values), into=Meant, columns=columns)


def mean_these(writer: Writer, keys: Sequence[int], *, part: str = "") -> int:
    """The same of rows whose keys were read before: nobody who writes waits for the reading."""
    before = Meant.objects.filter(change_set=writer.change_set).count()
    write_numbered(Meant, "object_id", "place", keys, after=before, change_set=writer.change_set.number, part=part)
    return len(keys)


def keys(todo: Todo, part: str = "") -> "QuerySet[Meant, int]":
    """Of the rows that a step is about."""
    return todo.filter(part=part).values_list("object_id", flat=True)


def begin(long: LongAct, verb: str, *, by: Any, permission: str, settle: Callable[[Writer], Data]) -> ChangeSet:
    """The first transaction: `settle` says who is meant. What it raises begins nothing."""
    wrote(0)
    with uncounted(), stages.beginning(verb, by=by, permission=permission) as writer:
        data = settle(writer)
        rows = Meant.objects.filter(change_set=writer.change_set).count()
        stages.come_to(writer, {"place": 0, "rows": rows, "data": data})
        writer.say(lambda: _under_way(long.said(data, writer.counts)))
        begun(writer.change_set)
    return writer.change_set


def go_on(long: LongAct, change_set: ChangeSet, *, ask: Callable[[], None]) -> ChangeSet | None:
    """Step by step to the end, from where it has come to. None when it has written nothing.

    `ask` is asked before each step: what it raises ends the act there, to be taken back.
    """
    rows, done = first_size(), 0
    expect(_position(change_set)["rows"] - _place(change_set))
    while change_set.state != State.DONE:
        wrote(done)
        ask()
        before, started = _place(change_set), time.monotonic()
        with uncounted():
            change_set = _tried(long, change_set, rows)
        rows, done = next_size(rows, time.monotonic() - started), _place(change_set) - before
        if change_set.state != State.DONE:
            time.sleep(pause_between())
    return change_set if change_set.pk else None


def take_back(long: LongAct, change_set: ChangeSet, *, by: Any) -> UndoReport:
    """Takes back what it has written. Raises Refused where an undo would be: then that stays, and can be undone later."""
    stages.cancelling(change_set)
    try:
        cancelled = partial(_cancelled, long, _position(change_set)["data"])
        return cancel(change_set, cancelled, by=by, ended=lambda: _forget(change_set))
    except Refused:
        _stay(long, change_set)
        raise


def _position(change_set: ChangeSet) -> Data:
    return dict(change_set.position or {})


def _place(change_set: ChangeSet) -> int:
    return int(_position(change_set)["place"])


def _tried(long: LongAct, change_set: ChangeSet, size: int) -> ChangeSet:
    """What one loses to another act at the same moment is done again: the next look finds what that one did."""
    for _ in range(_TRIES - 1):
        try:
            return _step(long, change_set, size)
        except Changed:
            if not ChangeSet.objects.filter(pk=change_set.pk, state=State.RUNNING).exists():
                raise
    return _step(long, change_set, size)


def _step(long: LongAct, change_set: ChangeSet, size: int) -> ChangeSet:
    with stages.going_on(change_set) as writer:
        position = _position(writer.change_set)
        last = min(position["place"] + size, position["rows"])
        todo = Meant.objects.filter(change_set=writer.change_set, place__gt=position["place"], place__lte=last)
        if last > position["place"]:
            long.write(writer, todo, position["data"])
            todo.delete()
        stages.come_to(writer, {**position, "place": last})
        if last == position["rows"]:
            long.finish(writer, position["data"])
            _end(long, writer)
        else:
            writer.say(lambda: _under_way(long.said(position["data"], writer.counts)))
    return writer.change_set


def _end(long: LongAct, writer: Writer) -> None:
    writer.say(lambda: long.said(_position(writer.change_set)["data"], writer.counts))
    stages.end(writer)
    if not writer.change_set.tables:
        stages.leave_no_trace(writer)


def _forget(change_set: ChangeSet) -> None:
    Meant.objects.filter(change_set=change_set).delete()


def _stay(long: LongAct, change_set: ChangeSet) -> None:
    stages.stop_cancelling(change_set)
    with stages.going_on(change_set) as writer:
        _forget(change_set)
        _end(long, writer)


def _under_way(sentence: str) -> str:
    return pgettext("ledger.under_way", "Under way: %(sentence)s") % {"sentence": sentence}


def _cancelled(long: LongAct, data: Data, counts: Mapping[str, int]) -> str:
    return pgettext("ledger.cancelled", "Begun, then cancelled: %(sentence)s") % {"sentence": long.said(data, counts)}
