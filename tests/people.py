"""The standing people of the tests: one user for each role, and a stranger. Each with a client that has signed in."""

from itertools import islice
from typing import Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from postkring.accounts.models import Role, User
from postkring.operations.demo import load
from tests.factories import make_user

FEW: Final = 20


@pytest.fixture
def small_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo organisation is quick to load: the first contacts only."""
    whole = load._rows
    monkeypatch.setattr(load, "_rows", lambda name: islice(whole(name), FEW))


def client_of(user: User | AnonymousUser) -> Client:
    client = Client()
    if isinstance(user, User):
        client.force_login(user)
    return client


@pytest.fixture
def administrator(db: None) -> User:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def marketer(db: None) -> User:
    return make_user(Role.MARKETER)


@pytest.fixture
def editor(db: None) -> User:
    return make_user(Role.EDITOR)


@pytest.fixture
def reader(db: None) -> User:
    return make_user(Role.READER)


@pytest.fixture
def stranger() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def as_administrator(administrator: User) -> Client:
    return client_of(administrator)


@pytest.fixture
def as_marketer(marketer: User) -> Client:
    return client_of(marketer)


@pytest.fixture
def as_editor(editor: User) -> Client:
    return client_of(editor)


@pytest.fixture
def as_reader(reader: User) -> Client:
    return client_of(reader)


@pytest.fixture
def as_stranger(stranger: AnonymousUser) -> Client:
    return client_of(stranger)
