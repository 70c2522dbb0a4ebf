import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import PROGRAM, Postkring


class Server:
    """`postkring serve`, and what it has said so far."""

    def __init__(self, environment: dict[str, str], folder: Path, *words: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.said: list[str] = []
        command: list[str | Path] = [PROGRAM, "serve", "--port", str(self.port), *words]
        pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
        self.process = subprocess.Popen(command, env=environment, cwd=folder, stdout=pipe, stderr=quiet, text=True, start_new_session=True)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            self.said.extend(iter(stream.readline, ""))

    def wait_until_announced(self) -> "Server":
        deadline = time.monotonic() + 40
        while not any(line.startswith(("Sign in", "Nobody")) for line in list(self.said)):
            assert time.monotonic() < deadline, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.02)
        return self

    def status_of(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()


Serve = Callable[..., Server]


@pytest.fixture
def serve(environment: dict[str, str], tmp_path: Path) -> Iterator[Serve]:
    started: list[Server] = []

    def start(*words: str) -> Server:
        started.append(Server(environment, tmp_path, *words))
        return started[-1].wait_until_announced()

    yield start
    for server in started:
        if server.process.poll() is None:
            os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait()


def test_first_start_prepares_everything_and_says_last_where_and_how(serve: Serve, home: Path) -> None:
    server = serve("--demo")
    password = (home / "demo_password").read_text().strip()
    assert server.said == [
        "Bringing the database up to date\n",
        "Collected the style sheets and scripts\n",
        "Loaded the demo organisation\n",
        f"Postkring answers at http://localhost:{server.port}\n",
        f"Sign in with one click on the sign-in page, or as demo with the password {password}\n",
    ]
    assert [server.status_of(path) for path in ("/health/live", "/health/ready", "/sign-in/", "/")] == [200, 200, 200, 302]
    only_for_its_owner = [oct(path.stat().st_mode & 0o077) for path in (home, home / "postkring.sqlite3", home / "demo_password")]
    assert only_for_its_owner == ["0o0"] * 3


@pytest.mark.usefixtures("with_tables")
def test_second_start_prepares_nothing(serve: Serve) -> None:
    serve().process.terminate()
    assert len(serve().said) == 2


@pytest.mark.usefixtures("with_tables")
def test_without_demo_and_users_the_command_for_the_first_user_is_shown(serve: Serve, postkring: Postkring) -> None:
    server = serve()
    assert server.said[-1].endswith(f"{PROGRAM} user add NAME --role administrator\n")
    assert postkring("user", "add", "jan", "--role", "administrator").returncode == 0
    server.process.terminate()
    server.process.wait(10)
    assert serve("--demo").said[-1] == "Sign in with your user name.\n"


@pytest.mark.usefixtures("with_tables")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_it_cleanly(serve: Serve, number: signal.Signals) -> None:
    server = serve()
    server.process.send_signal(number)
    assert server.process.wait(10) == 0
    with pytest.raises(ConnectionRefusedError):
        server.status_of("/health/live")


@pytest.mark.usefixtures("with_tables")
def test_signal_from_the_terminal_reaches_the_worker_too_and_is_no_fault(serve: Serve) -> None:
    server = serve()
    os.killpg(server.process.pid, signal.SIGINT)
    assert server.process.wait(10) == 0


@pytest.mark.usefixtures("with_tables")
def test_killed_server_leaves_no_worker_behind(serve: Serve) -> None:
    server = serve()
    server.process.kill()
    server.process.wait(10)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            server.status_of("/health/live")
        except ConnectionRefusedError:
            return
        time.sleep(0.1)
    pytest.fail("the worker still answers")


def test_busy_port_is_refused_before_anything_is_made(postkring: Postkring, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        result = postkring("serve", "--port", str(port))
    assert result.returncode == 1
    assert result.stderr == f"Port {port} is in use by another program: choose another one with PORT={port + 1} (or --port).\n"
    assert not (home / "postkring.sqlite3").exists()
