import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from postkring.work import leases
from postkring.work.leases import Progress


def test_one_holds_it_at_a_time() -> None:
    with leases.lease(1) as first, leases.lease(1) as second, leases.lease(2) as other:
        assert (first, second, other) == (True, False, True)
        assert leases.is_held(1)
    assert not leases.is_held(1)


def test_asking_does_not_keep_anybody_from_it() -> None:
    assert not leases.is_held(1)
    with leases.lease(1) as mine:
        assert mine
        assert leases.is_held(1)
        assert leases.is_held(1)


def test_it_goes_with_a_process_that_is_killed() -> None:
    text = "import fcntl, os, time; file = open(os.environ['LOCK']); fcntl.flock(file, 2); print('held', flush=True); time.sleep(60)"
    with leases.lease(1):
        lock = str(settings.HOME / "work" / "1.lock")
    process = subprocess.Popen([sys.executable, "-c", text], env=os.environ | {"LOCK": lock}, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"held\n"
        assert leases.is_held(1)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not leases.is_held(1)


def test_any_number_of_workers_may_be_there() -> None:
    assert not leases.worker_is_there()
    with leases.present():
        with leases.present():
            assert leases.worker_is_there()
        assert leases.worker_is_there()
    assert not leases.worker_is_there()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"done": 1}', '{"done": 1, "total": 2, "seconds": 3, "more": 4}'])
def test_progress_that_cannot_be_read_is_none(text: str) -> None:
    leases.report(1, Progress(1, 2, 3))
    assert leases.progress_of(1) == Progress(1, 2, 3)
    (settings.HOME / "work" / "1.progress").write_text(text)
    assert leases.progress_of(1) is None


def test_nothing_is_left_of_what_is_cleared() -> None:
    with leases.lease(1):
        leases.report(1, Progress(1, 2, 3))
        leases.ask_to_cancel(1)
        assert leases.keys() == {1}
        leases.clear(1)
    assert leases.keys() == set()
    assert not leases.is_to_be_cancelled(1)
