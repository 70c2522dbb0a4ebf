"""How much of the API a machine answers: two workers of the server and eight clients share its cores. Called with a number of contacts."""

import contextlib
import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.core.management import call_command
from django.db import connection

from benchmarks.dataset import fill
from postkring.accounts.models import Role
from postkring.accounts.token_actions import make_token
from postkring.contacts.models import Contact

PORT: Final = 8765
CLIENTS: Final = 8
SECONDS: Final = 5.0
ROUNDS: Final = 15
PAGE: Final = 1_000
ROOT: Final = "/api/v2.0/"
BOTH: Final = quote("country eq 'BE' and city eq 'Gent'")
GROUP: Final = quote("mailingGroupCode eq 'GROUP3'")


class Caller:
    """One client, with a connection that stays open."""

    def __init__(self, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, address: str, body: Any = None, **more: str) -> bytes:
        sent = None if body is None else json.dumps(body)
        headers = self.headers | more | ({"Content-Type": "application/json"} if sent else {})
        self.connection.request(method, ROOT + address, body=sent, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {address} answers {answer.status}: {content[:200]!r}")
        return content


def main(number: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    user = fill(number)
    _, token = make_token(user, "benchmark", role=Role.ADMINISTRATOR, expires=None, by=user)
    person = Contact.objects.persons().order_by("-pk")[number // 4].guid
    connection.close()
    with server() as workers:
        for name, figure in figures(token, str(person), workers):
            print(f"| {connection.vendor} | {number:,} | API: {name} | {figure} | |", flush=True)


@contextlib.contextmanager
def server() -> Iterator[list[int]]:
    """Two workers, without a limit of calls. Gives the keys of their processes."""
    words = ["--interface", "wsgi", "--workers", "2", "--port", str(PORT), "--no-access-log", "postkring.web.wsgi:application"]
    environment = os.environ | {"POSTKRING_API_RATE": "off"}
    with subprocess.Popen([str(Path(sys.executable).parent / "granian"), *words], env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            _wait()
            yield [int(key) for key in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
        finally:
            process.terminate()


def _wait() -> None:
    for _ in range(300):
        try:
            Caller("").connection.request("GET", "/health/live")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server does not answer.")


def figures(token: str, person: str, workers: list[int]) -> Iterator[tuple[str, str]]:
    yield "a page of 100 contacts", f"{rate(token, lambda caller: caller.ask('GET', 'contacts')):.0f} a second"
    yield "one contact", f"{rate(token, lambda caller: caller.ask('GET', f'contacts({person})')):.0f} a second"
    caller = Caller(token)
    for name, address in (
        ("country and city, counted", f"contacts?$filter={BOTH}&$count=true"),
        ("a group's members, counted", f"contactMailingGroups?$filter={GROUP}&$count=true"),
    ):
        yield name, f"{median(partial(caller.ask, 'GET', address)):.1f} ms"
    turns = count()

    def change() -> bytes:
        return caller.ask("PATCH", f"contacts({person})", {"jobTitle": f"Turn {next(turns)}"}, **{"If-Match": "*"})

    yield "a change with its ledger", f"{median(change):.1f} ms"
    before = sum(map(_memory, workers))
    rows, seconds = everything(caller)
    yield f"reading all by pages of {PAGE:,}", f"{rows / seconds:,.0f} rows a second, {sum(map(_memory, workers)) - before:+d} MB"


def rate(token: str, call: Callable[[Caller], bytes]) -> float:
    """Calls in a second, all clients together."""
    until = time.perf_counter() + SECONDS

    def one(_: int) -> int:
        caller, done = Caller(token), 0
        while time.perf_counter() < until:
            call(caller)
            done += 1
        return done

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(one, range(CLIENTS))) / SECONDS


def median(call: Callable[[], bytes]) -> float:
    """Milliseconds of the call in the middle, alone."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        call()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def everything(caller: Caller) -> tuple[int, float]:
    """How many contacts there are by the links from page to page, and in how many seconds."""
    started, rows, address = time.perf_counter(), 0, "contacts"
    while address:
        page = json.loads(caller.ask("GET", address, Prefer=f"odata.maxpagesize={PAGE}"))
        rows += len(page["value"])
        further = urlsplit(page.get("@odata.nextLink", ""))
        address = f"{further.path.removeprefix(ROOT)}?{further.query}" if further.query else ""
    return rows, time.perf_counter() - started


def _memory(process: int) -> int:
    """Megabytes that a process holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000


if __name__ == "__main__":
    main(int(sys.argv[1]))
