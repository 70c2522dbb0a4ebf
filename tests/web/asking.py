"""Asking for pages in English: whole, as a window, or as a part that htmx renews. And reading what they say."""

import html
import re
from typing import Any, TypeAlias

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# The test client answers with more than the types know.
Answer: TypeAlias = Any

ENGLISH = {"Accept-Language": "en"}


def get(client: Client, url: str, *, part: str = "") -> Answer:
    return client.get(url, headers=_headers(part))


def post(client: Client, url: str, data: dict[str, Any] | None = None, *, part: str = "") -> Answer:
    return client.post(url, data or {}, headers=_headers(part))


def text_of(response: Answer) -> str:
    """The words of an answer without its marks, blanks folded."""
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(plain)).strip()


def toasts(client: Client) -> list[tuple[str, str]]:
    """What the next page says was done, each with the URL that takes it back."""
    page = get(client, "/settings/").content.decode()
    shown = [toast.split("data-toast-close")[0] for toast in page.split("data-toast>")[1:]]
    return [(html.unescape(_first(r"<p>(.*?)</p>", toast)), _first(r'action="([^"]*)"', toast)) for toast in shown]


def queries(client: Client, url: str) -> int:
    get(client, url)
    with CaptureQueriesContext(connection) as captured:
        assert get(client, url).status_code == 200
    return len(captured)


def value_of(response: Answer, name: str) -> str:
    """What stands in the field of that name."""
    field = re.search(rf'<input[^>]*\bname="{re.escape(name)}"[^>]*>', response.content.decode())
    assert field is not None, f"there is no field {name}"
    value = re.search(r'\bvalue="([^"]*)"', field.group())
    return html.unescape(value.group(1)) if value else ""


def _headers(part: str) -> dict[str, str]:
    return ENGLISH | ({"HX-Request": "true", "HX-Target": part} if part else {})


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.DOTALL)
    return found.group(1).strip() if found else ""
