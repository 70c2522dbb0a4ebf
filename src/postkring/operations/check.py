"""Is this installation sound? Facts, each with one line to read. Who asks (a command, a health page) shows them."""

import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import Error, connection

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.ledger.standing import parent_gone
from postkring.operations.schema import foreign_steps, missing_steps
from postkring.work import leases
from postkring.work.queries import open_work

LEAST_FREE: Final = 500 * 1024 * 1024  # bytes: room for the database's journal and one large import


@dataclass(frozen=True)
class Fact:
    subject: str
    good: bool
    finding: str


def facts() -> list[Fact]:
    """Everything that is looked at, in the order of a person who searches for a fault."""
    database = database_answers()
    tables = tables_fit() if database.good else Fact("tables", False, "not looked at, because the database does not answer")
    memberships = memberships_whole() if tables.good else Fact("memberships", False, "not looked at, because the tables do not fit")
    worker = worker_is_there() if tables.good else Fact("worker", False, "not looked at, because the tables do not fit")
    return [database, tables, memberships, worker, disk_has_room(), secret_key_is_secret()]


def ready() -> bool:
    """Can this process serve pages now?"""
    return database_answers().good and tables_fit().good


def database_answers() -> Fact:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error as error:
        return Fact("database", False, f"{connection.vendor} does not answer ({type(error).__name__})")
    return Fact("database", True, f"{connection.vendor} answers")


def tables_fit() -> Fact:
    missing, foreign = missing_steps(), foreign_steps()
    if missing:
        number = "1 migration is" if len(missing) == 1 else f"{len(missing)} migrations are"
        return Fact("tables", False, f"{number} missing; postkring serve applies what is missing")
    if foreign:
        return Fact("tables", False, "the database was made by a newer Postkring; install that one")
    return Fact("tables", True, "every migration is applied")


def memberships_whole() -> Fact:
    """No constraint of the database holds a membership to its two sides, so that those of the past may stay."""
    for spec in CLASSIFICATIONS:
        alone = spec.standing().filter(parent_gone(spec.link)).count()
        if alone:
            number = "1 membership stands" if alone == 1 else f"{alone} memberships stand"
            return Fact("memberships", False, f"{number} for a contact or a {spec.name.replace('_', ' ')} that is gone")
    return Fact("memberships", True, "every one has its contact and its mailing group")


def worker_is_there() -> Fact:
    """Without one, acts on many wait. While none does, nothing is wrong: not everybody serves with a worker at every moment."""
    if leases.worker_is_there():
        return Fact("worker", True, "one is running")
    waiting = open_work().count()
    if waiting:
        number = "1 task waits" if waiting == 1 else f"{waiting} tasks wait"
        return Fact("worker", False, f"{number} and none is running; postkring serve brings one along, postkring worker is one")
    return Fact("worker", True, "none is running, and no task waits for one")


def disk_has_room() -> Fact:
    free = shutil.disk_usage(_existing(Path(settings.HOME))).free
    megabytes = f"{free // (1024 * 1024):,} MB free".replace(",", " ")
    return Fact("disk", free >= LEAST_FREE, f"{megabytes} in {settings.HOME}")


def secret_key_is_secret() -> Fact:
    """The key signs sessions: whoever reads it can sign in as anybody."""
    path = Path(settings.HOME) / "secret_key"
    if not path.exists():
        return Fact("secret key", False, f"{path} is not there; the next start makes a new one, and everybody signs in again")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Fact("secret key", False, f"others can read {path} (mode {mode:o}); chmod 600 mends it")
    return Fact("secret key", True, "only its owner can read it")


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)
