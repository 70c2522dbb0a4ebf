"""A PostgreSQL server of the tests' own: found on the machine or in a wheel, started in a folder that goes away with it."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

USER: Final = "postkring"
PATIENCE: Final = 30.0  # seconds until it answers

# Fast because nothing in it is worth keeping.
OPTIONS: Final = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "jit=off",
    "shared_buffers=128MB",
    "max_connections=60",
)

# A locale that orders words as people do comes first: what relies on the order of bytes must say so itself.
LOCALES: Final = (
    ("--locale-provider=icu", "--icu-locale=nl-BE", "--locale=C.UTF-8"),
    ("--locale=nl_BE.UTF-8",),
    ("--locale=en_US.UTF-8",),
    ("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C.UTF-8"),
    ("--locale=C.UTF-8",),
)


class UnavailableError(Exception):
    """No server can be had; the text says why and what to install."""


@contextlib.contextmanager
def server() -> Iterator[dict[str, str]]:
    """A running server, as the environment that leads to it."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield {"DATABASE_URL": given}
        return
    with contextlib.ExitStack() as stack:
        failures = []
        for binaries in installed_binaries():
            try:
                folder = stack.enter_context(_running(binaries))
            except (OSError, subprocess.SubprocessError) as error:
                failures.append(f"{binaries}: {error}")
                continue
            yield {"DATABASE_URL": f"postgres:///{folder}/postkring", "PGUSER": USER}
            return
        why = "; ".join(failures) or "no server is installed"
        raise UnavailableError(f"{why}. Install one (Debian, Ubuntu: apt install postgresql) or name one with TEST_DATABASE_URL.")


def installed_binaries() -> list[Path]:
    """Folders with a whole server, the machine's own before the wheel's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name.zfill(4), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    configuration = shutil.which("pg_config")
    if configuration:
        found.append(Path(subprocess.run([configuration, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()))
    wheel = importlib.util.find_spec("pgserver")
    if wheel and wheel.origin:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    return [path for path in dict.fromkeys(found) if (path / "initdb").is_file() and (path / "postgres").is_file()]


@contextlib.contextmanager
def _running(binaries: Path) -> Iterator[Path]:
    # Short, because the path of a socket has room for about a hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="postkring-"))
    process = None
    try:
        account = _account()
        if account:
            shutil.chown(folder, account["user"], account["group"])
            binaries = _reachable(binaries, folder, account)
        _initialize(binaries, folder / "data", account)
        process = _start(binaries, folder, account)
        yield folder
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; another user of the machine runs it then."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _reachable(binaries: Path, folder: Path, account: dict[str, Any]) -> Path:
    """The binaries, or a copy of the wheel where that user may read it (not in the home folder of root)."""
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, **account)
    except (PermissionError, subprocess.CalledProcessError):
        packages = binaries.parents[2]
        copy = folder / "packages"
        for part in (binaries.parents[1], *packages.glob("pgserver*.libs")):
            shutil.copytree(part, copy / part.name)
        folder.chmod(0o755)
        return copy / binaries.relative_to(packages)
    return binaries


def _initialize(binaries: Path, data: Path, account: dict[str, Any]) -> None:
    command: list[str | Path] = [binaries / "initdb", "--pgdata", data, "--username", USER, "--auth=trust", "--encoding=UTF8", "--no-sync"]
    for locale in LOCALES:
        try:
            _run([*command, *locale], account)
        except subprocess.CalledProcessError as error:
            shutil.rmtree(data, ignore_errors=True)
            last = error
            continue
        return
    raise OSError(str(last.stderr).strip().splitlines()[-1])


def _run(command: Sequence[str | Path], account: dict[str, Any]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, cwd="/", **account)


def _start(binaries: Path, folder: Path, account: dict[str, Any]) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [binaries / "postgres", "-D", folder / "data", "-k", folder]
    for option in OPTIONS:
        command += ["-c", option]
    # In a session of its own, Ctrl+C reaches it through us: after the tests, and not in the middle of them.
    process = subprocess.Popen(
        command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **account
    )
    ready: list[str | Path] = [binaries / "pg_isready", "--quiet", "--host", folder]
    deadline = time.monotonic() + PATIENCE
    while subprocess.run(ready, check=False).returncode != 0:
        if process.poll() is not None or time.monotonic() > deadline:
            _stop(process)
            raise OSError("the server does not start")
        time.sleep(0.05)
    return process


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)  # "fast": ends sessions, and does not wait for them
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
