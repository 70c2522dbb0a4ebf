"""Keeps a command running: `python -m postkring.operations.supervisor PARENT COMMAND…` starts it again when it ends, later each time.

A process of its own: the server forks, and a process that forks must be without threads. It needs no Django, and so hardly any memory.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Final

from postkring.operations.logs import JsonLines
from postkring.operations.parents import stop_with

START: Final = 1.5  # seconds that the server's first answer gets ahead: both load the same program
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
SOUND: Final = 60.0  # seconds after which one that ends is no longer taken for one that cannot run
GRACE: Final = 6.0  # less than the server has, which waits for us

logger = logging.getLogger("postkring.supervisor")


class Supervisor:
    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._stopping = False
        self._pause = FIRST_PAUSE

    def stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def run(self) -> None:
        self._wait(START)
        while True:
            begun = time.monotonic()
            status = self._run_once()
            if self._stopping:
                return
            self._pause = FIRST_PAUSE if time.monotonic() - begun >= SOUND else self._pause
            logger.warning("The worker ended with status %s and starts again in %s s", status, self._pause)
            self._wait(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _run_once(self) -> int:
        # In a group of its own: Ctrl+C is for the server, which then stops us.
        child = subprocess.Popen([*self._command, str(os.getpid())], process_group=0)
        while child.poll() is None and not self._stopping:
            time.sleep(0.1)
        if child.poll() is None:
            _end(child)
        return child.returncode

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < until:
            time.sleep(0.1)


def _end(child: "subprocess.Popen[bytes]", grace: float = GRACE) -> None:
    """What is cut off in the middle has done nothing, and is taken up again."""
    child.terminate()
    try:
        child.wait(grace)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


@contextmanager
def supervised(command: Sequence[str]) -> Iterator[None]:
    """Keeps the command running for as long as the block lasts. Its last word is the process number that it is to end with."""
    supervisor = subprocess.Popen([sys.executable, "-P", "-m", __name__, str(os.getpid()), *command], process_group=0)
    try:
        yield
    finally:
        _end(supervisor, GRACE + 1)


def main(parent: str, *command: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    supervisor = Supervisor(command)
    signal.signal(signal.SIGTERM, supervisor.stop)
    signal.signal(signal.SIGINT, supervisor.stop)
    stop_with(int(parent))
    supervisor.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
