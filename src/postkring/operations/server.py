"""The web server as a process: granian, serving the WSGI application with threads. It knows addresses, not pages."""

import errno
import http.client
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from postkring.kit.errors import Refused
from postkring.operations.parents import stop_with

APPLICATION: Final = "postkring.web.wsgi.application"
PROBE: Final = "/health/live"
PATIENCE: Final = 60.0  # seconds until the first answer
GRACE: Final = 8  # seconds that requests under way get when the server stops

_NEAR: Final[dict[IPv4Address | IPv6Address | None, str]] = {IPv4Address(0): "127.0.0.1", IPv6Address(0): "::1"}


@dataclass(frozen=True)
class Place:
    host: str
    port: int

    @property
    def address(self) -> str:
        """What a person on this machine opens: `localhost`, because a passkey cannot belong to a number."""
        name = "localhost" if self.near in {"127.0.0.1", "::1"} else self.host
        return f"http://{name}:{self.port}"

    @property
    def near(self) -> str:
        """The host as this machine reaches it: one that listens everywhere answers here too."""
        return _NEAR.get(_numeric(self.host), self.host)


def _numeric(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def refuse_busy(place: Place) -> None:
    """Raises Refused when nothing can be served at this place."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Refused(_why(place, error)) from error


def _why(place: Place, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {place.port} is in use by another program: choose another one with PORT={place.port + 1} (or --port)."
    if error.errno == errno.EACCES:
        return f"Port {place.port} is for the system only: choose one above 1023 with PORT=8000 (or --port)."
    return f"Nothing can be served at {place.host}, port {place.port}: this machine has no such address."


def serve(place: Place, announce: Callable[[], None]) -> None:
    """Serves until SIGINT or SIGTERM, then returns. `announce` is called in the worker once pages are answered."""
    import_string(APPLICATION)
    _leave_connections()
    server = Server(
        target=APPLICATION,
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        blocking_threads=min(2 * (os.cpu_count() or 1) + 1, 16),
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.warning,
        log_dictconfig=_log_settings(),
    )
    try:
        server.serve(target_loader=partial(_load, place=place, announce=announce))
    except SystemExit:
        # A service manager signals the worker as well; that it stopped by itself is no fault then.
        if not server.interrupt_signal:
            raise


def _load(target: str, *, place: Place, announce: Callable[[], None]) -> Any:
    """Runs in the worker. Announcing there keeps the parent free of threads, which a forking process must be."""
    # Ctrl+C goes to the parent alone, which then stops us: a worker of granian that is told twice may not stop at all.
    os.setpgrp()
    threading.Thread(target=_announce_when_answered, args=(place, announce), daemon=True).start()
    stop_with(os.getppid())  # killed outright, the parent cannot stop us, and the port would stay taken
    return import_string(target)


def _announce_when_answered(place: Place, announce: Callable[[], None]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if _answers(place):
            announce()
            return
        time.sleep(0.02)


def _answers(place: Place) -> bool:
    connection = http.client.HTTPConnection(place.near, place.port, timeout=5)
    try:
        connection.request("GET", PROBE, headers={"Host": "localhost"})
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()


def _leave_connections() -> None:
    """A worker must not inherit a connection that its parent holds."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def _log_settings() -> dict[str, Any]:
    """Granian's own lines, written as ours are."""
    ours: dict[str, Any] = settings.LOGGING
    return ours | {"loggers": ours["loggers"] | {"_granian": {}, "granian.access": {}}}
