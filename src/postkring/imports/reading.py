"""A file into staging: its rows as they stand there. Nothing is checked yet, and nothing of it is an act."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO, Final

from django.utils import timezone
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.models import ContactType
from postkring.imports.columns import named, recognised, refuse_twice
from postkring.imports.generations import step_of
from postkring.imports.interpreting import interpreted, type_said
from postkring.imports.models import FILE_NAME_LENGTH, FileImport, FileRow, ImportProfile
from postkring.kit.codes import NUMBER_LENGTH, normal_code
from postkring.kit.errors import DomainError
from postkring.kit.sheets.opening import read_sheet
from postkring.kit.sheets.sheet import Row, Sheet, unreadable
from postkring.kit.sql import analyze, little_cache, write_rows
from postkring.ledger.watch import wrote

CHUNK: Final = 2_000  # rows: more at once take memory and no less time
_STAGED: Final = ("file", "number", "is_company", "contact_number", "cells", "fault")
_NUL: Final = r"\u0000"  # as JSON has it
_as_json: Final = json.JSONEncoder(ensure_ascii=False).encode  # made once: dumps() would make it anew for every row


def open_import(file: BinaryIO, name: str, *, encoding: str = "", delimiter: str = "", by: User) -> tuple[FileImport, Sheet]:
    """An import that is not stored yet, with the columns as they were recognised, and its sheet."""
    require(by, Permission.EDIT_CONTACTS)
    sheet = read_sheet(file, encoding=encoding, delimiter=delimiter)
    refuse_twice(sheet.doubled)
    return (
        FileImport(
            file_name=clean_name(name),
            by=by,
            at=timezone.now(),
            kind=sheet.kind,
            encoding=sheet.encoding,
            delimiter=sheet.delimiter,
            header=list(sheet.header),
            mapping=recognised(sheet.header),
        ),
        sheet,
    )


def use_profile(file: FileImport, profile: ImportProfile) -> None:
    """The profile's columns where it knows their names; the others stay as they were recognised."""
    file.mapping = [profile.columns.get(name, target) for name, target in zip(named(file.header), file.mapping, strict=True)]
    file.match, file.policy, file.new_codes = profile.match, profile.policy, profile.new_codes


def stage_rows(file: FileImport, sheet: Sheet) -> int:
    """Stores the rows of a stored import, in the place of those that it had. Returns how many."""
    if not any(file.mapping):
        raise unreadable(pgettext("msg.no_column_known", "No column is known. Choose at least one field."))
    with step_of(file):
        FileRow.objects.filter(file=file)._raw_delete("default")
    count = 0
    with little_cache(FileRow):
        for rows in _chunks(sheet.rows):
            with step_of(file):
                write_rows(FileRow, _STAGED, [_staged(file, row) for row in rows])
            count += len(rows)
            wrote(0)
    if not count:
        raise unreadable(pgettext("msg.file_empty", "The file holds no rows."))
    analyze(FileRow)
    return count


def clean_name(name: str) -> str:
    """The bare name of a file, as it can be stored and shown."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in bare if sign.isprintable())[-FILE_NAME_LENGTH:] or "file"


def _staged(file: FileImport, row: Row) -> Sequence[object]:
    cells: Sequence[str] = row.cells
    text = _as_json(cells)
    if _NUL in text:
        cells = [cell.replace("\x00", "\ufffd") for cell in cells]
        text = _as_json(cells)
    is_company, number = _about(file, cells)
    return (file.pk, row.number, is_company, number[:NUMBER_LENGTH], text, row.fault)


def _about(file: FileImport, cells: Sequence[str]) -> tuple[bool, str]:
    """Whether the row is about a company, and its number. A row that cannot be read is a person: no others hang on it."""
    if said := type_said(_cell(file, cells, "type")):
        return said == ContactType.COMPANY, normal_code(_cell(file, cells, "number"))
    try:
        given = interpreted(cells, file.mapping, file.dialect)
    except DomainError:
        return False, ""
    return given.is_company, normal_code(given.values.get("number", ""))


def _cell(file: FileImport, cells: Sequence[str], target: str) -> str:
    return cells[file.mapping.index(target)] if target in file.mapping else ""


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
