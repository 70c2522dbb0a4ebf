"""Loading a file, beside the plainest way to write the same rows into the same tables. One database for each run.

    python -m benchmarks.imports 100000

The baseline is executemany on SQLite and COPY on PostgreSQL, in chunks and one transaction, of the contacts and memberships that the
file made: into the same tables, with their indexes and constraints, emptied before, and committed. Nothing is checked, compared or
recorded there.
"""

import pickle
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from django.core.management import call_command
from django.db import connection, models, transaction

from benchmarks.dataset import _FIRST, _LAST
from benchmarks.timing import ROUNDS, ActTime, medians, settle, timed, told
from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.models import Contact
from postkring.imports.actions import Choices, check_file, load
from postkring.imports.models import FileImport
from postkring.kit.sql import columns_of, write_rows

CHUNK: Final = 10_000
PERSONS: Final = 9  # per company
GROUPS: Final = 100
WHOLE: Final = 5.0  # × executemany or COPY
AGAIN: Final = WHOLE / 2
MOST_MEMORY: Final = 200
TABLES: Final[tuple[type[models.Model], ...]] = (Contact, ContactMailingGroup)
HEADER: Final = (
    "number;type;name;first_name;surname;company_name;address;post_code;city;country;phone;mobile;email;language;"
    "job_title;vat_number;mailing_groups"
)


def main(number: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    user = User.objects.create(username="bench", role=Role.ADMINISTRATOR)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "relations.csv"
        path.write_text("\n".join([HEADER, *_rows(number)]) + "\n", encoding="utf-8")
        memory = Memory()
        rounds = [told(_round(path, user, number, memory)) for _ in range(ROUNDS)]
    for each in medians(rounds):
        print(f"| {connection.vendor} | {number:,} | {each.name} | {each.seconds:.1f} s | {each.says} |", flush=True)
    held = f"{memory.peak / 1000:.0f} MB more, {memory.whole / 1000:.0f} MB in all, at most {MOST_MEMORY} MB"
    over = " **over**" if memory.whole > MOST_MEMORY * 1000 else ""
    print(f"| {connection.vendor} | {number:,} | memory of the import | | {held}{over} |", flush=True)


def _round(path: Path, user: User, number: int, memory: "Memory") -> Iterator[ActTime]:
    """Everything in an empty database, which it leaves empty. The plain rows are those that the import made, written at once after it."""
    with memory:
        checked, file = timed(lambda: _check(path, user))
        loaded, change_set = timed(lambda: load(file, token=file.token, by=user))
    skipped, _ = timed(lambda: _load(path, user, "skip"))
    again, same = timed(lambda: _load(path, user, "update"))
    assert same.counts.get("unchanged") == number, same.counts
    with tempfile.TemporaryFile() as kept:
        _keep(kept)
        undone, report = timed(lambda: undo_act(change_set, by=user))
        assert report.left == 0, report
        _empty()
        plain = _plain(kept)
    _empty()
    yield ActTime("plain insert of the rows of a file", number, plain, plain)
    yield ActTime("difference of a new file", number, checked, plain)
    yield ActTime("load of it", number, loaded, plain)
    yield ActTime("import, whole", number, checked + loaded, plain, WHOLE)
    yield ActTime("the same file again, policy skip", number, skipped, plain, AGAIN)
    yield ActTime("the same file again, policy update", number, again, plain, AGAIN)
    yield ActTime("undo of the import", number, undone, plain)


def _check(path: Path, user: User, policy: str = "skip") -> FileImport:
    with path.open("rb") as content:
        return check_file(content, path.name, Choices(match=["number", "email"], policy=policy, new_codes="create"), by=user)


def _load(path: Path, user: User, policy: str) -> FileImport:
    file = _check(path, user, policy)
    load(file, token=file.token, by=user)
    return file


def _keep(kept: IO[bytes]) -> None:
    """In chunks, so that measuring holds no hundred thousand rows in memory."""
    for model in TABLES:
        rows = model._base_manager.order_by("pk").values_list(*columns_of(model)).iterator(CHUNK)
        while chunk := [_stored(list(row)) for row in islice(rows, CHUNK)]:
            pickle.dump((model, chunk), kept)
    kept.seek(0)


def _plain(kept: IO[bytes]) -> float:
    """The seconds of writing and of committing, without those of reading the rows back."""
    settle()
    begun = time.perf_counter()
    reading = 0.0
    with transaction.atomic():
        while True:
            paused = time.perf_counter()
            model, rows = _next(kept)
            reading += time.perf_counter() - paused
            if model is None:
                break
            write_rows(model, columns_of(model), rows)
    return time.perf_counter() - begun - reading


def _next(kept: IO[bytes]) -> tuple[type[models.Model] | None, list[list[Any]]]:
    try:
        model, rows = pickle.load(kept)  # noqa: S301 - written by ourselves
    except EOFError:
        return None, []
    return model, rows


def _stored(row: list[Any]) -> list[Any]:
    """SQLite keeps GUIDs and instants as text."""
    return row if connection.vendor == "postgresql" else [_as_text(value) for value in row]


def _as_text(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return str(value) if isinstance(value, datetime) else value


def _empty() -> None:
    tables = ["imports_outcomecode", "imports_outcome", "imports_filerow", "imports_fileimport", "ledger_image", "ledger_gonenumber"]
    tables += ["contacts_contactstamp", "classifications_contactmailinggroup", "contacts_contact"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        else:
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")


def _rows(number: int) -> Iterator[str]:
    for place in range(number):
        company = place - place % (PERSONS + 1)
        firm = f"{_LAST[company % len(_LAST)]} {_FIRST[company % 7]} {company:06}"
        groups = f"G{place % 7:02}|G{7 + place * 13 % (GROUPS - 7):02}"
        where = f"Kerkstraat {place % 250};{1000 + place % 8999};Gent;BE;09 {200 + place % 799} {10 + place % 89} {10 + place % 88}"
        mobile = f"0470 {10 + place % 89} {10 + place % 88} {10 + place % 87}"
        if place == company:
            yield f";Company;{firm};;;;{where};;info{place}@claes.example;nl;;;{groups}"
        else:
            first, last = _FIRST[place % len(_FIRST)], f"{_LAST[place % len(_LAST)]}-{place}"
            yield f";Person;{first} {last};{first};{last};{firm};{where};{mobile};post{place}@claes.example;nl;Chef;;{groups}"


class Memory:
    """The most that the process held while it worked, without the pages of the database file that SQLite maps."""

    def __init__(self) -> None:
        self._status = Path("/proc/self/status")
        self.peak, self.whole = 0, 0  # in kB: what came on top of what the process held before, and all of it

    def __enter__(self) -> "Memory":
        self._done, self._before = threading.Event(), self._now()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._done.wait(0.1):
            now = self._now()
            self.peak, self.whole = max(self.peak, now - self._before), max(self.whole, now)

    def _now(self) -> int:
        return next(int(line.split()[1]) for line in self._status.read_text().splitlines() if line.startswith("RssAnon"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
