"""Rows into a CSV file that a spreadsheet opens by a double click, and that cannot make it calculate anything."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import IO, Final

from postkring.kit.sheets.writing import Row, text_of

# A spreadsheet takes such a cell for a formula. One that already has apostrophes in front gets one more, so that reading
# takes away exactly what writing put there.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_BEGINS: Final = frozenset("'=+-@\t\r")
_BYTE_ORDER_MARK: Final = "utf-8-sig"  # without it Excel reads UTF-8 as Windows-1252


def write_csv(file: IO[bytes], header: Sequence[str], rows: Iterable[Row], *, separator: str) -> int:
    """Returns the number of rows. The file stays open."""
    text = io.TextIOWrapper(file, encoding=_BYTE_ORDER_MARK, newline="")
    try:
        writer = csv.writer(text, delimiter=separator)
        writer.writerow(header)
        count = 0
        for row in rows:
            writer.writerow([defused(text_of(cell)) for cell in row])
            count += 1
        text.flush()
        return count
    finally:
        text.detach()


def defused(text: str) -> str:
    # Most cells are seen at a glance to be none.
    return f"'{text}" if text[:1] in _BEGINS and _FORMULA.match(text) else text


def separator_of(language: str) -> str:
    """Where a comma divides the decimals, spreadsheets divide the columns by a semicolon."""
    return "," if language.partition("-")[0] == "en" else ";"
