"""Files to load in tests, as bytes, and what becomes of them."""

import io
from typing import Any

from postkring.accounts.models import User
from postkring.imports.actions import Choices, check_file, load
from postkring.imports.models import FileImport, NewCodes, Outcome, Policy
from postkring.ledger.models import ChangeSet


def checked(text: str | bytes, by: User, *, name: str = "relaties.csv", **choices: Any) -> FileImport:
    content = text.encode() if isinstance(text, str) else text
    return check_file(io.BytesIO(content), name, Choices(**choices), by=by)


def loaded(text: str | bytes, by: User, *, name: str = "relaties.csv", **choices: Any) -> ChangeSet:
    file = checked(text, by, name=name, **choices)
    return load(file, token=file.token, by=by)


def outcomes(file: FileImport) -> list[tuple[int, str, str]]:
    """Row, what it does, and the reason where it is refused, in the order of the file."""
    rows = Outcome.objects.filter(file=file, is_proposed=False).order_by("row", "position")
    return [(each.row, each.state, each.reason) for each in rows]


CREATE = NewCodes.CREATE
LEAVE_OUT = NewCodes.LEAVE_OUT
UPDATE = Policy.UPDATE
FILL = Policy.FILL
