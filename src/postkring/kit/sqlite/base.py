"""Django's SQLite with the functions and settings that Postkring relies on."""

import sqlite3
from collections.abc import Callable
from typing import Any

from django.db.backends.sqlite3 import base

from postkring.kit.text import fold

_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=536870912;"
    "PRAGMA cache_size=-65536; PRAGMA journal_size_limit=67108864;"
)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        # The write lock is taken at BEGIN: a transaction that reads first and writes later could not wait for it.
        self.transaction_mode = "IMMEDIATE"
        self.init_commands = [command for command in _PRAGMAS.split(";") if command.strip()]
        params.setdefault("timeout", 20)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        for name, letters in (("fold", fold), ("small_letters", str.lower), ("large_letters", str.upper)):
            connection.create_function(name, 1, _of_text(letters), deterministic=True)
        return connection


def _of_text(function: Callable[[str], str]) -> Callable[[str | None], str | None]:
    def called(text: str | None) -> str | None:
        return None if text is None else function(str(text))

    return called
