"""Rows into an Excel workbook of one sheet. What looks like a number but is text, such as a post code, stays text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import IO, Any, Final

import xlsxwriter
from django.utils.translation import pgettext

from postkring.kit.errors import TooLong
from postkring.kit.sheets.writing import Cell, Row, text_of
from postkring.kit.text import grouped

MOST_ROWS: Final = 1_048_575  # below the header
LONGEST_CELL: Final = 32_767
LONGEST_TITLE: Final = 31
_FIRST_YEAR: Final = 1900  # Excel knows no day before it
_WIDTHS: Final = (8, 40)
# Row by row to the disk: the memory does not grow with the rows. Text is never taken for a formula, a number or a link.
_OPTIONS: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_NOT_IN_TITLES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_xlsx(file: IO[bytes], header: Sequence[str], rows: Iterable[Row], *, title: str) -> int:
    """Returns the number of rows. Raises TooLong when they, or what stands in a cell, do not fit into a workbook. The file stays open."""
    book = xlsxwriter.Workbook(file, _OPTIONS)
    try:
        sheet = book.add_worksheet(title_of(title))
        formats = {"head": book.add_format({"bold": True}), "day": book.add_format({"num_format": "yyyy-mm-dd"})}
        formats["text"] = book.add_format({"num_format": "@"})  # what is typed over a text stays one, with its leading zeros
        # The widths and the header come before the rows, which are on the disk as soon as they are written.
        for place, label in enumerate(header):
            sheet.set_column(place, place, min(max(len(label) + 2, _WIDTHS[0]), _WIDTHS[1]))
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, header, formats["head"])
        count = _write_rows(sheet, rows, formats)
        sheet.autofilter(0, 0, count, max(len(header) - 1, 0))
    finally:
        book.close()
    return count


def title_of(text: str) -> str:
    """A name that a sheet may have."""
    return text.translate(_NOT_IN_TITLES).strip(" '")[:LONGEST_TITLE].strip(" '") or "Postkring"


def _write_rows(sheet: Any, rows: Iterable[Row], formats: Mapping[str, Any]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            full = pgettext("msg.workbook_full", "An Excel workbook holds at most %(max)s rows. Choose CSV.")
            raise TooLong(full % {"max": grouped(MOST_ROWS)}, max=MOST_ROWS)
        for place, cell in enumerate(row):
            if cell != "":
                _write(sheet, count, place, cell, formats)
    return count


def _write(sheet: Any, row: int, place: int, cell: Cell, formats: Mapping[str, Any]) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell)
    elif isinstance(cell, date) and cell.year >= _FIRST_YEAR:
        sheet.write_datetime(row, place, cell, formats["day"])
    else:
        _write_text(sheet, row, place, text_of(cell), formats["text"])


def _write_text(sheet: Any, row: int, place: int, text: str, form: Any) -> None:
    if len(text) > LONGEST_CELL:
        raise TooLong(
            pgettext("msg.cell_full", "Row %(row)s holds more text in one cell than Excel takes. Choose CSV.") % {"row": row + 1},
            row=row + 1,
        )
    sheet.write_string(row, place, text, form)
