"""What a file is written from: a header and rows of cells, typed by their Python values. Each format has its own module."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, TypeAlias

Cell: TypeAlias = str | bool | int | date
Row: TypeAlias = Sequence[Cell]

BETWEEN_CODES: Final = "|"


def joined(codes: Iterable[str]) -> str:
    """Several codes in one cell; a | inside a code is written as \\|."""
    return BETWEEN_CODES.join(code.replace(BETWEEN_CODES, f"\\{BETWEEN_CODES}") for code in codes)


def text_of(cell: Cell) -> str:
    """A cell in a format that knows text only: true and false, dates in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
