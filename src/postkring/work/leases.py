"""Who is at a piece of work, how far it has come, and whether it is to be cancelled: files in the home folder.

Not in the database: on SQLite nobody can write there while an act does, and what the act itself writes nobody sees before it has
ended. A lock on a file goes with the process that holds it, however that ends: no lease has to be renewed, and none runs out.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from django.conf import settings

_WORKERS: Final = "workers.lock"


@dataclass(frozen=True)
class Progress:
    """`done` of `total` rows, `seconds` after it was begun."""

    done: int
    total: int
    seconds: float


@contextmanager
def lease(key: int) -> Iterator[bool]:
    """True for the one process that holds the piece of work; False while another one does."""
    with _locked(_file(key, "lock"), fcntl.LOCK_EX, patience=0.1) as mine:
        yield mine


def is_held(key: int) -> bool:
    return not _is_free(_file(key, "lock"), fcntl.LOCK_SH)


@contextmanager
def present() -> Iterator[None]:
    """A worker is there for as long as the block lasts. Any number of them may be."""
    with _locked(_folder() / _WORKERS, fcntl.LOCK_SH, patience=2):
        yield


def worker_is_there() -> bool:
    return not _is_free(_folder() / _WORKERS, fcntl.LOCK_EX)


def report(key: int, progress: Progress) -> None:
    draft = _file(key, f"progress.{os.getpid()}")
    draft.write_text(json.dumps(asdict(progress)), encoding="ascii")
    draft.replace(_file(key, "progress"))


def progress_of(key: int) -> Progress | None:
    try:
        return Progress(**json.loads(_file(key, "progress").read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def ask_to_cancel(key: int) -> None:
    _file(key, "cancel").touch()


def is_to_be_cancelled(key: int) -> bool:
    return _file(key, "cancel").exists()


def clear(key: int) -> None:
    """What mattered while the work was open. Whoever waits at the lock that is removed finds the work settled."""
    for ending in ("progress", "cancel", "lock"):
        _file(key, ending).unlink(missing_ok=True)


def keys() -> set[int]:
    """Every piece of work that left something."""
    return {int(path.stem) for path in _folder().iterdir() if path.stem.isdecimal()}


def _folder() -> Path:
    folder = Path(settings.HOME) / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _file(key: int, ending: str) -> Path:
    return _folder() / f"{key}.{ending}"


@contextmanager
def _locked(path: Path, kind: int, *, patience: float) -> Iterator[bool]:
    with path.open("a") as file:
        yield _took(file, kind, patience)


def _took(file: IO[str], kind: int, patience: float = 0) -> bool:
    """Somebody who only asks holds the lock for a moment as well: that moment is waited for."""
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.01)
        else:
            return True


def _is_free(path: Path, kind: int) -> bool:
    if not path.exists():
        return True
    with path.open("a") as file:
        return _took(file, kind)
