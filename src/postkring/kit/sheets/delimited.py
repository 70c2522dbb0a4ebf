"""Reading .csv: the sign between the cells is found by how well it cuts the first rows, never by counting alone."""

import csv
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from django.utils.translation import pgettext

from postkring.kit.sheets.decoding import text_of
from postkring.kit.sheets.sheet import CELL_SIGNS, CUT_OFF, Row, Sheet, Unreadable, checked_header, doubled, fitted, trimmed, unreadable

DELIMITERS: Final = (";", ",", "\t", "|")
_PROBED: Final = 50
_SAID = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # a first line by which Excel is told
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")  # what our own export puts before what could be a formula


def read_delimited(file: BinaryIO, encoding: str, *, delimiter: str = "") -> Sheet:
    """The delimiter is found where it is not given. Raises Unreadable."""
    if delimiter and not _can_stand_between(delimiter):
        label = pgettext("field.delimiter", "Between the columns")
        raise Unreadable(
            pgettext("msg.choice_unknown", "“%(value)s” is not a value of %(field)s.") % {"value": delimiter[:20], "field": label},
            field="delimiter",
        )
    csv.field_size_limit(CELL_SIGNS * 4)  # the largest cell of Excel, in whatever it was written
    start = list(itertools.islice(text_of(file, encoding), _PROBED * 4))
    delimiter = delimiter or _said(start) or best_delimiter(start)
    rows = _rows(text_of(file, encoding), delimiter)
    header = next((row for row in rows if trimmed(row.cells)), Row(1, ()))
    names = checked_header(header.cells)
    return Sheet("csv", names, fitted(_cut_marked(rows, len(names)), len(names)), encoding, delimiter, doubled(header.cells))


def best_delimiter(lines: Iterable[str]) -> str:
    """The delimiter that cuts most of the first rows into as many cells as the header, and into most cells."""
    lines = list(lines)
    if lines and _is_said(lines[0]):
        lines = lines[1:]
    return max(DELIMITERS, key=lambda sign: _score(lines, sign))


def _score(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        rows = [row for row in itertools.islice(csv.reader(lines, delimiter=delimiter), _PROBED) if row]
    except csv.Error:
        return (0.0, 0)
    width = len(rows[0]) if rows else 0
    if width < 2:
        return (0.0, width)
    return (sum(len(row) == width for row in rows) / len(rows), width)


def _said(lines: list[str]) -> str:
    found = _SAID.fullmatch(lines[0].lstrip("\ufeff")) if lines else None
    return found.group(1) if found and _can_stand_between(found.group(1)) else ""


def _is_said(line: str) -> bool:
    return _SAID.fullmatch(line.lstrip("\ufeff")) is not None


def _can_stand_between(sign: str) -> bool:
    return len(sign) == 1 and sign != '"' and (sign == "\t" or sign.isprintable())


class _Lines:
    """Lines, and which of them the record being read consists of."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.record: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.record.append(line)
        return line


def _rows(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    source = _Lines(lines)
    number = 0
    reader = csv.reader(source, delimiter=delimiter)
    try:
        for cells in reader:
            number += 1
            record, source.record = source.record, []
            if number == 1 and len(record) == 1 and _is_said(record[0]):
                number = 0
                continue
            fault = "" if record[-1].endswith(("\n", "\r")) or number == 1 else _end_fault(record, delimiter)
            is_plain = not any("'" in line for line in record)
            yield Row(number, tuple(cells if is_plain else map(_plain, cells)), fault)
    except csv.Error as error:
        raise unreadable(
            pgettext("msg.file_row_unreadable", "Row %(row)s cannot be read: a cell is too long, or a quotation mark is not closed.")
            % {"row": number + 1},
            row=number + 1,
        ) from error


def _end_fault(record: list[str], delimiter: str) -> str:
    """The last row of a file without a line end: whole, or cut off inside a quoted cell?"""
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error:
        return CUT_OFF
    return "end"


def _cut_marked(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """A last row that breaks off before its last cell was cut; every other short row just leaves its last cells open."""
    for row in rows:
        if not row.fault:
            yield row
            continue
        cut = row.fault == CUT_OFF or (row.fault == "end" and len(row.cells) < width)
        yield Row(row.number, row.cells, CUT_OFF if cut else "")


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _DEFUSED.match(cell) else cell
