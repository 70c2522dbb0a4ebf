"""Numbers that a file brings along: loaded again after an undo or a cancel, and never those of contacts that were deleted."""

import pytest

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.contacts.actions import delete_contacts
from postkring.contacts.models import Contact
from postkring.imports import steps
from postkring.imports.actions import load
from postkring.imports.models import FileImport
from postkring.ledger.models import ChangeSet, GoneNumber
from tests.imports.files import checked, loaded, outcomes
from tests.imports.stepping import between, stopped_before

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

FILE = "number;name\nUND1;Aerts\nUND2;Claes\nUND3;Dubois\nUND4;Evers\n"
GONE = "Number UND1 was that of a record that was deleted, and is not given again."


def undone(change_set: ChangeSet, by: User) -> ChangeSet:
    undo = undo_act(change_set, by=by).change_set
    assert undo is not None
    return undo


def numbers() -> list[str]:
    return list(Contact.objects.order_by("number").values_list("number", flat=True))


def test_an_undone_file_can_be_loaded_again(editor: User) -> None:
    for _ in range(2):
        undone(loaded(FILE, editor), editor)
    assert loaded(FILE, editor).counts["added"] == 4
    assert numbers() == ["UND1", "UND2", "UND3", "UND4"]


def test_done_again_it_leaves_out_numbers_that_another_file_took(editor: User) -> None:
    undo = undone(loaded(FILE, editor), editor)
    loaded("number;name\nUND1;Another\n", editor)
    report = undo_act(undo, by=editor)
    assert (report.undone, report.left) == (3, 1)
    assert Contact.objects.get(number="UND1").name == "Another"


def test_a_contact_that_was_deleted_after_an_import_keeps_its_number(editor: User) -> None:
    change_set = loaded(FILE, editor)
    delete_contacts(Contact.objects.filter(number="UND1"), by=editor)
    undone(change_set, editor)
    assert outcomes(checked(FILE, editor))[:2] == [(2, "refused", GONE), (3, "new", "")]


def test_a_contact_that_was_deleted_after_the_import_was_done_again_too(editor: User) -> None:
    undone(undone(loaded(FILE, editor), editor), editor)
    delete_contacts(Contact.objects.filter(number="UND1"), by=editor)
    assert outcomes(checked("number;name\nUND1;Aerts\n", editor)) == [(2, "refused", GONE)]


@pytest.mark.usefixtures("in_steps_of_two_rows")
def test_a_cancelled_load_gives_its_numbers_back(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checked(FILE, editor)
    stopped_before(monkeypatch, file, 2)
    assert numbers() == ["UND1", "UND2"]
    steps.take_back(file, by=editor)
    assert not GoneNumber.objects.exists()
    assert loaded(FILE, editor).counts["added"] == 4


@pytest.mark.usefixtures("in_steps_of_two_rows")
def test_a_cancelled_load_gives_no_number_of_a_deleted_contact_back(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checked(FILE, editor)
    stopped_before(monkeypatch, file, 2)
    delete_contacts(Contact.objects.filter(number="UND1"), by=editor)
    steps.take_back(FileImport.objects.get(pk=file.pk), by=editor)
    assert list(GoneNumber.objects.values_list("number", flat=True)) == ["UND1"]
    assert outcomes(checked(FILE, editor))[0] == (2, "refused", GONE)


@pytest.mark.usefixtures("in_steps_of_two_rows")
def test_a_number_that_an_undo_made_free_is_not_refused_in_a_later_step(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    undone(loaded("number;name\nUND4;Evers\n", editor), editor)
    file = checked(FILE, editor)
    other = loaded("number;name\nX1;Else\n", editor)
    between(monkeypatch, lambda: undo_act(other, by=editor))
    assert load(file, token=file.token, by=editor).counts["added"] == 4
