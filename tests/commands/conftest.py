import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

Postkring = Callable[..., "subprocess.CompletedProcess[str]"]
PROGRAM: Final = Path(sys.executable).with_name("postkring")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """What an installation of its own says: a home that does not exist yet, and SQLite in it."""
    return _environment(home)


@pytest.fixture(scope="session")
def started_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with its tables, made once."""
    home = tmp_path_factory.mktemp("started") / "home"
    subprocess.run([PROGRAM, "check"], env=_environment(home), capture_output=True, check=True)
    return home


@pytest.fixture
def with_tables(started_before: Path, home: Path) -> None:
    """For tests about what comes after the first start: the tables need not be made again for each."""
    shutil.copytree(started_before, home)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    return kept | {"POSTKRING_HOME": str(home)}


@pytest.fixture
def postkring(environment: dict[str, str], tmp_path: Path) -> Postkring:
    """The command as it is typed, in a process and with a database of its own."""

    def run(*words: str, typed: str = "", **extra: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [PROGRAM, *words], env=environment | extra, cwd=tmp_path, input=typed, capture_output=True, text=True, timeout=60, check=False
        )

    return run
