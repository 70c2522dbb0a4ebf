"""Which reader a file is for: its content decides, not its name."""

import os
from typing import BinaryIO, Final

from django.utils.translation import pgettext

from postkring.kit.sheets.cards import read_cards
from postkring.kit.sheets.decoding import encoding_of, no_table, refuse_undecodable, text_of
from postkring.kit.sheets.delimited import read_delimited
from postkring.kit.sheets.sheet import UPLOAD_BYTES, Sheet, Unreadable, unreadable
from postkring.kit.sheets.workbook import read_workbook

_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_NO_TABLES: Final = (b"MZ", b"\x7fELF", b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def read_sheet(file: BinaryIO, *, encoding: str = "", delimiter: str = "") -> Sheet:
    """Raises Unreadable with a sentence that says what is wrong with the file."""
    refuse_large(file)
    kind, encoding = kind_of(file, encoding)
    if kind == "xlsx":
        return read_workbook(file)
    return read_cards(file, encoding) if kind == "vcf" else read_delimited(file, encoding, delimiter=delimiter)


def refuse_large(file: BinaryIO) -> None:
    size = file.seek(0, os.SEEK_END)
    if size > UPLOAD_BYTES:
        raise too_large()
    if not size:
        raise unreadable(pgettext("msg.file_empty", "The file holds no rows."))


def too_large() -> Unreadable:
    return unreadable(pgettext("msg.file_too_large", "The file is larger than %(max)s MB. Split it.") % {"max": UPLOAD_BYTES // 1_000_000})


def kind_of(file: BinaryIO, encoding: str = "") -> tuple[str, str]:
    """And the encoding of text: the whole file decodes in it, so that readers need not look again."""
    file.seek(0)
    start = file.read(4096)
    if start.startswith(b"PK"):
        return "xlsx", ""
    if start.startswith(_OLD_EXCEL):
        raise unreadable(pgettext("msg.file_old_excel", "This is an Excel file of before 2007 (.xls). Save it as .xlsx or .csv."))
    if start.startswith(_NO_TABLES) and not start[:200].isascii():
        raise no_table()
    if encoding:
        refuse_undecodable(file, encoding)
    encoding = encoding or encoding_of(file)
    first = text_of(file, encoding).read(2000).lstrip("\ufeff \t\r\n").upper()
    return "vcf" if first.startswith("BEGIN:VCARD") else "csv", encoding
