import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn

import pytest

import chromium
import postgresql
import test_run
from outcomes import Outcome
from test_run import Pass


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Pass]:
    """The passes that were started; none of them really runs, and all of them pass."""
    started: list[Pass] = []

    def run(which: Pass) -> Outcome:
        started.append(which)
        return Outcome(which.title, 0, 1.0, Counter(passed=1))

    @contextlib.contextmanager
    def server() -> Iterator[dict[str, str]]:
        yield {"DATABASE_URL": "postgres://there"}

    monkeypatch.setattr(test_run, "run", run)
    monkeypatch.setattr(postgresql, "server", server)
    monkeypatch.setattr(chromium, "executable", lambda: "chromium")
    monkeypatch.delenv("CI", raising=False)
    return started


def no_server() -> NoReturn:
    raise postgresql.UnavailableError("no server is installed")


def no_browser() -> NoReturn:
    raise chromium.UnavailableError("No Chromium is installed.")


def last_lines(capsys: pytest.CaptureFixture[str], number: int) -> list[str]:
    return capsys.readouterr().out.splitlines()[-number:]


def test_everything_runs_on_both_databases_and_in_the_browser(ran: list[Pass], capsys: pytest.CaptureFixture[str]) -> None:
    assert test_run.main([]) == 0
    assert [which.title for which in ran] == ["SQLite", "PostgreSQL", "browser", "browser, on PostgreSQL"]
    assert ran[3].environment == {"DATABASE_URL": "postgres://there", "CHROMIUM": "chromium"}
    assert last_lines(capsys, 1)[0].strip("= ").startswith("4 passed in ")


@pytest.mark.parametrize(("said", "walks"), [("", "test_main_job.py::test_main_job[nl]"), ("true", "test_main_job.py")])
def test_the_job_is_walked_in_every_language_on_postgresql_where_nobody_waits(
    ran: list[Pass], monkeypatch: pytest.MonkeyPatch, said: str, walks: str
) -> None:
    monkeypatch.setenv("CI", said)
    assert test_run.main([]) == 0
    assert ran[3].words[-1] == f"tests/browser/{walks}"


def test_missing_database_is_said_last_in_capitals(
    ran: list[Pass], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(postgresql, "server", no_server)
    assert test_run.main([]) == 0
    assert [which.title for which in ran] == ["SQLite", "browser"]
    assert last_lines(capsys, 1) == ["THE TESTS ON POSTGRESQL WERE NOT RUN: NO SERVER IS INSTALLED"]


def test_missing_browser_is_said_last_in_capitals(
    ran: list[Pass], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chromium, "executable", no_browser)
    assert test_run.main([]) == 0
    assert [which.title for which in ran] == ["SQLite", "PostgreSQL"]
    assert last_lines(capsys, 1) == ["THE BROWSER TESTS WERE NOT RUN: NO CHROMIUM IS INSTALLED."]


@pytest.mark.parametrize(("said", "status"), [("true", 1), ("", 0)])
def test_what_was_not_run_fails_where_nobody_reads_along(ran: list[Pass], monkeypatch: pytest.MonkeyPatch, said: str, status: int) -> None:
    monkeypatch.setattr(chromium, "executable", no_browser)
    monkeypatch.setenv("CI", said)
    assert test_run.main([]) == status
    assert len(ran) == 2


def test_one_failed_pass_fails_the_whole(ran: list[Pass], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_run, "run", lambda which: Outcome(which.title, int(which.title == "PostgreSQL"), 1.0, Counter(passed=1)))
    assert test_run.main([]) == 1
    assert ran == []


def test_quick_run_takes_one_pass_and_hands_words_on(ran: list[Pass]) -> None:
    assert test_run.main(["--quick", "-k", "groups"]) == 0
    assert [which.title for which in ran] == ["SQLite"]
    assert list(ran[0].words[-2:]) == ["-k", "groups"]


def test_settings_of_the_developer_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTKRING_LANGUAGE", "fr")
    monkeypatch.setenv("DATABASE_URL", "postgres://precious")
    with test_run._folder() as folder:
        environment = test_run._environment(Pass("SQLite", [], {}), folder)
    assert "POSTKRING_LANGUAGE" not in environment
    assert environment["DATABASE_URL"] == f"sqlite:///{folder}/home/postkring.sqlite3"
    assert not folder.exists()
