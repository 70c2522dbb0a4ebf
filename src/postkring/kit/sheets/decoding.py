"""Which letters the bytes of a text file are: a mark at the start, UTF-16, UTF-8, else the Windows code page of Western Europe."""

import codecs
import io
import re
from typing import BinaryIO, Final

from django.utils.translation import pgettext

from postkring.kit.sheets.sheet import Unreadable, unreadable

ENCODINGS: Final = ("utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "mac-roman", "cp850", "iso-8859-15")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")  # in no text of people
_BLOCK: Final = 1 << 20
_PROBE: Final = 4096


def encoding_of(file: BinaryIO) -> str:
    """One in which the whole file decodes. Raises Unreadable where there is none, as for what is no text at all."""
    file.seek(0)
    start = file.read(_PROBE)
    for mark, name in _MARKS:
        if start.startswith(mark):
            refuse_undecodable(file, name)
            return name
    if b"\x00" in start:
        name = _without_mark(start)
        refuse_undecodable(file, name)
        return name
    found = next((name for name in ("utf-8-sig", "cp1252") if _decodes(file, name)), "")
    if not found and (_CONTROLS.search(start) or not _decodes(file, "mac-roman")):
        raise no_table()
    return found or "mac-roman"  # every byte is a letter there; who sees wrong ones chooses another


def text_of(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The file as text from its start, line ends as they are; closing the text leaves the file open."""
    file.seek(0)
    return io.TextIOWrapper(_Unclosed(file), encoding=encoding, newline="")


def refuse_undecodable(file: BinaryIO, encoding: str) -> None:
    """For an encoding that the user chose, or that the file itself says."""
    if encoding not in ENCODINGS or not _decodes(file, encoding):
        raise unreadable(
            pgettext("msg.file_encoding", "The file is not written in %(encoding)s. Choose another character set.") % {"encoding": encoding}
        )


def _without_mark(start: bytes) -> str:
    """UTF-16 of Western text has a zero in every second byte; anything else with zeros is a program or a picture."""
    even, odd = start[0::2], start[1::2]
    if even and odd.count(0) > len(odd) * 0.7 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if odd and even.count(0) > len(even) * 0.7 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    raise no_table()


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while block := file.read(_BLOCK):
            if "\x00" in decoder.decode(block):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:  # also where UTF-16 lacks its mark at the start
        return False
    return True


def no_table() -> Unreadable:
    return unreadable(
        pgettext(
            "msg.file_kind", "This is no file of contacts. A .csv, .xlsx or .vcf file can be loaded; the name alone does not make it one."
        )
    )


class _Unclosed(io.BufferedReader):
    def __init__(self, file: BinaryIO) -> None:
        super().__init__(_Raw(file), _BLOCK)


class _Raw(io.RawIOBase):
    """Reads on from a file that belongs to somebody else."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)
