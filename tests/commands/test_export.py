import csv
import stat
from pathlib import Path

import openpyxl
import pytest

from postkring.commands import export, main
from postkring.kit.errors import Refused
from tests.factories import make_company, make_group, make_person
from tests.snapshots import everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _records() -> None:
    company = make_company(number="A1", name="Claes", phone="+32 9 123 45 67", post_code="0900", city="Gent")
    make_person(number="A2", name="An Peeters", company=company)
    make_group("VERHUIZING", members=[company])


def test_a_csv_file_by_its_ending(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "all.CSV"
    before = everything()
    assert main(["export", "contacts", str(file)]) == 0
    assert capsys.readouterr().out == f"Exported 2 contacts to {file}\n"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [(row["number"], row["phone"], row["post_code"], row["mailing_groups"]) for row in rows] == [
        ("A2", "'+32 9 123 45 67", "0900", ""),
        ("A1", "'+32 9 123 45 67", "0900", "VERHUIZING"),
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert everything() == before


def test_a_workbook_and_cards(tmp_path: Path) -> None:
    assert main(["export", "contacts", str(tmp_path / "all.xlsx")]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx").active
    assert (sheet.title, sheet["A1"].value, sheet["A2"].value, sheet.max_row) == ("Contacts", "number", "A2", 3)
    assert main(["export", "contacts", str(tmp_path / "all.vcf")]) == 0
    assert (tmp_path / "all.vcf").read_bytes().count(b"BEGIN:VCARD\r\nVERSION:4.0\r\n") == 2


@pytest.mark.parametrize("name", ["all.doc", "all", "csv"])
def test_an_ending_that_says_nothing_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "contacts", str(tmp_path / name)]) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == (
        "",
        f"The name of the file says its format: it ends in .csv, .xlsx or .vcf, which “{name}” does not.\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "contacts", str(tmp_path / "gone" / "all.csv")]) == 1
    assert capsys.readouterr().err == f"There is no folder {tmp_path / 'gone'}.\n"


def test_what_fails_leaves_the_older_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise Refused("no")

    file = tmp_path / "all.csv"
    file.write_text("older")
    monkeypatch.setattr(export, "write_contacts", refuse)
    assert main(["export", "contacts", str(file)]) == 1
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("all.csv", "older")]
