"""What the page of an act on many says."""

import re
from typing import Any, Final

from django.test import Client

ENGLISH: Final = {"Accept-Language": "en"}


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url, headers=ENGLISH)
    assert response.status_code == status
    return words(response)


def numbers(text: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt> <dd>(?:<a [^>]*>)?([\d,]+)", text))


def confirmed(text: str) -> str:
    """What the button sends along."""
    found = re.search(r'<button[^>]* value="(\w+:\d[^"]*)"', text)
    return found[1] if found else ""


def names_behind(client: Client, text: str) -> list[list[str]]:
    """The contacts that each number opens, in the order of the numbers."""
    opened = [page(client, url.replace("&amp;", "&")) for url in re.findall(r'<dd><a href="([^"]+)"', text)]
    return [re.findall(r'class="row-title"><a href="[^"]+">([^<]+)</a>', each) for each in opened]
