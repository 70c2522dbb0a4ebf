"""Outcomes on their way into staging: written in chunks, counted, and put into the token that says what was shown."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from postkring.imports.codes import Codes
from postkring.imports.models import FileImport, Outcome, OutcomeCode, State
from postkring.kit.sql import write_rows

_COLUMNS: Final = (
    "file",
    "position",
    "row",
    "state",
    "is_company",
    "is_proposed",
    "name",
    "number",
    "number_given",
    "contact_key",
    "company_position",
    "values",
    "changes",
    "codes",
    "field",
    "reason",
)
_NAME: Final = 200
_as_json: Final = json.JSONEncoder(ensure_ascii=False).encode  # made once: dumps() would make it anew for every part


@lru_cache(maxsize=1024)
def _as_text(codes: tuple[tuple[str, str], ...]) -> str:
    """By classification. Most rows of a file share their codes with others."""
    return _as_json(_by_classification(codes))


def _by_classification(codes: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for classification, code in codes:
        found.setdefault(classification, []).append(code)
    return found


class Recorder:
    def __init__(self, file: FileImport) -> None:
        self._file = file.pk
        self._digest = hashlib.sha256()
        self._outcomes: list[tuple[Any, ...]] = []
        self._codes: list[tuple[Any, ...]] = []
        self.counts: Counter[str] = Counter()
        self.columns: set[str] = set()
        self.position = 0

    def next_position(self) -> int:
        self.position += 1
        return self.position

    def write(
        self,
        position: int,
        row: int,
        state: State,
        *,
        is_company: bool,
        is_proposed: bool = False,
        name: str = "",
        number: str = "",
        contact: int | None = None,
        company_position: int | None = None,
        values: dict[str, Any] | None = None,
        changes: list[list[Any]] | None = None,
        codes: Codes | None = None,
        field: str = "",
        reason: str = "",
    ) -> None:
        texts = [_as_json(values) if values else None, _as_json(changes) if changes else None, _as_text(tuple(codes)) if codes else None]
        facts = (position, row, state.value, is_company, is_proposed, name[:_NAME], number, bool(number), contact, company_position)
        self._outcomes.append((self._file, *facts, *texts, field, reason))
        # Texts in JSON hold no such sign, so that no two outcomes are written alike.
        self._digest.update("\x1f".join((repr((facts, field)), *(text or "" for text in texts))).encode())
        self._codes += [(self._file, position, classification, code, key) for (classification, code), key in (codes or {}).items()]
        self.counts[state.value] += 1
        self.counts["memberships"] += len(codes or ())
        if is_proposed:
            self.counts["proposed"] += 1

    def flush(self) -> None:
        write_rows(Outcome, _COLUMNS, self._outcomes)
        write_rows(OutcomeCode, ("file", "position", "classification", "code", "group_key"), self._codes)
        self._outcomes, self._codes = [], []

    @property
    def token(self) -> str:
        return self._digest.hexdigest()
