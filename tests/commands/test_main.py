from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import OperationalError

from postkring.commands import sentence
from postkring.kit.errors import Refused
from tests.commands.conftest import Postkring


def test_two_first_commands_at_once_both_find_a_whole_database(postkring: Postkring) -> None:
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(lambda name: postkring("user", "add", name, "--role", "reader"), ["ann", "bob"]))
    assert [result.stderr for result in results] == ["", ""]
    assert postkring("user", "list").stdout == "ann\treader\tactive\nbob\treader\tactive\n"


@pytest.mark.usefixtures("with_tables")
def test_password_comes_in_through_a_pipe(postkring: Postkring) -> None:
    result = postkring("user", "add", "jan", "--role", "reader", "--password-stdin", typed="correct horse battery\n")
    assert (result.returncode, result.stdout) == (0, "jan can sign in now, as reader.\n")


def test_home_that_is_a_file_is_one_sentence(postkring: Postkring, home: Path) -> None:
    home.write_text("")
    result = postkring("user", "list")
    assert (result.returncode, result.stderr) == (1, f"POSTKRING_HOME must name a folder; {home} is a file.\n")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refused("No."), "No."),
        (
            PermissionError(13, "Permission denied", "var"),
            "var cannot be used (Permission denied): look whom it belongs to, and whether the disk is full.",
        ),
        (OperationalError("connection failed\nIs it running?"), "The database refuses: connection failed"),
        (OperationalError(), "The database refuses: OperationalError"),
    ],
)
def test_error_becomes_one_sentence(error: Exception, said: str) -> None:
    assert sentence(error) == said
