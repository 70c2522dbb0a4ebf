"""Real workers at the database of the test, each a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connections

HELD: Final = Path(__file__).with_name("held_worker.py")
WORKER: Final = Path(sys.executable).with_name("postkring")


def environment() -> dict[str, str]:
    """What leads another process to the database and the home folder of this test."""
    database: dict[str, Any] = connections.settings["default"]
    if connections["default"].vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database['NAME']}"
    facts = {"DATABASE_URL": url, "POSTKRING_HOME": str(settings.HOME), "POSTKRING_TASK_ROWS": str(settings.TASK_ROWS)}
    return os.environ | facts | {"DJANGO_SETTINGS_MODULE": "postkring.settings.test"}


@contextmanager
def running(*command: str | Path) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(command, env=environment())
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


@contextmanager
def held_in(module: str, function: str, mark: Path, *, call: int = 1) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker that stands in the middle of its act when the block begins, in that call of the function."""
    with running(sys.executable, HELD, module, function, str(mark), str(call)) as process:
        wait_until(lambda: mark.exists() or process.poll() is not None)
        assert process.poll() is None
        yield process


def wait_until(condition: Callable[[], object], *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)
