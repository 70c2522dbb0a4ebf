"""For tests of several who write at once: a database that is the test's own, and acts in threads with a connection each."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from psycopg import sql
from pytest_django import DjangoDbBlocker

from postkring.kit.errors import DomainError

ALIAS: Final = "default"
PATIENCE: Final = 0.5  # seconds in which another has surely done what it wants, or waits


@pytest.fixture(scope="session")
def database_to_copy(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests' database, which pytest-django does not make for a run of nothing but tests with databases of their own."""
    if str(connections.settings[ALIAS]["NAME"]).startswith(("test_", "file:memorydb")):
        yield
        return
    with django_db_blocker.unblock():
        before = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(before, verbosity=0)


@pytest.fixture
def own_database(database_to_copy: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[None]:
    """A copy of the tests' database, without a transaction around the test: what one connection commits, the others see."""
    copied = _postgresql_copy() if connections[ALIAS].vendor == "postgresql" else _sqlite_copy(tmp_path / "own.sqlite3")
    with django_db_blocker.unblock(), copied:
        yield


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts in a thread each. What an act refuses stands in the place of its result."""
    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(_on_a_connection_of_its_own, acts))


class Meanwhile:
    """What another does in the middle of an act: called where the act has come to, it goes on when the other is done or has to wait."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self._act = act
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._done: Future[Any] | None = None

    def __call__(self) -> None:
        if self._done is None:
            self._done = self._pool.submit(_on_a_connection_of_its_own, self._act)
            wait([self._done], PATIENCE)

    def came_to(self) -> Any:
        """Its result or what it was refused; asked when the act is over."""
        assert self._done is not None
        return self._done.result(10)


def _on_a_connection_of_its_own(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except DomainError as refusal:
        return refusal
    finally:
        connections.close_all()


@contextlib.contextmanager
def _sqlite_copy(file: Path) -> Iterator[None]:
    """A file, as in production: the tests' own database is in memory, and goes when its connection does."""
    in_memory = connections[ALIAS]
    in_memory.ensure_connection()
    with contextlib.closing(sqlite3.connect(file)) as copy:
        in_memory.connection.backup(copy)
    with _named(str(file)):
        connections[ALIAS] = connections.create_connection(ALIAS)
        yield
        connections[ALIAS].close()
        connections[ALIAS] = in_memory


@contextlib.contextmanager
def _postgresql_copy() -> Iterator[None]:
    facts = connections.settings[ALIAS]
    name, copy = facts["NAME"], f"{facts['NAME']}_own"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy))
    _disconnect()
    _on_the_server(drop, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(name)))
    with _named(copy):
        yield
        _disconnect()
    _on_the_server(drop)


@contextlib.contextmanager
def _named(name: str) -> Iterator[None]:
    facts = connections.settings[ALIAS]
    before, facts["NAME"] = facts["NAME"], name
    yield
    facts["NAME"] = before


def _disconnect() -> None:
    """Without a connection left, the next one goes to the database that is named then."""
    pooled: Any = connections[ALIAS]
    pooled.close()
    pooled.close_pool()


def _on_the_server(*commands: sql.Composed) -> None:
    facts = connections.settings[ALIAS]
    words = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given: dict[str, Any] = {word: facts[key] for word, key in words.items() if facts[key]}
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as server:
        for command in commands:
            server.execute(command)
