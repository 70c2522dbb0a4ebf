"""The pages of an import, in the order in which an office meets them. Without script: plain forms and links."""

import io
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from openpyxl import load_workbook

from postkring.accounts.models import User
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.models import Contact
from postkring.imports.actions import load
from postkring.imports.models import FileImport, FileRow, ImportProfile, Outcome, OutcomeCode, Stage
from postkring.ledger.models import ChangeSet
from tests.factories import make_company, make_group
from tests.snapshots import everything
from tests.web.asking import Answer, get, post, text_of, value_of

pytestmark = pytest.mark.django_db

FILE = "Voornaam;Familienaam;Bedrijf;E-mail;Mailinggroepen\nAn;De Meester;Drukkerij Claes;an@claes.example;MOVE\nJan;Peeters;;geen;MOVE\n"
CHOICES = {"match": "number,email", "policy": "skip", "new_codes": "create", "encoding": "utf-8-sig", "delimiter": ";", "profile": ""}
COLUMNS = {"column_0": "first_name", "column_1": "surname", "column_2": "company_name", "column_3": "email", "column_4": "mailing_groups"}


@pytest.fixture(autouse=True)
def _files_of_the_test(tmp_path: object) -> object:
    there = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    with override_settings(STORAGES=settings.STORAGES | {"default": there}):
        yield


def upload(client: Client, text: str | bytes = FILE, name: str = "relaties.csv") -> Answer:
    content = text.encode() if isinstance(text, str) else text
    return post(client, "/imports/new", {"file": SimpleUploadedFile(name, content), "profile": ""})


def show(client: Client, **choices: str) -> FileImport:
    """Uploads the file and chooses its columns, up to the difference."""
    address = upload(client).headers["Location"]
    assert post(client, address, CHOICES | COLUMNS | choices).status_code == 302
    return FileImport.objects.latest("pk")


def test_a_file_goes_from_upload_over_columns_and_difference_to_contacts_and_back(as_editor: Client) -> None:
    answer = upload(as_editor)
    file = FileImport.objects.get()
    assert answer.headers["Location"] == f"/imports/{file.pk}/columns"
    page = get(as_editor, f"/imports/{file.pk}/columns")
    assert "an@claes.example · geen" in text_of(page)
    assert file.mapping == list(COLUMNS.values())
    answer = post(as_editor, f"/imports/{file.pk}/columns", CHOICES | COLUMNS)
    assert answer.headers["Location"] == f"/imports/{file.pk}/"
    assert Contact.objects.count() == 0
    page = get(as_editor, f"/imports/{file.pk}/?state=new")
    assert "Load what is shown (2)" in text_of(page)
    assert "These codes would be created, for so many contacts: Mailing Groups: MOVE (1)" in text_of(page)
    assert "An De Meester" in text_of(page)
    assert "geen is not a complete email address" in text_of(get(as_editor, f"/imports/{file.pk}/"))
    answer = post(as_editor, f"/imports/{file.pk}/load", {"token": value_of(page, "token")})
    assert answer.headers["Location"] == f"/imports/{file.pk}/"
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["An De Meester", "Drukkerij Claes"]
    assert ContactMailingGroup.objects.filter(ended_at__isnull=True).count() == 1
    page = get(as_editor, f"/imports/{file.pk}/")
    change_set = ChangeSet.objects.get(verb="contact.import")
    assert "relaties.csv loaded: 2 added, 0 changed, 1 refused" in text_of(page)
    assert f'href="/changes/{change_set.number}/undo"' in page.content.decode()
    post(as_editor, f"/changes/{change_set.number}/undo", {"next": f"/imports/{file.pk}/"})
    assert Contact.objects.count() == 0
    assert "Undone" in text_of(get(as_editor, "/imports/"))
    page = get(as_editor, f"/imports/{file.pk}/")
    assert "0 changed, 1 refused – Undone" in text_of(page)
    assert "/undo" not in page.content.decode()


def test_the_difference_shows_old_and_new(as_editor: Client) -> None:
    make_company(name="Drukkerij Claes", number="CT000050", phone="02 100 00 00")
    answer = upload(as_editor, "number;phone\nCT000050;02 200 00 00\n")
    post(as_editor, answer.headers["Location"], CHOICES | {"policy": "update", "column_0": "number", "column_1": "phone"})
    page = get(as_editor, f"/imports/{FileImport.objects.get().pk}/")
    assert "Phone No.: 02 100 00 00 → 02 200 00 00" in text_of(page)


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_loaded(as_editor: Client) -> None:
    file = show(as_editor)
    make_company(name="Drukkerij Claes")
    before = everything()
    answer = post(as_editor, f"/imports/{file.pk}/load", {"token": file.token})
    assert answer.status_code == 409
    assert "Nothing was loaded; look at the new difference" in text_of(answer)
    assert "Load what is shown (1)" in text_of(answer)
    assert everything() == before
    assert post(as_editor, f"/imports/{file.pk}/load", {"token": value_of(answer, "token")}).status_code == 302
    assert Contact.objects.count() == 2


def test_the_upload_of_a_loaded_file_goes_also_when_its_process_was_killed_before_that(as_editor: Client, tmp_path: Path) -> None:
    file = show(as_editor)
    load(file, token=file.token, by=file.by)  # and no more: what removes the upload never came
    kept = Path(tmp_path) / file.stored
    assert kept.exists()
    upload(as_editor)
    file.refresh_from_db()
    assert (file.stored, kept.exists(), file.stage) == ("", False, Stage.LOADED)


def test_a_load_that_is_sent_twice_loads_once(as_editor: Client) -> None:
    file = show(as_editor)
    for _ in range(2):
        assert post(as_editor, f"/imports/{file.pk}/load", {"token": file.token}).status_code == 302
    assert ChangeSet.objects.filter(verb="contact.import").count() == 1


def test_refused_rows_come_back_as_a_workbook(as_editor: Client) -> None:
    file = show(as_editor)
    answer = get(as_editor, f"/imports/{file.pk}/refused.xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'filename="relaties.csv.quarantine-' in answer.headers["Content-Disposition"]
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows == [
        ("reason", "row", "Voornaam", "Familienaam", "Bedrijf", "E-mail", "Mailinggroepen"),
        ("geen is not a complete email address. Example: an@example.com", "3", "Jan", "Peeters", "", "geen", "MOVE"),
    ]


def test_columns_are_kept_as_a_profile_and_used_again(as_editor: Client) -> None:
    show(as_editor, profile="Leden", policy="update")
    profile = ImportProfile.objects.get()
    assert (profile.name, profile.policy, profile.columns["E-mail"]) == ("Leden", "update", "email")
    answer = post(as_editor, "/imports/new", {"file": SimpleUploadedFile("x.csv", FILE.encode()), "profile": "Leden"})
    assert answer.status_code == 302
    assert FileImport.objects.latest("pk").policy == "update"


def test_another_delimiter_reads_the_file_anew(as_editor: Client) -> None:
    address = upload(as_editor).headers["Location"]
    assert post(as_editor, address, CHOICES | {"delimiter": ",", "again": "1"}).status_code == 302
    assert FileImport.objects.get().header == ["Voornaam;Familienaam;Bedrijf;E-mail;Mailinggroepen"]


@pytest.mark.parametrize("delimiter", ["ab", '"'])
def test_a_delimiter_that_nobody_offers_is_refused_with_a_sentence(as_editor: Client, delimiter: str) -> None:
    address = upload(as_editor).headers["Location"]
    answer = post(as_editor, address, CHOICES | {"delimiter": delimiter, "again": "1"})
    assert answer.status_code == 422
    assert "is not a value of Between the columns." in text_of(answer)
    assert FileImport.objects.get().delimiter == ";"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00\x04", "This is no file of contacts."),
        (b"PK\x03\x04 cut", "The workbook is damaged or incomplete."),
        (b"name;name\nx;y\n", "The column “name” is there twice."),
        (b"\n", "The file holds no rows."),
        (b";".join(b"c%d" % place for place in range(10_000)), "The file has 10000 columns"),
    ],
    ids=["program", "cut", "twice", "empty", "wide"],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(as_editor: Client, content: bytes, said: str) -> None:
    before = everything()
    answer = upload(as_editor, content)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert (everything(), FileImport.objects.count()) == (before, 0)


def test_an_upload_past_the_limit_is_refused_and_never_stored(as_editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postkring.web.imports.upload_limit.UPLOAD_BYTES", 1000)
    answer = upload(as_editor, "name\n" + "Aerts\n" * 1000)
    assert answer.status_code == 422
    assert "The file is larger than" in text_of(answer)
    assert "Fill in" not in text_of(answer)
    assert FileImport.objects.count() == 0


def test_a_reader_can_do_none_of_it(as_reader: Client, editor: User) -> None:
    file = FileImport.objects.create(file_name="x.csv", by=editor, at="2026-02-01T00:00:00Z", stage=Stage.CHECKED)
    make_group()
    before = everything()
    for address in ("/imports/", "/imports/new", *(f"/imports/{file.pk}/{part}" for part in ("", "columns", "load", "refused.xlsx"))):
        assert get(as_reader, address).status_code == 403
        assert post(as_reader, address).status_code == 403
    assert everything() == before


def test_an_import_that_is_not_there_is_not_found(as_editor: Client) -> None:
    for address in ("/imports/77/", "/imports/99999999999999999999/"):
        assert get(as_editor, address).status_code == 404


def test_what_was_not_loaded_within_a_week_goes_when_another_file_comes(as_editor: Client, tmp_path: Path) -> None:
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False):
        loaded = show(as_editor)
        post(as_editor, f"/imports/{loaded.pk}/load", {"token": loaded.token})
        old = show(as_editor)
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        recent = show(as_editor)
    with time_machine.travel("2026-03-08T12:00:01Z", tick=False):
        upload(as_editor)
    assert set(FileImport.objects.values_list("pk", flat=True)) == {loaded.pk, recent.pk, FileImport.objects.latest("pk").pk}
    assert not FileRow.objects.filter(file=old.pk).exists()
    assert not Outcome.objects.filter(file=old.pk).exists()
    assert not OutcomeCode.objects.filter(file=old.pk).exists()
    assert FileRow.objects.filter(file=loaded.pk).exists()
    stored = {tmp_path / each.stored for each in FileImport.objects.exclude(pk=loaded.pk)}
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == stored


def test_undo_is_offered_to_those_who_may_and_of_what_was_written(as_editor: Client, administrator: User) -> None:
    for text, choices in ((FILE, CHOICES | COLUMNS), ("name\n\u202ex\n", {})):
        address = upload(as_editor, text).headers["Location"]
        post(as_editor, address, CHOICES | {"column_0": "name"} | choices)
        file = FileImport.objects.latest("pk")
        FileImport.objects.filter(pk=file.pk).update(by=administrator)
        load(file, token=file.token, by=administrator)
        assert "/undo" not in get(as_editor, f"/imports/{file.pk}/").content.decode()


def test_a_refused_code_names_its_field(as_editor: Client) -> None:
    file = show(as_editor, new_codes="refuse")
    assert "Mailing Groups: Mailing group MOVE does not exist." in text_of(get(as_editor, f"/imports/{file.pk}/"))


def test_two_columns_that_go_to_one_field_are_named(as_editor: Client) -> None:
    address = upload(as_editor, "name;a;b\nAerts;Gent;Luik\n").headers["Location"]
    post(as_editor, address, CHOICES | {"column_0": "name", "column_1": "city", "column_2": "city"})
    page = get(as_editor, f"/imports/{FileImport.objects.get().pk}/")
    assert "Several columns go to one field, of which the first one that is filled in counts: City" in text_of(page)
