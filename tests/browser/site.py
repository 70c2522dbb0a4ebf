"""A whole Postkring for browser tests: `postkring serve` with a home folder and a database of its own."""

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.browser.databases import Database

PATIENCE: Final = 180.0  # seconds until it says that it answers; filling it takes a busy machine a minute and more
NO_MAIL: Final = "smtp://127.0.0.1:9"  # nothing listens there; the pages about e-mail are shown all the same


class Site:
    def __init__(self, home: Path, database: Database, secret_key: str) -> None:
        self.home = home
        self.database = database
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self._process: subprocess.Popen[str] | None = None
        # The tests make sessions themselves, so they must sign them as the server does.
        (home / "secret_key").write_text(secret_key, encoding="ascii")
        (home / "secret_key").chmod(0o600)

    def start(self) -> None:
        program = Path(sys.executable).with_name("postkring")
        environment = os.environ | {"POSTKRING_HOME": str(self.home), "DATABASE_URL": self.database.url, "POSTKRING_EMAIL_URL": NO_MAIL}
        del environment["DJANGO_SETTINGS_MODULE"]  # the tests' own settings; a server has the real ones
        with (self.home / "log.jsonl").open("a") as log:
            self._process = subprocess.Popen(
                [program, "serve", "--port", str(self.port), "--demo"], env=environment, stdout=subprocess.PIPE, stderr=log, text=True
            )
        self._wait_until_it_answers(self._process)

    def stop(self) -> int:
        """Stops it as Ctrl+C does, and gives the exit status."""
        assert self._process is not None
        self._process.terminate()
        status = self._process.wait(20)
        if self._process.stdout:
            self._process.stdout.close()
        self._process = None
        return status

    def snapshot(self) -> None:
        """What stands in the database now is what every test begins with."""
        self._while_alone(self.database.snapshot)

    def reset(self) -> None:
        self._while_alone(self.database.restore)

    def _while_alone(self, act: Callable[[], None]) -> None:
        """PostgreSQL copies a database only while nobody is connected to it."""
        if not self.database.must_be_alone:
            act()
            return
        self.stop()
        act()
        self.start()

    def _wait_until_it_answers(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        deadline = time.monotonic() + PATIENCE
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while process.poll() is None and selector.select(deadline - time.monotonic()):
                if self.url in process.stdout.readline():
                    return
        raise AssertionError(f"The server does not start: {(self.home / 'log.jsonl').read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
