"""How long another process waits for its own small writes while a long act runs as a task. One database for each run.

    python -m benchmarks.waiting 100000

A file with two groups in each row is loaded. Half of its contacts are put into another group, get another value in a field, and are
deleted with the persons of their companies. All of it is taken back, each as a worker does it. Meanwhile a second process does the smallest
act there is, the description of a group, and waits 0.05 s after each. What is measured is the whole of such an act, from asking for its
transaction until it is committed.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.core.management import call_command
from django.db import connection

from benchmarks.imports import HEADER, _check, _rows
from postkring.accounts.models import Role, User
from postkring.classifications.actions import create_group, describe_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.actions.change_all import EXCLUSION
from postkring.contacts.actions.delete import with_persons
from postkring.contacts.models import Contact
from postkring.criteria.selections import selection_of
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo_in_steps import rows_of
from postkring.work.actions import plan
from postkring.work.models import State, Work
from postkring.work.running import advance

OTHER: Final = "OTHER"
EVERY: Final = 0.05


def main(number: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    user = User.objects.create(username="bench", role=Role.ADMINISTRATOR)
    create_group(OTHER, by=user)
    create_group("HALF", by=user)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "relations.csv"
        path.write_text("\n".join([HEADER, *_rows(number)]) + "\n", encoding="utf-8")
        file = _check(path, user)
    arguments = {"file": file.pk, "token": file.token, "name": file.file_name, "rows": number}
    loaded = measured("load of a file", lambda: plan("import", arguments, total=number, by=user))
    last = Contact.objects.order_by("number")[number // 2 - 1].number
    chosen = {"selection": selection_of([("number", f"..{last}")]).as_data(), "code": "HALF", "mode": "add"}
    put_in = {**chosen, "expected": {"added": number // 2}, "rows": number // 2}
    half = measured("put half of them into a group", lambda: plan("group", put_in, total=number // 2, by=user))
    measured("undo of that", lambda: undo_of(half, user))
    changed = {
        "selection": chosen["selection"],
        "field": EXCLUSION,
        "value": "yes",
        "expected": {"changed": number // 2},
        "rows": number // 2,
    }
    field = measured("change one field of half of them", lambda: plan("field", changed, total=number // 2, by=user))
    measured("undo of that", lambda: undo_of(field, user))
    going = with_persons(Contact.objects.filter(number__lte=last)).count()
    deleted = {"selection": chosen["selection"], "expected": {"deleted": going}, "rows": going}
    gone = measured("delete half of them", lambda: plan("delete", deleted, total=going, by=user))
    measured("undo of that", lambda: undo_of(gone, user))
    measured("undo of the file", lambda: undo_of(loaded, user))
    assert not Contact.objects.exists()


def undo_of(change_set: ChangeSet, user: User) -> Work:
    rows = rows_of(change_set)
    return plan("undo", {"number": change_set.number, "sentences": change_set.sentences, "rows": rows}, total=rows, by=user)


def measured(name: str, planned: Callable[[], Work]) -> ChangeSet:
    work = planned()
    with waiting() as waits:
        begun, working = time.perf_counter(), time.process_time()
        advance(work.pk)
        seconds, used = time.perf_counter() - begun, time.process_time() - working
    work.refresh_from_db()
    assert work.state == State.DONE, (work.state, work.said)
    assert work.change_set is not None
    found = sorted(waits)
    often = [found[int(len(found) * part)] for part in (0.5, 0.95, 0.99)]
    middle, most, nearly = (f"{each:.2f}" for each in often)
    said = f"longest wait {found[-1]:.2f} s; of {len(found):,} half below {middle}, 95 % below {most}, 99 % below {nearly}"
    busy = f"{used:.1f} s of the processor, load {os.getloadavg()[0]:.0f}"
    print(f"| {connection.vendor} | {work.total:,} rows | {name} | {seconds:.1f} s ({busy}) | {said} |", flush=True)
    return work.change_set


@contextmanager
def waiting() -> Iterator[list[float]]:
    """The seconds of every act of the other process, when the block has ended."""
    with tempfile.TemporaryDirectory() as folder:
        kept, waits = Path(folder) / "waits", list[float]()
        with subprocess.Popen([sys.executable, "-m", "benchmarks.waiting", "write", str(kept)], stdin=subprocess.PIPE) as other:
            while not kept.exists():
                time.sleep(0.05)
            yield waits
            (Path(folder) / "stop").touch()
            assert other.wait(60) == 0
        waits += json.loads(kept.read_text(encoding="ascii"))


def write(kept: Path) -> None:
    group, user = MailingGroup.objects.get(code=OTHER), User.objects.get(username="bench")
    waits: list[float] = []
    describe_group(group, "begun", by=user)
    kept.touch()
    while not (kept.parent / "stop").exists():
        begun = time.perf_counter()
        describe_group(group, str(len(waits)), by=user)
        waits.append(time.perf_counter() - begun)
        time.sleep(EVERY)
    kept.write_text(json.dumps(waits), encoding="ascii")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]))
