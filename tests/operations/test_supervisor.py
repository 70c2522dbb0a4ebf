"""A command that is kept running: started again when it ends, stopped with the one who wanted it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postkring.operations import supervisor

Supervise = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Supervise]:
    """Supervises a Python program whose starts are written, with its process number, into `starts`."""
    running: list[subprocess.Popen[str]] = []

    def start(program: str) -> "subprocess.Popen[str]":
        text = f"import os,time\nwith open({str(tmp_path / 'starts')!r}, 'a') as f: f.write(str(os.getpid()) + '\\n')\n{program}"
        words = [sys.executable, "-m", supervisor.__name__, str(os.getpid()), sys.executable, "-c", text]
        running.append(subprocess.Popen(words, stderr=subprocess.PIPE, text=True))
        return running[-1]

    yield start
    for each in running:
        each.kill()
        each.communicate()


def starts(folder: Path, number: int) -> list[int]:
    """The processes, once there are so many."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        found = (folder / "starts").read_text().split() if (folder / "starts").exists() else []
        if len(found) >= number:
            return [int(each) for each in found]
        time.sleep(0.05)
    pytest.fail("it was not started so often")


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_ends_starts_again_and_is_told(supervise: Supervise, tmp_path: Path) -> None:
    process = supervise("raise SystemExit(3)")
    assert len(set(starts(tmp_path, 2))) == 2
    process.terminate()
    _, said = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "The worker ended with status 3 and starts again in 0.5 s" in said.splitlines()[0]


def test_stopped_it_stops_the_command(supervise: Supervise, tmp_path: Path) -> None:
    process = supervise("time.sleep(60)")
    [child] = starts(tmp_path, 1)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    assert not is_there(child)


def test_a_command_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "import signal,time\nsignal.signal(15, signal.SIG_IGN)\nprint(1, flush=True)\ntime.sleep(60)"],
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    child.stdout.readline()
    supervisor._end(child, 0.2)
    child.stdout.close()
    assert child.returncode == -signal.SIGKILL
