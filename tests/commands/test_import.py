"""postkring import: what it prints, what it writes beside the file, and with which status it ends."""

from pathlib import Path

import openpyxl
import pytest
from pytest_django import Settings

from postkring.accounts.models import Role
from postkring.classifications.mailing_groups import MailingGroup
from postkring.commands import main
from postkring.contacts.models import Contact
from postkring.imports.models import FileImport
from postkring.ledger.doors import COMMAND
from postkring.ledger.models import ChangeSet
from postkring.work.models import State, Work
from tests.factories import make_user
from tests.snapshots import everything, snapshot

pytestmark = pytest.mark.django_db

GOOD = "type,first_name,surname,email,mailing_groups\nPerson,An,De Meester,an@claes.example,MOVE\n"
BAD = "Person,Jan,Peeters,geen,MOVE\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    make_user(Role.EDITOR, username="jan")
    return tmp_path / "relaties.csv"


def test_every_row_taken_ends_with_0(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(GOOD)
    assert main(["import", str(file), "--as", "jan", "--create-codes"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        "New: 1",
        "Changed: 0",
        "Unchanged: 0",
        "Left as they are: 0",
        "Put into groups: 1",
        "Refused: 0",
        "  Mailing Group MOVE would be created, for 1 contacts",
        "relaties.csv loaded: 1 added, 0 changed, 0 refused",
    ]
    change_set = ChangeSet.objects.get(verb="contact.import")
    assert (change_set.door, str(change_set.by)) == ("command", "jan")
    assert not file.with_name("relaties.csv.quarantine.xlsx").exists()


def test_refused_rows_end_with_3_and_stand_beside_the_file_to_be_loaded_again(file: Path) -> None:
    file.write_text(GOOD + BAD)
    assert main(["import", str(file), "--as", "jan", "--create-codes"]) == 3
    quarantine = file.with_name("relaties.csv.quarantine.xlsx")
    book = openpyxl.load_workbook(quarantine)
    assert book.active is not None
    assert [cell.value for cell in book.active[1]] == ["reason", "row", "type", "first_name", "surname", "email", "mailing_groups"]
    assert book.active["B2"].value == "3"
    book.active["F2"] = "jan@peeters.example"
    book.save(quarantine)
    assert main(["import", str(quarantine), "--as", "jan", "--match", "email"]) == 0
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["An De Meester", "Jan Peeters"]
    assert MailingGroup.objects.get().contact_count == 2


def test_nothing_taken_ends_with_1_and_loads_nothing(file: Path) -> None:
    file.write_text(GOOD)
    before = everything()
    assert main(["import", str(file), "--as", "jan"]) == 1  # the group does not exist, and nobody said that it be created
    assert everything() == before


@pytest.mark.parametrize(("rows", "status"), [(GOOD, 0), (GOOD + BAD, 3)])
def test_a_dry_run_loads_nothing_and_ends_alike(file: Path, rows: str, status: int) -> None:
    file.write_text(rows)
    before = everything()
    assert main(["import", str(file), "--as", "jan", "--create-codes", "--dry-run"]) == status
    assert everything() == before


def test_rows_about_contacts_that_are_left_as_they_are_count_as_taken(file: Path) -> None:
    file.write_text(GOOD)
    main(["import", str(file), "--as", "jan", "--create-codes"])
    before = snapshot()
    assert main(["import", str(file), "--as", "jan", "--match", "email"]) == 0
    assert snapshot() == before


def test_changes_are_shown_field_by_field(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(GOOD)
    main(["import", str(file), "--as", "jan", "--create-codes"])
    number = Contact.objects.get().number
    file.write_text(f"number,job_title,phone\n{number},Zaakvoerder,02 1\n")
    capsys.readouterr()
    assert main(["import", str(file), "--as", "jan", "--policy", "update", "--dry-run"]) == 0
    assert f"  row 2, {number} An De Meester: Job Title: “” → Zaakvoerder; Phone No.: “” → 02 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--as", "piet"], "There is no active user piet"),
        (["--as", "jan", "--match", "shoe_size"], "Contacts cannot be matched by “shoe_size”."),
        (["--as", "jan", "--profile", "Leden"], "There is no import profile “Leden”."),
        (["--as", "lezer"], "You have no permission to do this"),
    ],
)
def test_what_cannot_be_ends_with_1_and_a_sentence(file: Path, capsys: pytest.CaptureFixture[str], typed: list[str], said: str) -> None:
    make_user(Role.READER, username="lezer")
    file.write_text(GOOD)
    before = everything()
    assert main(["import", str(file), *typed]) == 1
    assert said in capsys.readouterr().err
    assert (everything(), FileImport.objects.count()) == (before, 0)


def test_a_file_that_is_not_there_ends_with_1(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(file), "--as", "jan"]) == 1
    assert "cannot be used" in capsys.readouterr().err


def test_a_large_file_is_loaded_as_a_task(file: Path, capsys: pytest.CaptureFixture[str], settings: Settings, tmp_path: Path) -> None:
    settings.TASK_ROWS, settings.HOME = 1, tmp_path
    file.write_text(GOOD + "Person,Jan,Peeters,jan@claes.example,MOVE\n")
    assert main(["import", str(file), "--as", "jan", "--create-codes"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "relaties.csv loaded: 2 added, 0 changed, 0 refused"
    work = Work.objects.get()
    assert (work.state, work.change_set, work.door) == (State.DONE, ChangeSet.objects.get(verb="contact.import"), COMMAND)
