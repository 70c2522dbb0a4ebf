"""The refused rows as a workbook: as they stood in the file, with the reason beside them, to be corrected and loaded again."""

from typing import IO, Any, Final

import xlsxwriter
from django.utils.translation import pgettext

from postkring.imports.columns import named
from postkring.imports.models import FileImport, FileRow, Outcome, State
from postkring.kit.sheets.sheet import EXTRA, TOO_MANY_CELLS

REASON: Final = "reason"  # no field is called so, in any of our languages: loaded again, the column is left alone
ROW: Final = "row"
_CHUNK: Final = 1_000


def write_quarantine(file: FileImport, into: IO[bytes]) -> int:
    """Text cells throughout, so that no zero is lost and nothing is taken for a formula. Returns the number of rows."""
    book = xlsxwriter.Workbook(into, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(pgettext("import.quarantine_sheet", "Refused"))
    sheet.freeze_panes(1, 0)
    names = named(file.header)
    own = 2 if names[:2] == [REASON, ROW] else 0  # such a workbook loaded again: its reasons of then give way to those of now
    _write(sheet, 0, [REASON, ROW, *names[own:], *_extra(file)], text)
    count = 0
    for row, reason in _refused(file):
        count += 1
        _write(sheet, count, [reason, str(row.number), *row.cells[own:]], text)
    book.close()
    return count


def _extra(file: FileImport) -> list[str]:
    """Columns for the cells that were too many. Loaded again as they stand, they still are: a cell of them has moved all others."""
    wide = FileRow.objects.filter(file=file, fault=TOO_MANY_CELLS).values_list("cells", flat=True).iterator(_CHUNK)
    return [f"{EXTRA}{place}" for place in range(1, max(map(len, wide), default=0) - len(file.header) + 1)]


def _refused(file: FileImport) -> Any:
    """By row, in chunks: nobody holds a hundred thousand of them at once. A row that was refused for several contacts stands there once."""
    last = -1
    while found := list(
        Outcome.objects.filter(file=file, state=State.REFUSED, row__gt=last).order_by("row").values_list("row", "reason")[:_CHUNK]
    ):
        rows = {row.number: row for row in FileRow.objects.filter(file=file, number__in=[number for number, _ in found])}
        for number, reason in sorted(dict(found).items()):
            yield rows[number], reason
        last = found[-1][0]


def _write(sheet: Any, row: int, cells: list[str], text: Any) -> None:
    for column, cell in enumerate(cells):
        sheet.write_string(row, column, cell, text)
