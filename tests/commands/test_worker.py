"""The worker that `postkring serve` brings along, and one that is started by itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Postkring
from tests.commands.test_serve import Serve, serve

__all__ = ["serve"]

pytestmark = pytest.mark.usefixtures("with_tables")


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def says(postkring: Postkring) -> Callable[[], str]:
    return lambda: next(line for line in postkring("check").stdout.splitlines() if line[7:].startswith("worker"))


HERE, MISSING = "ok     worker: one is running", "ok     worker: none is running, and no task waits for one"


def test_the_server_brings_a_worker_along_and_takes_it_away(serve: Serve, says: Callable[[], str]) -> None:
    server = serve()
    until(lambda: says() == HERE)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(15) == 0
    assert says() == MISSING


def test_a_server_that_is_killed_takes_its_worker_along(serve: Serve, says: Callable[[], str]) -> None:
    server = serve()
    until(lambda: says() == HERE)
    server.process.kill()
    server.process.wait(10)
    until(lambda: says() == MISSING)


def test_a_server_can_do_without(serve: Serve, says: Callable[[], str]) -> None:
    serve("--no-worker")
    time.sleep(2)
    assert says() == MISSING


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_by_itself_stops_cleanly(environment: dict[str, str], tmp_path: Path, says: Callable[[], str], number: int) -> None:
    program = Path(sys.executable).with_name("postkring")
    worker = subprocess.Popen([program, "worker"], env=environment, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True)
    try:
        until(lambda: says() == HERE)
        os.kill(worker.pid, number)
        _, said = worker.communicate(timeout=10)
        assert (worker.returncode, said) == (0, b"")
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait()
