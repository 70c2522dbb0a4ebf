"""Every test, one pass after the other: on SQLite, on a real PostgreSQL, and in a real browser. `make test` starts this."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import chromium
import postgresql
from outcomes import Outcome, read_outcome, summary_line

ROOT: Final = Path(__file__).resolve().parent.parent
BROWSER_TESTS: Final = "tests/browser"
MAIN_JOB: Final = "tests/browser/test_main_job.py"
CORES: Final = os.cpu_count() or 1


@dataclass(frozen=True)
class Pass:
    title: str
    words: Sequence[str]
    environment: dict[str, str]


def main(words: Sequence[str]) -> int:
    if words and words[0] == "--quick":
        return run(Pass("SQLite", [*_without_browser(), *words[1:]], {})).status
    started = time.monotonic()
    outcomes, not_run = run_all()
    report(outcomes, not_run, time.monotonic() - started)
    failed = any(outcome.status for outcome in outcomes) or (not_run and os.environ.get("CI") == "true")
    return 1 if failed else 0


def run_all() -> tuple[list[Outcome], list[str]]:
    outcomes, not_run = [run(Pass("SQLite", _without_browser(), {}))], []
    with contextlib.ExitStack() as stack:
        database = browser = None
        try:
            database = stack.enter_context(postgresql.server())
            outcomes.append(run(Pass("PostgreSQL", _without_browser(), database)))
        except postgresql.UnavailableError as error:
            not_run.append(f"the tests on PostgreSQL were not run: {error}")
        try:
            browser = {"CHROMIUM": chromium.executable()}
            outcomes.append(run(Pass("browser", [*_workers(4), BROWSER_TESTS], browser)))
        except chromium.UnavailableError as error:
            not_run.append(f"the browser tests were not run: {error}")
        if database and browser:
            outcomes.append(run(Pass("browser, on PostgreSQL", [*_workers(4), _walks()], database | browser)))
    return outcomes, not_run


def _without_browser() -> list[str]:
    return [*_workers(8), f"--ignore={BROWSER_TESTS}"]


def _walks() -> str:
    """The main job on PostgreSQL: in Dutch, for words come out of no database; where time is no matter, in every language."""
    return MAIN_JOB if os.environ.get("CI") == "true" else f"{MAIN_JOB}::test_main_job[nl]"


def _workers(most: int) -> list[str]:
    return ["--numprocesses", str(max(2, min(CORES, most))), "--dist", "worksteal"]


def run(which: Pass) -> Outcome:
    print(f"\n{which.title}", flush=True)
    with _folder() as folder:
        report_file = folder / "report.xml"
        command = [sys.executable, "-m", "pytest", "--quiet", f"--junit-xml={report_file}", *which.words]
        with _child(command, _environment(which, folder)) as process:
            status = process.wait()
        return read_outcome(which.title, status, report_file)


def _environment(which: Pass, folder: Path) -> dict[str, str]:
    """What the developer's own shell says about Postkring does not reach the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POSTKRING_") and name != "DATABASE_URL"}
    home = folder / "home"
    home.mkdir()
    return kept | {"POSTKRING_HOME": str(home), "DATABASE_URL": f"sqlite:///{home}/postkring.sqlite3"} | which.environment


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="postkring-tests-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _child(command: Sequence[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment)
    try:
        yield process
    except KeyboardInterrupt:
        process.wait()  # Ctrl+C reached pytest as well, and it is clearing up
        raise
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def report(outcomes: Sequence[Outcome], not_run: Sequence[str], seconds: float) -> None:
    print()
    for outcome in outcomes:
        for name in outcome.broken:
            print(f"FAILED {name} ({outcome.title})")
    for outcome in outcomes:
        print(f"{outcome.title:<24} {outcome.sentence()}")
    print(summary_line(outcomes, seconds))
    for what in not_run:
        print(what.upper())


def _stop(number: int, frame: Any) -> NoReturn:
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    os.chdir(ROOT)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
