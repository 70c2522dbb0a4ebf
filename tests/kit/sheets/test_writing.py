"""What is written is read back, sign by sign, by programs that are not ours; and nothing that stands in a cell can do anything."""

import csv
import io
import re
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from postkring.kit.errors import TooLong
from postkring.kit.sheets import xlsx_writing
from postkring.kit.sheets.csv_writing import defused, separator_of, write_csv
from postkring.kit.sheets.vcf_writing import Card, write_vcf
from postkring.kit.sheets.writing import Cell, joined
from postkring.kit.sheets.xlsx_writing import title_of, write_xlsx

AWKWARD = [
    "0470 12 34 56",
    "01000",
    "+32 9 123 45 67",
    "=1+1",
    "-5",
    "@home",
    "'s-Hertogenbosch",
    "'+32",
    'De "Gouden" Leeuw; Zonen, en co',
    "eerste\ntweede",
    "👩‍💻 Zoë",
    "Škoda",
    "A|B",
    "C:\\map",
    " blank ",
    "https://www.aerts.example",
    "_x0041_",
    "1E5",
    "TRUE",
    "",
]


def csv_of(rows: list[list[Cell]], separator: str = ";") -> str:
    file = io.BytesIO()
    write_csv(file, ["een", "twee"], rows, separator=separator)
    return file.getvalue().decode()


def workbook_of(rows: list[list[Cell]], title: str = "Contacten") -> Any:
    file = io.BytesIO()
    write_xlsx(file, ["een", "twee"], rows, title=title)
    return openpyxl.load_workbook(file)


def vcf_of(*cards: Card, version: str = "4.0") -> list[str]:
    file = io.BytesIO()
    write_vcf(file, cards, version=version)
    return file.getvalue().decode().split("\r\n")


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    assert csv_of([["é", True], [date(2026, 2, 1), 12]]) == "\ufeffeen;twee\r\né;true\r\n2026-02-01;12\r\n"


@pytest.mark.parametrize("separator", [";", ","])
def test_csv_is_read_back_exactly(separator: str) -> None:
    text = csv_of([[cell, cell] for cell in AWKWARD], separator)
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator))
    assert read == [["een", "twee"], *([defused(cell)] * 2 for cell in AWKWARD)]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+32 9", "'+32 9"),
        ("-5", "'-5"),
        ("@home", "'@home"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=1", "''=1"),
        ("''+1", "'''+1"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("a=1", "a=1"),
        (" =1", " =1"),
        ("", ""),
    ],
)
def test_csv_takes_the_power_from_formulas(cell: str, written: str) -> None:
    assert defused(cell) == written


@given(st.text("'=+-@\t\r\n a|\"", max_size=8))
def test_a_reader_takes_away_exactly_what_was_put_there(cell: str) -> None:
    written = defused(cell)
    assert (written[1:] if re.match(r"'+[=+\-@\t\r]", written) else written) == cell
    assert not re.match(r"[=+\-@\t\r]", written)


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8), min_size=2, max_size=2), max_size=5))
def test_any_text_comes_back_from_a_file(rows: list[list[Cell]]) -> None:
    read = list(csv.reader(io.StringIO(csv_of(rows).removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert read[1:] == [[defused(str(cell)) for cell in row] for row in rows]
    sheet = workbook_of(rows).active
    cells = [[unescape(sheet.cell(row, column).value or "") for column in (1, 2)] for row in range(2, len(rows) + 2)]
    assert cells == rows


def test_csv_leaves_the_file_open_for_whoever_sends_it() -> None:
    file = io.BytesIO()
    assert write_csv(file, ["een"], [["a"], ["b"]], separator=",") == 2
    assert not file.closed


@pytest.mark.parametrize(("language", "separator"), [("nl", ";"), ("fr", ";"), ("de", ";"), ("nl-BE", ";"), ("en", ","), ("en-GB", ",")])
def test_a_language_has_its_separator(language: str, separator: str) -> None:
    assert separator_of(language) == separator


def test_several_codes_stand_in_one_cell() -> None:
    assert joined(["VERHUIZING", "A|B", "GESCHENK"]) == "VERHUIZING|A\\|B|GESCHENK"
    assert joined([]) == ""


def test_a_workbook_is_read_back_exactly_and_text_stays_text() -> None:
    sheet = workbook_of([[cell, cell] for cell in AWKWARD]).active
    # Excel and LibreOffice know the marks of escaped signs; openpyxl leaves them where text stands in its cell.
    read = [[cell.value and unescape(cell.value) for cell in row] for row in sheet.iter_rows(min_row=2, max_row=len(AWKWARD) + 1)]
    assert read == [[cell or None] * 2 for cell in AWKWARD]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_row=len(AWKWARD)) for cell in row} <= {"s", "inlineStr"}
    assert sheet._hyperlinks == []


def test_a_workbook_has_types_a_frozen_header_and_a_filter() -> None:
    book = workbook_of([[True, 12], [date(2026, 2, 1), date(1899, 1, 1)]], "Groep A/B: [x]")
    sheet = book.active
    assert (sheet["A1"].value, sheet["B1"].value) == ("een", "twee")
    assert (sheet["A2"].value, sheet["B2"].value) == (True, 12)
    assert (sheet["A3"].value.date(), sheet["A3"].number_format, sheet["B3"].value) == (date(2026, 2, 1), "yyyy-mm-dd", "1899-01-01")
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.title) == ("A2", "A1:B3", "Groep A B   x")


@pytest.mark.parametrize(
    ("text", "title"), [("A" * 40, "A" * 31), ("''", "Postkring"), ("a:b", "a b"), ("", "Postkring"), ("'s-Gravenbrakel", "s-Gravenbrakel")]
)
def test_a_sheet_gets_a_name_that_excel_takes(text: str, title: str) -> None:
    assert title_of(text) == title


def test_what_does_not_fit_into_a_workbook_is_refused(english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLong, match=r"^Row 2 holds more text in one cell than Excel takes\. Choose CSV\.$"):
        workbook_of([["a" * 32_768]])
    monkeypatch.setattr(xlsx_writing, "MOST_ROWS", 2)
    with pytest.raises(TooLong, match=r"^An Excel workbook holds at most 2 rows\. Choose CSV\.$"):
        workbook_of([["a"]] * 3)


PERSON = Card(
    uid="0b1f6c0e-0000-4000-8000-000000000001",
    is_organisation=False,
    name="An Peeters",
    number="CT000102",
    surname="Peeters",
    first_name="An",
    organisation="Claes; Zonen, NV",
    job_title="Zaakvoerder",
    street=("Kerkstraat 12", "bus 3"),
    city="Gent",
    post_code="9000",
    country="BE",
    phone="09 123 45 67",
    mobile="+32 470 12 34 56",
    emails=("an@claes.example", "an.peeters@claes.example"),
    website="https://www.claes.example",
    language="nl",
    categories=("VERHUIZING", "A,B"),
)


def test_a_card_of_a_person() -> None:
    assert vcf_of(PERSON) == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:individual",
        "UID:urn:uuid:0b1f6c0e-0000-4000-8000-000000000001",
        "FN:An Peeters",
        "N:Peeters;An;;;",
        "ORG:Claes\\; Zonen\\, NV",
        "TITLE:Zaakvoerder",
        "ADR;TYPE=work:;;Kerkstraat 12\\nbus 3;Gent;;9000;BE",
        "TEL;TYPE=work:09 123 45 67",
        "TEL;TYPE=cell:+32 470 12 34 56",
        "EMAIL;PREF=1:an@claes.example",
        "EMAIL:an.peeters@claes.example",
        "URL:https://www.claes.example",
        "LANG:nl",
        "CATEGORIES:VERHUIZING,A\\,B",
        "X-POSTKRING-NUMBER:CT000102",
        "END:VCARD",
        "",
    ]


def test_an_older_card_says_the_same_in_older_words() -> None:
    lines = vcf_of(PERSON, version="3.0")
    assert lines[1:3] == ["VERSION:3.0", "UID:urn:uuid:0b1f6c0e-0000-4000-8000-000000000001"]
    assert "EMAIL;TYPE=INTERNET,PREF:an@claes.example" in lines
    assert "EMAIL;TYPE=INTERNET:an.peeters@claes.example" in lines
    assert "LANG:nl" not in lines


def test_a_card_of_an_organisation_and_nothing_else() -> None:
    company = Card(uid="x", is_organisation=True, name="Claes\\Zonen", organisation="Claes\\Zonen")
    assert vcf_of(company)[2:-2] == ["KIND:org", "UID:urn:uuid:x", "FN:Claes\\\\Zonen", "N:;;;;", "ORG:Claes\\\\Zonen"]
    assert vcf_of(company, version="3.0")[2] == "X-ABShowAs:COMPANY"


def test_long_lines_are_folded_between_signs() -> None:
    lines = vcf_of(Card(uid="x", is_organisation=True, name="Žluťoučký kůň 👩‍💻 " * 12))
    assert max(len(line.encode()) for line in lines) <= 75
    assert f"FN:{'Žluťoučký kůň 👩‍💻 ' * 12}" in "\r\n".join(lines).replace("\r\n ", "")


def rows_of_text(count: int) -> Iterator[list[Cell]]:
    return ([f"CT{number:07} An Peeters"] for number in range(count))


def cards(count: int) -> Iterator[Card]:
    return (Card(uid=str(number), is_organisation=False, name=f"An Peeters {number}") for number in range(count))


def most_memory(write: Callable[[IO[bytes], int], int], count: int) -> int:
    """Bytes that were held at once while so many rows were written."""
    with TemporaryFile() as file:
        tracemalloc.start()
        try:
            assert write(file, count) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    "write",
    [
        lambda file, count: write_csv(file, ["a"], rows_of_text(count), separator=";"),
        lambda file, count: write_xlsx(file, ["a"], rows_of_text(count), title="x"),
        lambda file, count: write_vcf(file, cards(count)),
    ],
    ids=["csv", "xlsx", "vcf"],
)
def test_memory_does_not_grow_with_the_rows(write: Callable[[IO[bytes], int], int]) -> None:
    few = most_memory(write, 2_000)
    assert most_memory(write, 20_000) < few + 50_000  # the rows themselves are more than a megabyte
