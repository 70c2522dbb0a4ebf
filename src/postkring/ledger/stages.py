"""An act in several transactions, where one would keep others waiting too long: begun, gone on with, ended or cancelled.

It is one change set all the while. `position` says how far it has come, in the transaction that came so far: who goes on after a
crash begins there. What it wrote is seen at once; it can be undone when it has ended.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from postkring.kit.sql import check_references
from postkring.ledger.acts import Writer, one_transaction, overtaken
from postkring.ledger.doors import current_door
from postkring.ledger.models import ChangeSet, State
from postkring.ledger.watch import closing


@contextmanager
def beginning(verb: str, *, by: Any, permission: str) -> Iterator[Writer]:
    """The first transaction of the act. What the block says is what one reads while it is under way."""
    with one_transaction(verb):
        writer = Writer(
            ChangeSet.objects.create(
                verb=verb, by=by, permission=permission, door=current_door(), at=timezone.now(), state=State.RUNNING, position=0
            )
        )
        yield writer
        _close(writer)


@contextmanager
def going_on(change_set: ChangeSet) -> Iterator[Writer]:
    """The next transaction of the act. Of two who go on with it at once, the second waits and sees what the first one did.

    Raises Changed when the act has ended or is being cancelled.
    """
    with one_transaction(change_set.verb):
        stored = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        if stored.state != State.RUNNING:
            raise overtaken()
        writer = Writer(stored, goes_on=True)
        yield writer
        if writer.leaves_no_trace:
            stored.delete()
            return
        _close(writer)
        if stored.state == State.DONE:
            closing(stored)


def come_to(writer: Writer, position: Any) -> None:
    writer.change_set.position = position


def end(writer: Writer) -> None:
    """This transaction is the last one."""
    writer.change_set.state = State.DONE


def leave_no_trace(writer: Writer) -> None:
    """It has come to its end and has written nothing in any transaction: then there was no act."""
    writer.leaves_no_trace = True


def cancelling(change_set: ChangeSet) -> None:
    """From now on nobody goes on with it."""
    ChangeSet.objects.filter(pk=change_set.pk, state=State.RUNNING).update(state=State.CANCELLING)


def stop_cancelling(change_set: ChangeSet) -> None:
    """What cannot be taken back is not cancelled, but brought to an end."""
    ChangeSet.objects.filter(pk=change_set.pk, state=State.CANCELLING).update(state=State.RUNNING)


def _close(writer: Writer) -> None:
    writer.close()
    writer.change_set.save(update_fields=["state", "position"])
    check_references(ChangeSet)
