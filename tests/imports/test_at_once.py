"""Two people at one file: one loads it, the other is shown what it would do by now."""

import io

import pytest

from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.imports import checking
from postkring.imports.actions import Choices, check_file, load, read_again
from postkring.imports.checking import Progress
from postkring.imports.models import FileImport, FileRow, Outcome, Stage
from postkring.kit.errors import Changed, Refused
from postkring.ledger.models import ChangeSet
from tests.factories import make_user
from tests.imports.files import CREATE, checked
from tests.snapshots import everything
from tests.together import at_once

TEXT = "first_name;surname;email;mailing_groups\nAn;De Meester;an@claes.example;MOVE\nJan;Peeters;jan@peeters.example;MOVE\n"


@pytest.mark.usefixtures("own_database")
def test_two_who_load_one_file_at_once_load_it_once() -> None:
    people = [make_user(username=name) for name in ("an", "jan")]
    files = [checked(TEXT, by, match=["email"], new_codes=CREATE) for by in people]
    assert files[0].token == files[1].token
    loads = [lambda file=file, by=by: load(file, token=file.token, by=by) for file, by in zip(files, people, strict=True)]
    first, second = sorted(at_once(*loads), key=lambda result: isinstance(result, Changed))
    assert isinstance(first, ChangeSet)
    assert isinstance(second, Changed)
    assert Contact.objects.count() == 2
    assert ChangeSet.objects.filter(verb="contact.import").count() == 1
    late = FileImport.objects.get(change_set=None)
    assert late.counts == {"skipped": 2, "memberships": 0}
    load(late, token=late.token, by=late.by)
    assert Contact.objects.count() == 2


def again(file: FileImport, text: str = TEXT, *, progress: Progress | None = None) -> FileImport:
    """What another tab does: it reads the import anew, as it fetched it."""
    return check_file(io.BytesIO(text.encode()), "relaties.csv", Choices(new_codes=CREATE), into=file, progress=progress, by=file.by)


@pytest.mark.django_db
def test_a_difference_that_is_being_worked_out_anew_is_not_loaded(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    fetched = FileImport.objects.get(pk=file.pk)
    monkeypatch.setattr(checking, "CHUNK", 1)
    before, refused = everything(), []

    def load_half(_: int) -> None:
        with pytest.raises(Changed):
            load(fetched, token=fetched.token, by=editor)
        refused.append(everything())

    again(file, progress=load_half)
    assert refused == [before, before]


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
def test_an_import_that_was_loaded_meanwhile_is_not_read_anew(editor: User) -> None:
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    fetched = FileImport.objects.get(pk=file.pk)
    change_set = load(file, token=file.token, by=editor)
    before = everything()
    with pytest.raises(Refused, match="loaded already"):
        again(fetched)
    with pytest.raises(Refused, match="loaded already"):
        read_again(io.BytesIO(TEXT.encode()), fetched, encoding="", delimiter=",", by=editor)
    stored = FileImport.objects.get(pk=file.pk)
    assert (stored.stage, stored.change_set, stored.delimiter) == (Stage.LOADED, change_set, ";")
    assert everything() == before


@pytest.mark.django_db
def test_the_check_that_was_begun_last_is_the_one_that_stays(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    monkeypatch.setattr(checking, "CHUNK", 1)
    later: list[FileImport] = []

    def check_too(_: int) -> None:
        if not later:
            later.append(again(file, TEXT + "Els;Maes;els@maes.example;MOVE\n"))

    with pytest.raises(Changed):
        again(file, progress=check_too)
    stored = FileImport.objects.get(pk=file.pk)
    assert (stored.stage, stored.token, stored.counts["new"]) == (Stage.CHECKED, later[0].token, 3)
    assert FileRow.objects.filter(file=file).count() == Outcome.objects.filter(file=file).count() == 3


@pytest.mark.django_db
def test_an_import_that_is_read_anew_is_checked_before_it_is_loaded(editor: User) -> None:
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    token = file.token
    read_again(io.BytesIO(TEXT.encode()), file, encoding="", delimiter=",", by=editor)
    with pytest.raises(Changed):
        load(file, token=token, by=editor)
    assert Contact.objects.count() == 0


@pytest.mark.usefixtures("own_database")
def test_two_who_check_one_import_at_once_leave_the_rows_of_one() -> None:
    file = checked(TEXT, make_user(username="an"), match=["email"], new_codes=CREATE)
    results = at_once(lambda: again(file), lambda: again(FileImport.objects.get(pk=file.pk)))
    assert any(isinstance(result, FileImport) for result in results)
    assert all(isinstance(result, FileImport | Changed) for result in results)
    stored = FileImport.objects.get(pk=file.pk)
    assert (stored.stage, stored.counts["new"]) == (Stage.CHECKED, 2)
    assert FileRow.objects.filter(file=file).count() == Outcome.objects.filter(file=file).count() == 2
