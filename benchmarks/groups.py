"""Half of all contacts into a mailing group and out of it, and both taken back, beside plain SQL that does so with another group."""

import statistics
import time
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection, transaction

from benchmarks.timing import ROUNDS, ActTime, Median, medians, timed, told, vacuum
from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.classifications.actions import Outcome, create_group
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.classifications.members import Mode, change_members, outcome_numbers
from postkring.classifications.pair import Classification
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.ledger.models import ChangeSet

IN: Final = 3.0  # × one INSERT … SELECT
OUT: Final = 2.5  # × one UPDATE
PREVIEWS: Final = 5
_TABLE: Final = ContactMailingGroup._meta.db_table


def group_times(user: User, number: int) -> Iterator[Median]:
    half = number // 2
    last = Contact.objects.order_by("pk").values_list("pk", flat=True)[half - 1]
    contacts = Contact.objects.filter(pk__lte=last)
    yield from medians([told(_round(contacts, half, turn, user)) for turn in range(ROUNDS)])


def preview_times(user: User, number: int) -> Iterator[tuple[str, float]]:
    """Milliseconds: the numbers of a preview, as the page counts them."""
    half = number // 2
    last = Contact.objects.order_by("pk").values_list("pk", flat=True)[half - 1]
    contacts, group = Contact.objects.filter(pk__lte=last), create_group("BENCHSEEN", by=user)
    yield "preview of putting into a group", _counting(contacts, group, Mode.ADD, {"added": half, "unchanged": 0})
    change_members(contacts, group, Mode.ADD, expected=None, by=user)
    vacuum(_TABLE)
    yield "preview of taking out of a group", _counting(contacts, group, Mode.REMOVE, {"removed": half, "unchanged": 0})


def _counting(contacts: ContactQuerySet, group: Classification, mode: Mode, right: dict[str, int]) -> float:
    taken = []
    for _ in range(PREVIEWS):
        started = time.perf_counter()
        numbers = outcome_numbers(contacts, group, mode)
        taken.append((time.perf_counter() - started) * 1000)
        assert numbers == right, numbers
    return statistics.median(taken)


def _round(contacts: ContactQuerySet, number: int, turn: int, user: User) -> Iterator[ActTime]:
    acted, plain = (create_group(f"{name}{turn}", by=user) for name in ("BENCHACT", "BENCHPLAIN"))
    vacuum(_TABLE, "contacts_contactstamp")
    insert = timed(lambda: _insert(plain, number))[0]
    seconds, added = timed(lambda: _change(contacts, acted, Mode.ADD, user))
    yield ActTime("put into a group", added.changed, seconds, insert, IN)
    back, report = timed(lambda: undo_act(_of(added), by=user))
    _change(contacts, acted, Mode.ADD, user)
    vacuum(_TABLE, "contacts_contactstamp")
    update = timed(lambda: _end(plain, number))[0]
    yield ActTime("undo of that", report.undone, back, update, OUT)  # it ends rows, as an UPDATE does
    seconds, removed = timed(lambda: _change(contacts, acted, Mode.REMOVE, user))
    yield ActTime("take out of a group", removed.changed, seconds, update, OUT)
    seconds, report = timed(lambda: undo_act(_of(removed), by=user))
    yield ActTime("undo of taking out", report.undone, seconds, insert, IN)  # it writes new rows, as an INSERT does


def _change(contacts: ContactQuerySet, group: Classification, mode: Mode, user: User) -> Outcome:
    """With the numbers that were seen, as a page does it."""
    return change_members(contacts, group, mode, expected=None, by=user)


def _of(outcome: Outcome) -> ChangeSet:
    assert outcome.change_set is not None
    return outcome.change_set


def _insert(group: Classification, number: int) -> None:
    act, at = _last_act()
    statement = (
        f"INSERT INTO {_TABLE} (contact_id, mailing_group_id, begun_by_id, begun_at, added_by_id, since) "
        "SELECT id, %s, %s, %s, %s, %s FROM contacts_contact ORDER BY id LIMIT %s"
    )
    assert _written(statement, group.pk, act, at, act, at, number) == number


def _end(group: Classification, number: int) -> None:
    statement = f"UPDATE {_TABLE} SET ended_by_id = %s, ended_at = %s WHERE mailing_group_id = %s AND ended_at IS NULL"
    assert _written(statement, *_last_act(), group.pk) == number


def _last_act() -> tuple[int, Any]:
    act = ChangeSet.objects.order_by("-pk")[0]
    return act.pk, connection.ops.adapt_datetimefield_value(act.at)


def _written(statement: str, *values: Any) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
