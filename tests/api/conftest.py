"""A client of the API for each role, as programs have one: with a token and no session."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from postkring.accounts.models import ApiToken, User
from postkring.accounts.tokens import digest_of, new_text

ROOT = "/api/v2.0/"


class Api:
    """Asks by the address below the root. Answers are those of Django's test client."""

    def __init__(self, authorization: str) -> None:
        self.client = Client(HTTP_AUTHORIZATION=authorization, HTTP_ACCEPT_LANGUAGE="en")

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(ROOT + address, headers=_headers(headers))

    def post(self, address: str, body: Any, **headers: str) -> Any:
        return self.client.post(ROOT + address, body, content_type="application/json", headers=_headers(headers))

    def patch(self, address: str, body: Any, *, if_match: str | None = "*") -> Any:
        headers = {} if if_match is None else {"If-Match": if_match}
        return self.client.patch(ROOT + address, body, content_type="application/json", headers=headers)

    def delete(self, address: str, **headers: str) -> Any:
        return self.client.delete(ROOT + address, headers=_headers(headers))

    def values(self, address: str, name: str = "") -> list[Any]:
        """The records of a collection, or one property of each."""
        answer = self.get(address)
        assert answer.status_code == 200, answer.content
        return [record[name] if name else record for record in answer.json()["value"]]

    def everything(self, address: str, name: str, **headers: str) -> list[Any]:
        """The same over all pages, by their links."""
        found: list[Any] = []
        answer = self.get(address, **headers).json()
        found += [record[name] for record in answer["value"]]
        while "@odata.nextLink" in answer:
            answer = self.client.get(answer["@odata.nextLink"], headers=_headers(headers)).json()
            found += [record[name] for record in answer["value"]]
        return found

    def refused(self, address: str, status: int, code: str) -> str:
        """The message of a refusal."""
        return refusal(self.get(address), status, code)


def _headers(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def refusal(answer: Any, status: int, code: str) -> str:
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.content
    assert set(answer.json()["error"]) <= {"code", "message", "target"}
    message, _, reference = answer.json()["error"]["message"].partition("  CorrelationId: ")
    assert reference == f"{answer['X-Reference']}."
    return str(message)


def target(answer: Any) -> str:
    """The property that a refusal is about."""
    return str(answer.json()["error"].get("target", ""))


def token_of(user: User, *, role: str = "", expires: datetime | None = None) -> str:
    """The text of a token that was made without an act, so that a test may count the acts."""
    text = new_text()
    ApiToken.objects.create(owner=user, name="test", role=role or user.role, digest=digest_of(text), hint=text[:6], expires=expires)
    return text


def bearer(user: User, *, role: str = "") -> Api:
    return Api(f"Bearer {token_of(user, role=role)}")


@pytest.fixture
def address(own_database: None) -> Iterator[str]:
    """Of a server on a database of its own: what one connection commits, the others see."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(autouse=True)
def without_limit(settings: Any) -> None:
    """Tokens of different tests have the same key: their calls would be counted together."""
    settings.API_RATE = None


@pytest.fixture
def api(administrator: User) -> Api:
    return bearer(administrator)
