"""Files as other programs write them, and files that are none: rows of text come out, or one clear sentence."""

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from postkring.kit.sheets import opening, sheet
from postkring.kit.sheets import workbook as workbooks
from postkring.kit.sheets.cards import split
from postkring.kit.sheets.opening import read_sheet
from postkring.kit.sheets.sheet import CUT_OFF, TOO_MANY_CELLS, Unreadable
from postkring.kit.sheets.xlsx_writing import write_xlsx

pytestmark = pytest.mark.usefixtures("english")


def read(content: bytes, **chosen: str) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...], str]]]:
    found = read_sheet(io.BytesIO(content), **chosen)
    return found.header, [(row.number, row.cells, row.fault) for row in found.rows]


def rows(content: bytes, **chosen: str) -> list[tuple[str, ...]]:
    return [cells for _, cells, _ in read(content, **chosen)[1]]


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.field == "file"
    return refused.value.message


def workbook(*lines: list[Any], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append(line)
    for cell, number_format in (formats or {}).items():
        book.active[cell].number_format = number_format
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_letters_are_read_in_whatever_they_were_written(encoding: str) -> None:
    assert rows("naam;plaats\nZoë;Saint-Étienne\n".encode(encoding)) == [("Zoë", "Saint-Étienne")]


def test_an_encoding_that_was_found_wrongly_can_be_corrected() -> None:
    content = "naam;plaats\nZoë;Liège\n".encode("cp850")
    assert rows(content) != [("Zoë", "Liège")]
    assert rows(content, encoding="cp850") == [("Zoë", "Liège")]
    with pytest.raises(Unreadable, match="not written in utf-8"):
        read(content, encoding="utf-8-sig")
    with pytest.raises(Unreadable, match="not written in utf-16"):
        read(content, encoding="utf-16")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_rows_alike(delimiter: str) -> None:
    lines = [["name", "notes", "city"], ["Aerts", "a; b, c, d | e, f", "Gent"], ["Claes, NV", "x", "Luik; Liège"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    assert read(text.encode()) == (("name", "notes", "city"), [(2, tuple(lines[1]), ""), (3, tuple(lines[2]), "")])


def test_a_line_that_says_the_delimiter_is_no_row() -> None:
    assert read(b"sep=|\r\nname|city\r\nAerts|Gent\r\n") == (("name", "city"), [(2, ("Aerts", "Gent"), "")])


@pytest.mark.parametrize("delimiter", ["ab", '"', "\n", "\r", "\x00"])
def test_a_delimiter_that_cannot_be_one_is_refused(delimiter: str) -> None:
    with pytest.raises(Unreadable, match="is not a value of Between the columns"):
        read(b"name;city\nAerts;Gent\n", delimiter=delimiter)


@pytest.mark.parametrize("line", [b'sep="', b"sep=\r"])
def test_a_line_that_says_what_cannot_be_a_delimiter_says_nothing(line: bytes) -> None:
    assert read(line + b"\nname;city\nAerts;Gent\n") == (("name", "city"), [(2, ("Aerts", "Gent"), "")])


def test_line_breaks_and_quotes_inside_a_cell_belong_to_it() -> None:
    assert rows(b'name;address\n"Claes ""de jonge""";"Kouter 12\r\nbus 4"\n') == [('Claes "de jonge"', "Kouter 12\r\nbus 4")]


def test_zeros_emoji_and_long_text_stay_as_they_are() -> None:
    street = "Straat " * 43
    assert rows(f"a;b;c\n00123;🎉;{street.strip()}\n".encode()) == [("00123", "🎉", street.strip())]


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [("'=1+1", "=1+1"), ("'+32 2", "+32 2"), ("''=x", "'=x"), ("'s-Hertogenbosch", "'s-Hertogenbosch"), ("=1+1", "=1+1"), ("'", "'")],
)
def test_one_quote_goes_that_was_put_before_a_formula(cell: str, read_as: str) -> None:
    assert rows(f"a;b\n{cell};x\n".encode()) == [(read_as, "x")]


def test_blank_rows_are_left_out_and_short_ones_filled() -> None:
    assert read(b"\n\na;b;c\n;;\n1\n\n1;2;3\n")[1] == [(5, ("1", "", ""), ""), (7, ("1", "2", "3"), "")]


def test_a_row_with_more_cells_than_columns_is_marked() -> None:
    assert read(b"a;b\n1;2;3\n1;2;\n")[1] == [(2, ("1", "2", "3"), TOO_MANY_CELLS), (3, ("1", "2"), "")]


@pytest.mark.parametrize("end", ['Claes;"Kou', "Claes;Kouter", "Claes"])
def test_the_row_in_which_a_file_was_cut_is_marked(end: str) -> None:
    found = read(f"name;address;city\nAerts;Markt 1;Gent\n{end}".encode())[1]
    assert [fault for _, _, fault in found] == ["", CUT_OFF]


def test_a_last_row_without_line_end_is_whole() -> None:
    assert read(b"name;city\nAerts;Gent")[1] == [(2, ("Aerts", "Gent"), "")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file holds no rows."),
        (b"\n \n;;\n", "The file holds no rows."),
        (b"MZ\x90\x00\x03\x00", "This is no file of contacts."),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "This is no file of contacts."),
        (b"a;b\n1;\x81\x8d\x01\n", "This is no file of contacts."),
        (b"a;b\n1;\x00\n", "This is no file of contacts."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an Excel file of before 2007 (.xls)."),
        (b"\xef\xbb\xbfnaam;plaats\nZo\xeb;Gent\n", "The file is not written in utf-8-sig."),
        (b"\xff\xfen\x00a\x00\n\x00x", "The file is not written in utf-16."),
        (("naam\n" * 3000).encode("utf-16-le") + b"x", "The file is not written in utf-16-le."),
        ("naam;plaats\nA\x00;Gent\n".encode("utf-16"), "The file is not written in utf-16."),
        (b"\xef\xbb\xbfnaam;plaats\nA\x00;Gent\n", "The file is not written in utf-8-sig."),
        (b"naam;" + b"x" * 5000 + b"\x00;y\nAerts;x;y\n", "This is no file of contacts."),
        (b";".join(b"c%d" % place for place in range(501)), "The file has 501 columns; at most 500 can be loaded."),
        (b'a;b\n"' + b"x" * 200_000 + b'";1\n', "Row 2 cannot be read"),
    ],
    ids=[
        "nothing",
        "blank",
        "program",
        "pdf",
        "bytes",
        "nul",
        "xls",
        "marked but not utf-8",
        "cut letter",
        "cut letter of a long one",
        "nul in utf-16",
        "nul in utf-8",
        "late nul",
        "wide",
        "endless cell",
    ],
)
def test_what_is_no_file_of_contacts_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    assert refusal(content).startswith(said)


def test_too_large_a_file_and_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "UPLOAD_BYTES", 1_000_000)
    assert refusal(b"x" * 1_000_001) == "The file is larger than 1 MB. Split it."
    monkeypatch.setattr(sheet, "ROWS", 2)
    assert refusal(b"a\n1\n2\n3\n") == "The file has more than 2 rows. Split it."


def test_cells_of_a_workbook_are_what_a_person_reads() -> None:
    line = ["01234", 9000, 470123456, 12.5, True, datetime.date(2026, 2, 1), datetime.datetime(2026, 2, 1, 9, 30), None, "Zoë 🎉", "x"]
    content = workbook([f"c{place}" for place in range(10)], line)
    read_as = ("01234", "9000", "470123456", "12.5", "true", "2026-02-01", "2026-02-01 09:30:00", "", "Zoë 🎉", "x")
    assert rows(content) == [read_as]


def test_zeros_that_a_workbook_only_shows_are_read() -> None:
    assert rows(workbook(["post_code", "name"], [1234, "Aerts"], formats={"A2": "00000"})) == [("01234", "Aerts")]


def test_a_workbook_counts_its_rows_as_excel_does() -> None:
    assert read(workbook([], ["name"], ["Aerts"], [None], ["Claes"]))[1] == [(3, ("Aerts",), ""), (5, ("Claes",), "")]


def test_a_formula_in_every_cell_gives_its_result_or_nothing() -> None:
    assert rows(workbook(["name", "city"], ["=1+1", '=HYPERLINK("http://x")'])) == []


def test_a_workbook_cut_in_half_is_refused() -> None:
    content = workbook(["name"], *[[f"Aerts {place}"] for place in range(500)])
    assert refusal(content[: len(content) // 2]).startswith("The workbook is damaged or incomplete.")
    assert refusal(b"PK\x03\x04 and nothing else").startswith("The workbook is damaged or incomplete.")


def test_a_workbook_whose_sheet_is_broken_inside_is_refused() -> None:
    whole, into = io.BytesIO(workbook(["name"], ["Aerts"])), io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(into, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content[: len(content) // 2] if "sheet1" in part else content)
    assert refusal(into.getvalue()).startswith("The workbook is damaged or incomplete.")


def test_a_workbook_with_one_bit_turned_is_refused() -> None:
    content = bytearray(workbook(["name"], *[[f"Aerts {place}"] for place in range(500)]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    begin = part.header_offset + 30 + len(part.filename)
    for place in range(begin, begin + part.compress_size, part.compress_size // 10):
        turned = bytearray(content)
        turned[place] ^= 0xFF
        assert refusal(bytes(turned)).startswith("The workbook is damaged or incomplete.")


def test_a_workbook_packed_in_a_way_that_nobody_knows_is_refused() -> None:
    content = bytearray(workbook(["name"], ["Aerts"]))
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] = 97
            at = content.find(mark, at + 1)
    assert refusal(bytes(content)).startswith("The workbook is damaged or incomplete.")


def test_a_workbook_with_a_row_past_the_last_one_of_excel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_LAST_ROW", 1_000)
    whole, into = io.BytesIO(workbook(["name"], ["Aerts"])), io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(into, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if "sheet1" in part:
                content = content.replace(b'<row r="2"', b'<row r="99999999999"').replace(b'r="A2"', b'r="A99999999999"')
            target.writestr(part, content)
    assert refusal(into.getvalue()) == "The file has more than 1000000 rows. Split it."


def test_a_bomb_and_another_archive_are_refused() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    assert refusal(into.getvalue()).startswith("This workbook unpacks to far more than its size")
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert refusal(into.getvalue()).startswith("This file is no Excel workbook")


CARDS = """BEGIN:VCARD
VERSION:3.0
N:Peeters;An;;;
FN:An Peeters
ORG:Drukkerij Claes\\, NV;Verkoop
TITLE:Zaakvoerder
TEL;TYPE=CELL:0470 12 34 56
TEL;TYPE=WORK,FAX:02 999 99 99
TEL;TYPE=WORK:02 100 00 00
EMAIL;TYPE=INTERNET;TYPE=HOME:an@thuis.example
EMAIL;TYPE=pref:an@claes.example
item1.ADR;TYPE=WORK:;;Kouter 12\\nbus 4;Gent;Oost-Vlaanderen;9000;België
CATEGORIES:MOVE,GIFT
UID:AAA-1
NOTE:Een lange opmerking die ver
 dergaat
END:VCARD
BEGIN:VCARD
VERSION:4.0
KIND:org
FN:Papierhandel Aerts
UID:urn:uuid:BBB-2
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Desmet;Zo=C3=AB;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB =
Desmet
PHOTO;ENCODING=BASE64:AAAA
END:VCARD
BEGIN:VCARD
VERSION:3.0
X-ADDRESSBOOKSERVER-KIND:group
N:KERST
FN:KERST
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:AAA-1
END:VCARD
BEGIN:VCARD
VERSION:4.0
KIND:group
FN:LEDEN
MEMBER:urn:uuid:bbb-2
MEMBER:urn:uuid:aaa-1
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Half"""


def test_cards_become_rows_and_group_cards_codes() -> None:
    header, found = read(CARDS.replace("\n", "\r\n").encode())
    an, firm, zoe, half = ({name: cell for name, cell in zip(header, cells, strict=True) if cell} for _, cells, _ in found)
    assert an == {
        "type": "Person",
        "name": "An Peeters",
        "first_name": "An",
        "surname": "Peeters",
        "job_title": "Zaakvoerder",
        "company_name": "Drukkerij Claes, NV",
        "address": "Kouter 12\nbus 4",
        "city": "Gent",
        "county": "Oost-Vlaanderen",
        "post_code": "9000",
        "country": "België",
        "phone": "02 100 00 00",
        "mobile": "0470 12 34 56",
        "email": "an@claes.example",
        "email_2": "an@thuis.example",
        "mailing_groups": "MOVE|GIFT|KERST|LEDEN",
    }
    assert firm == {"type": "Company", "name": "Papierhandel Aerts", "mailing_groups": "LEDEN"}
    assert (zoe["first_name"], zoe["surname"]) == ("Zoë", "Desmet")
    assert half["name"] == "Half"
    assert [(number, fault) for number, _, fault in found] == [(1, ""), (2, ""), (3, ""), (4, CUT_OFF)]


@pytest.mark.parametrize(
    ("value", "parts"),
    [("a;b", ["a", "b"]), (r"a\;b;c", ["a;b", "c"]), ("", [""]), (";;x", ["", "", "x"]), (r"a\nb", ["a\nb"]), (r"a\\;b", ["a\\", "b"])],
)
def test_a_value_of_a_card_is_cut_where_no_backslash_keeps_it(value: str, parts: list[str]) -> None:
    assert split(value, ";")[: len(parts)] == parts


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("_x005F_x0041_", "_x0041_"),
        ("_x0041_", "A"),
        ("eerste_x000D_\ntweede", "eerste\r\ntweede"),
        ("x005F_", "x005F_"),
        ("_x0000_", "_x0000_"),
        ("_xD83D_", "_xD83D_"),
        ("_x41_", "_x41_"),
    ],
)
def test_the_codes_of_signs_in_a_workbook_are_read_as_excel_reads_them(stored: str, text: str) -> None:
    assert rows(workbook(["name"], [stored])) == [(text,)]


@pytest.mark.parametrize("text", ["_x0041_", "x_x000D_y", "__x005F__", "_xD83D_", "_X0041_", "x005F_"])
def test_what_only_looks_like_such_a_code_comes_back_from_a_workbook_of_ours(text: str) -> None:
    file = io.BytesIO()
    write_xlsx(file, ["name", text], [[text, "x"]], title="Contacten")
    assert read(file.getvalue()) == (("name", text), [(2, (text, "x"), "")])


def test_columns_of_one_name_are_numbered() -> None:
    header, _ = read(b"Titre;titre;Nom;Titre (2);Titre\n1;2;3;4;5\n")
    assert header == ("Titre", "titre (2)", "Nom", "Titre (2) (2)", "Titre (3)")
