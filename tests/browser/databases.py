"""The databases of a site under test: made, photographed, and put back as they were, on SQLite and on PostgreSQL."""

import sqlite3
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.db import connection
from psycopg import sql


class Database(Protocol):
    url: str
    must_be_alone: bool

    def snapshot(self) -> None: ...

    def restore(self) -> None: ...

    def drop(self) -> None: ...


class SqliteDatabase:
    must_be_alone = False

    def __init__(self, folder: Path) -> None:
        self._live = folder / "postkring.sqlite3"
        self._photograph = folder / "photograph.sqlite3"
        self.url = f"sqlite:///{self._live}"
        connection.settings_dict["NAME"] = str(self._live)

    def snapshot(self) -> None:
        _copy(self._live, self._photograph)

    def restore(self) -> None:
        _copy(self._photograph, self._live)

    def drop(self) -> None:
        """The folder goes, and the file with it."""


def _copy(source: Path, target: Path) -> None:
    """SQLite's own copying: whoever is connected to the target sees the new content next."""
    origin, copy = sqlite3.connect(source), sqlite3.connect(target, timeout=20)
    try:
        origin.backup(copy)
    finally:
        copy.close()
        origin.close()


class PostgresqlDatabase:
    must_be_alone = True

    def __init__(self, url: str, suffix: str) -> None:
        server, _, name = url.rpartition("/")
        self._live = f"{name}_site_{suffix}"
        self._photograph = f"{self._live}_photograph"
        self.url = f"{server}/{self._live}"
        self._facts = connection.settings_dict
        self._replace(self._live, "template1")
        connection.settings_dict["NAME"] = self._live

    def snapshot(self) -> None:
        self._replace(self._photograph, self._live)

    def restore(self) -> None:
        self._replace(self._live, self._photograph)

    def drop(self) -> None:
        self._run(_drop(self._live), _drop(self._photograph))

    def _replace(self, target: str, source: str) -> None:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(target), sql.Identifier(source))
        self._run(_drop(target), make)

    def _run(self, *commands: sql.Composed) -> None:
        _disconnect()
        words = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        given: dict[str, Any] = {word: self._facts[key] for word, key in words.items() if self._facts[key]}
        with psycopg.connect(dbname="postgres", autocommit=True, **given) as server:
            for command in commands:
                server.execute(command)


def _drop(name: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))


def _disconnect() -> None:
    """A database with a connection of ours can neither be copied nor dropped."""
    connection.close()
    pooled: Any = connection
    if pooled.vendor == "postgresql":
        pooled.close_pool()
