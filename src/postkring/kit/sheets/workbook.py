"""Reading .xlsx: the first visible sheet, row by row, every cell as the text a person reads there."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO, Final
from xml.etree.ElementTree import ParseError

from django.utils.translation import pgettext
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from postkring.kit.sheets.sheet import (
    CELL_SIGNS,
    ROWS,
    UNZIPPED_BYTES,
    UNZIPPED_RATIO,
    Row,
    Sheet,
    Unreadable,
    checked_header,
    doubled,
    fitted,
    trimmed,
    unreadable,
)

_SMALL: Final = 1_000_000  # what unpacks to less is no bomb, however well it was packed
_LAST_ROW: Final = 1_048_576  # of Excel; a row may say that it is a later one, and the blank ones before it have no end
_CODE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile(r"0+")
_BROKEN = (
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    ParseError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    InvalidFileException,
)


def read_workbook(file: BinaryIO) -> Sheet:
    """Formulas give the result that was last stored. Raises Unreadable for what is damaged or a bomb."""
    refuse_bomb(file)
    file.seek(0)
    try:
        book = _book(file)
        sheet = next((each for each in book.worksheets if each.sheet_state == "visible"), None)
        if sheet is None:
            raise unreadable(pgettext("msg.file_empty", "The file holds no rows."))
        sheet.reset_dimensions()  # what the file says of its own size is often wrong
        rows = _rows(sheet)
        names = next((row.cells for row in rows if trimmed(row.cells)), ())
        header = checked_header(names)
    except _BROKEN as error:
        raise _damaged() from error
    return Sheet("xlsx", header, fitted(rows, len(header)), doubled=doubled(names))


def _book(file: BinaryIO) -> Any:
    reader: Any = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
    # openpyxl takes the sign for "what follows is no code" out of shared texts, and leaves it in the others. Here both stay as they stand.
    reader.read_strings = lambda: _read_strings(reader)
    reader.read()
    return reader.wb


def _read_strings(reader: Any) -> None:
    part = reader.package.find(SHARED_STRINGS)
    if part is None:
        return
    with reader.archive.open(part.PartName[1:]) as source:
        for _, node in iterparse(source):
            if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                reader.shared_strings.append(Text.from_tree(node).content)
                node.clear()


def refuse_bomb(file: BinaryIO) -> None:
    """By the sizes that the archive declares: reading never gives more than those."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise unreadable(pgettext("msg.file_no_workbook", "This file is no Excel workbook (.xlsx). Save it as .xlsx or .csv."))
            total = sum(part.file_size for part in parts)
            dense = any(part.file_size > max(_SMALL, part.compress_size * UNZIPPED_RATIO) for part in parts)
            if total > UNZIPPED_BYTES or dense or any(part.flag_bits & 1 for part in parts):
                raise unreadable(
                    pgettext("msg.file_bomb", "This workbook unpacks to far more than its size, or is locked. Save it anew, or as .csv.")
                )
            for part in parts:
                if part.filename.endswith(".xml") and b"<!DOCTYPE" in archive.open(part).read(1024):
                    raise _damaged()
    except _BROKEN as error:
        raise _damaged() from error


def _damaged() -> Unreadable:
    return unreadable(pgettext("msg.file_damaged", "The workbook is damaged or incomplete. Open it in Excel, save it again and load that."))


def _rows(sheet: Any) -> Iterator[Row]:
    try:
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number > _LAST_ROW:
                raise unreadable(pgettext("msg.file_rows", "The file has more than %(max)s rows. Split it.") % {"max": ROWS})
            yield Row(number, tuple(_text(cell) for cell in cells))
    except _BROKEN as error:
        raise _damaged() from error


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return decoded(value)[: CELL_SIGNS + 1]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def decoded(text: str) -> str:
    """What a workbook writes as `_x000D_` is the sign with that number; `_x005F_` is the underscore before what only looks like one."""
    return _CODE.sub(_sign, text) if "_x" in text else text


def _sign(code: re.Match[str]) -> str:
    sign = chr(int(code[1], 16))
    # Signs that no text may hold, half signs among them, are left as they are written.
    return sign if sign.isprintable() or sign in "\t\n\r" else code[0]


def _number(value: float, number_format: str) -> str:
    """A post code or phone that the sheet keeps as a number: without “.0”, and with the zeros that the cell shows in front."""
    if not float(value).is_integer():
        return repr(value)
    whole = str(int(value))
    return whole.zfill(len(number_format)) if _ZEROS.fullmatch(number_format) else whole
