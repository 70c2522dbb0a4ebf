"""The pages an office opens all day, each with the number of milliseconds its request takes in the process."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client

from postkring.accounts.models import User

REQUESTS = 15

PAGES = {
    "contact list": "/contacts/",
    "contact list, page 150": "/contacts/?page=150",
    "search, many hits": "/contacts/?q=claes",
    "search, two words": "/contacts/?q=claes+gent",
    "search, nothing found": "/contacts/?q=zzzzq",
    "group filter, large group": "/contacts/?group=GROUP3",
    "group filter, small group": "/contacts/?group=GROUP50",
    "contact list, filtered": "/contacts/?filters=1&mailingGroup=GROUP3&city=Gent",
    "card of a company": "/contacts/CT0000021/",
    "card of a person": "/contacts/CT0000022/",
    "changes": "/changes/",
    "contact mailing groups": "/contacts/CT0000021/mailing-groups",
    "mailing groups": "/mailing-groups/",
    "members, large group": "/mailing-groups/GROUP3/",
    "members, small group": "/mailing-groups/GROUP50/",
    "Tell me": "/search?q=claes",
    "home": "/",
}


@dataclass(frozen=True)
class PageTime:
    name: str
    milliseconds: float
    bytes: int


def page_times(user: User, *, more: dict[str, str]) -> Iterator[PageTime]:
    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="nl")
    client.force_login(user)
    for name, address in (PAGES | more).items():
        taken, size = [], 0
        for _ in range(REQUESTS):
            started = time.perf_counter()
            response = client.get(address)
            taken.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                raise SystemExit(f"{address} answers {response.status_code}")
            size = len(response.content)
        yield PageTime(name, statistics.median(taken), size)
