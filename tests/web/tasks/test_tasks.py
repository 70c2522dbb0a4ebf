"""Acts above the number of rows of the setting: the page that follows them, by whom it can be seen, and what comes after."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from postkring.accounts.models import Role, User
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.imports.models import FileImport, Stage
from postkring.ledger.models import ChangeSet
from postkring.ledger.standing import standing
from postkring.segments.models import Segment, SegmentLine
from postkring.work import leases
from postkring.work.leases import Progress
from postkring.work.models import State, Work
from postkring.work.running import advance
from tests.factories import make_company, make_group, make_segment, make_user
from tests.people import client_of
from tests.snapshots import everything
from tests.web.asking import get, post, queries, text_of, toasts, value_of
from tests.work.stepping import between_steps

pytestmark = pytest.mark.django_db

ALL = {"every": "1", "query": ""}
ALL_COMPANIES = {"criterion-type": "Company", "type": "Company"}


@pytest.fixture(autouse=True)
def long_from_three_rows_on(settings: Settings, tmp_path: Any) -> None:
    settings.TASK_ROWS = 2
    settings.HOME = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    }


@pytest.fixture(autouse=True)
def people(db: None) -> None:
    for name in ("Claes", "Aerts", "Wouters"):
        make_company(name=name)
    make_group()


def put_in(client: Client, added: int = 3) -> Any:
    return post(client, "/contacts/bulk/group", ALL | {"code": "VERHUIZING", "mode": "add", "expected": f"added:{added},unchanged:0"})


def planned(answer: Any) -> Work:
    work = Work.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tasks/{work.pk}/")
    assert work.state == State.PLANNED
    return work


def test_a_long_act_is_planned_followed_done_and_undone(as_editor: Client) -> None:
    before = everything()
    work = planned(put_in(as_editor))
    assert everything() == before
    address = f"/tasks/{work.pk}/"
    said = text_of(get(as_editor, address))
    assert "Mailing Group VERHUIZING: 3 contacts" in said
    assert "No worker is running. This begins as soon as there is one." in said
    assert f'hx-get="{address}"' in get(as_editor, address, part="task").content.decode()
    advance(work.pk)
    answer = get(as_editor, address, part="task")
    act = ChangeSet.objects.latest("number")
    assert "Mailing group VERHUIZING: 3 put in" in text_of(answer)
    assert f'href="/changes/{act.number}/"' in answer.content.decode()
    assert f'hx-get="{address}"' not in answer.content.decode()
    assert value_of(answer, "next") == "/contacts/"
    second = planned(post(as_editor, f"/changes/{act.number}/undo", {"next": "/contacts/"}))
    assert "Undo: Mailing group VERHUIZING: 3 put in" in text_of(get(as_editor, f"/tasks/{second.pk}/"))
    advance(second.pk)
    assert "Undone: Mailing group VERHUIZING: 3 put in" in text_of(get(as_editor, f"/tasks/{second.pk}/"))
    assert not ContactMailingGroup.objects.filter(standing()).exists()
    assert f"/changes/{act.number}/undo" not in get(as_editor, address).content.decode()


def test_an_act_on_few_is_done_while_the_page_waits(as_editor: Client, settings: Settings) -> None:
    settings.TASK_ROWS = 3
    assert put_in(as_editor).headers["Location"] == "/contacts/"
    assert not Work.objects.exists()
    assert ContactMailingGroup.objects.count() == 3


def test_a_refusal_is_said_and_leads_back(as_editor: Client) -> None:
    work = planned(put_in(as_editor))
    make_company()
    before = everything()
    advance(work.pk)
    answer = get(as_editor, f"/tasks/{work.pk}/")
    assert "The outcome is another one by now. Nothing was done" in text_of(answer)
    assert 'href="/contacts/"' in answer.content.decode()
    assert everything() == before


def test_cancelled_nothing_is_done(as_editor: Client) -> None:
    work = planned(put_in(as_editor))
    before = everything()
    answer = post(as_editor, f"/tasks/{work.pk}/cancel", part="task")
    assert "Cancelled. Nothing was changed." in text_of(answer)
    advance(work.pk)
    assert everything() == before
    assert post(as_editor, f"/tasks/{work.pk}/cancel").status_code == 422


def test_progress_has_a_rate_and_the_time_that_is_left(as_editor: Client) -> None:
    work = planned(put_in(as_editor))
    with leases.lease(work.pk):
        leases.report(work.pk, Progress(done=10_000, total=90_000, seconds=4))
        said = text_of(get(as_editor, f"/tasks/{work.pk}/"))
        assert "10,000 of 90,000 rows · 2,500 rows a second · about 32 seconds left" in said
        leases.report(work.pk, Progress(done=10_000, total=910_000, seconds=4))
        assert "about 6 minutes left" in text_of(get(as_editor, f"/tasks/{work.pk}/"))
        leases.report(work.pk, Progress(done=0, total=90_000, seconds=4))
        assert "0 of 90,000 rows You can go on" in text_of(get(as_editor, f"/tasks/{work.pk}/"))
        assert "It is being cancelled." in text_of(post(as_editor, f"/tasks/{work.pk}/cancel", part="task"))
    work.refresh_from_db()
    assert work.state == State.PLANNED


def test_before_anything_is_counted_the_last_ones_say_how_fast_it_goes(as_editor: Client) -> None:
    first = planned(put_in(as_editor))
    advance(first.pk)
    first.refresh_from_db()
    assert first.started_at is not None
    Work.objects.update(total=1000, ended_at=first.started_at + timedelta(seconds=1))
    post(as_editor, "/contacts/bulk/group", ALL | {"code": "VERHUIZING", "mode": "remove", "expected": "removed:3,unchanged:0"})
    work = Work.objects.latest("pk")
    with leases.lease(work.pk):
        leases.report(work.pk, Progress(done=0, total=90_000, seconds=4))
        assert "1,000 rows a second · about 86 seconds left" in text_of(get(as_editor, f"/tasks/{work.pk}/"))


def test_only_ones_own_tasks_are_seen_and_cancelled_and_administrators_see_all(as_editor: Client) -> None:
    work = planned(put_in(as_editor))
    other, boss = client_of(make_user(Role.EDITOR, username="bo")), client_of(make_user(Role.ADMINISTRATOR))
    assert get(other, f"/tasks/{work.pk}/").status_code == 404
    assert post(other, f"/tasks/{work.pk}/cancel").status_code == 404
    assert "VERHUIZING" not in text_of(get(other, "/tasks/"))
    assert "Mailing Group VERHUIZING: 3 contacts" in text_of(get(boss, "/tasks/"))
    assert get(boss, f"/tasks/{work.pk}/").status_code == 200
    work.refresh_from_db()
    assert work.state == State.PLANNED
    assert post(boss, f"/tasks/{work.pk}/cancel").status_code == 302
    work.refresh_from_db()
    assert work.state == State.CANCELLED


def test_the_list_asks_as_often_for_many_as_for_one(as_editor: Client) -> None:
    put_in(as_editor)
    for_one = queries(as_editor, "/tasks/")
    for _ in range(3):
        put_in(as_editor)
    assert queries(as_editor, "/tasks/") == for_one


def test_changes_lead_to_the_tasks_of_who_can_have_some(as_editor: Client, as_reader: Client) -> None:
    assert 'href="/tasks/"' in get(as_editor, "/changes/").content.decode()
    assert 'href="/tasks/"' not in get(as_reader, "/changes/").content.decode()


def test_deleting_many(as_editor: Client) -> None:
    work = planned(post(as_editor, "/contacts/delete", ALL | {"expected": "deleted:3"}))
    assert Contact.objects.count() == 3
    advance(work.pk)
    assert not Contact.objects.exists()
    assert "3 contacts deleted" in text_of(get(as_editor, f"/tasks/{work.pk}/"))


def test_a_field_of_many(as_editor: Client) -> None:
    data = {"field": "exclude_from_segment", "value": "yes", "value_of": "exclude_from_segment", "expected": "changed:3,unchanged:0"}
    work = planned(post(as_editor, "/contacts/bulk/field", ALL | data))
    advance(work.pk)
    assert Contact.objects.filter(exclude_from_segment=True).count() == 3


def test_excluding_many(as_editor: Client) -> None:
    work = planned(post(as_editor, "/contacts/bulk/exclude", ALL | {"exclude": "yes", "expected": "changed:3,unchanged:0"}))
    assert "3 contacts excluded from segments" in text_of(get(as_editor, f"/tasks/{work.pk}/"))
    advance(work.pk)
    assert Contact.objects.filter(exclude_from_segment=True).count() == 3


def test_into_a_segment_and_back(as_marketer: Client) -> None:
    segment = make_segment()
    text = get(as_marketer, f"/contacts/bulk/segment?every=1&query=&segment={segment.number}").content.decode()
    confirmed = re.search(r'<button[^>]* value="(\w+:\d[^"]*)"', text)
    assert confirmed is not None
    work = planned(post(as_marketer, "/contacts/bulk/segment", ALL | {"segment": segment.number, "expected": confirmed[1]}))
    advance(work.pk)
    assert SegmentLine.objects.count() == 3
    back = planned(post(as_marketer, f"/segments/{segment.number}/go-back", {"step": "1"}))
    assert planned(post(as_marketer, f"/segments/{segment.number}/go-back", {"step": "1"})).pk == back.pk
    advance(back.pk)
    assert SegmentLine.objects.count() == 0


def test_adding_by_criteria(as_marketer: Client) -> None:
    segment = make_segment()
    work = planned(post(as_marketer, f"/segments/{segment.number}/add-contacts", ALL_COMPANIES | {"add": "3"}))
    advance(work.pk)
    assert SegmentLine.objects.count() == 3


def test_deleting_a_segment_with_many_lines(as_marketer: Client) -> None:
    make_segment(contacts=Contact.objects.all())
    work = planned(post(as_marketer, "/segments/SM00001/delete", {"expected": "lines:3"}))
    assert "Delete segment SM00001 with 3 lines" in text_of(get(as_marketer, f"/tasks/{work.pk}/"))
    assert SegmentLine.objects.count() == 3
    advance(work.pk)
    assert not Segment.objects.exists()
    assert "Segment SM00001 deleted" in text_of(get(as_marketer, f"/tasks/{work.pk}/"))


def test_changing_a_segment_with_many_lines(as_marketer: Client) -> None:
    segment = make_segment(contacts=Contact.objects.all())
    seen = {"seen_description": "", "seen_date": segment.date}
    work = planned(post(as_marketer, "/segments/SM00001/", {"description": "Zomer", "date": segment.date, **seen}))
    assert "Change segment SM00001 with 3 lines" in text_of(get(as_marketer, f"/tasks/{work.pk}/"))
    advance(work.pk)
    assert set(SegmentLine.objects.values_list("description", flat=True)) == {"Zomer"}


def test_a_segment_on_which_a_task_is_at_work_is_not_deleted(as_marketer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    segment = make_segment()
    works = [planned(post(as_marketer, "/segments/SM00001/add-contacts", ALL_COMPANIES | {"add": "3"}))]

    def look() -> None:
        answer = post(as_marketer, "/segments/SM00001/delete", {"expected": f"lines:{segment.lines.count()}"})
        assert answer.status_code == 422
        assert "A task is at work on segment SM00001." in text_of(answer)

    steps = between_steps(monkeypatch, look)
    advance(works[0].pk)
    assert len(steps) == 2
    assert SegmentLine.objects.count() == 3


def test_emptying_and_deleting_a_group(as_editor: Client) -> None:
    make_group("VOL", members=list(Contact.objects.all()))
    work = planned(post(as_editor, "/mailing-groups/VOL/empty-and-delete", {"expected": "3"}))
    advance(work.pk)
    assert not MailingGroup.objects.filter(code="VOL").exists()


def test_a_group_that_has_others_in_it_by_now_is_not_deleted(as_editor: Client, editor: User) -> None:
    make_group("VOL", members=list(Contact.objects.all()))
    work = planned(post(as_editor, "/mailing-groups/VOL/empty-and-delete", {"expected": "3"}))
    ContactMailingGroup.objects.all()[:1].get().delete()
    before = everything()
    advance(work.pk)
    work.refresh_from_db()
    assert work.state == State.REFUSED
    assert everything() == before


TEXT = "Voornaam;Familienaam;E-mail\n" + "".join(f"An;Peeters {n};an{n}@claes.example\n" for n in range(4))
CHOICES = {"match": "number,email", "policy": "skip", "new_codes": "create", "encoding": "utf-8-sig", "delimiter": ";", "profile": ""}
COLUMNS = {"column_0": "first_name", "column_1": "surname", "column_2": "email"}


def test_a_large_file_is_checked_and_loaded_by_tasks(as_editor: Client) -> None:
    upload = post(as_editor, "/imports/new", {"file": SimpleUploadedFile("relaties.csv", TEXT.encode()), "profile": ""})
    file = FileImport.objects.get()
    work = planned(post(as_editor, upload.headers["Location"], CHOICES | COLUMNS | {"profile": "Outlook"}))
    again = post(as_editor, upload.headers["Location"], CHOICES | COLUMNS)
    assert again.headers["Location"] == f"/tasks/{work.pk}/"
    advance(work.pk)
    assert get(as_editor, f"/tasks/{work.pk}/").headers["Location"] == f"/imports/{file.pk}/"
    page = get(as_editor, f"/imports/{file.pk}/")
    assert "Load what is shown (4)" in text_of(page)
    load = planned(post(as_editor, f"/imports/{file.pk}/load", {"token": value_of(page, "token")}))
    waiting = get(as_editor, f"/imports/{file.pk}/")
    assert "A task is at work on this file." in text_of(waiting)
    assert "Load what is shown" not in text_of(waiting)
    assert post(as_editor, f"/imports/{file.pk}/load", {"token": "x"}).headers["Location"] == f"/tasks/{load.pk}/"
    colleague = client_of(make_user(Role.EDITOR, username="els"))
    theirs = get(colleague, f"/imports/{file.pk}/")
    assert "A task is at work on this file." in text_of(theirs)
    assert "See how far it is" not in text_of(theirs)
    assert "Load what is shown" not in text_of(theirs)
    assert "This is still under way." in text_of(post(colleague, f"/imports/{file.pk}/load", {"token": "x"}))
    advance(load.pk)
    assert "relaties.csv loaded: 4 added, 0 changed, 0 refused" in text_of(get(as_editor, f"/tasks/{load.pk}/"))
    file.refresh_from_db()
    assert (file.stage, file.stored, Contact.objects.count()) == (Stage.LOADED, "", 7)
    assert toasts(as_editor) == []


def test_a_difference_that_is_not_the_one_that_was_shown_is_not_planned(as_editor: Client) -> None:
    upload = post(as_editor, "/imports/new", {"file": SimpleUploadedFile("relaties.csv", TEXT.encode()), "profile": ""})
    planned(post(as_editor, upload.headers["Location"], CHOICES | COLUMNS))
    advance(Work.objects.get().pk)
    before = Work.objects.count()
    file = FileImport.objects.get()
    answer = post(as_editor, f"/imports/{file.pk}/load", {"token": "another"})
    assert answer.status_code == 409
    assert Work.objects.count() == before
