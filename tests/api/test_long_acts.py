"""Acts on a great many rows, asked for by a program: done in the process that was asked, with the same answers and refusals."""

from typing import Any

import pytest
from django.db import OperationalError

from postkring.accounts.models import User
from postkring.api import long_acts
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.segments.models import SegmentLine
from postkring.work import running
from postkring.work.models import State, Work
from tests.api.conftest import Api, bearer, refusal
from tests.factories import make_company, make_group, make_segment, make_user

pytestmark = pytest.mark.usefixtures("own_database")

EVERYBODY = {"version": 1, "all": True}


@pytest.fixture
def api(settings: Any) -> Api:
    settings.TASK_ROWS = 1
    return bearer(make_user("administrator"))


@pytest.fixture
def group(own_database: None) -> MailingGroup:
    for place in range(3):
        make_company(name=f"Firma {place}", number=f"F{place}")
    return make_group("ALL")


def members() -> int:
    return ContactMailingGroup.objects.filter(ended_at=None).count()


def test_an_act_and_its_undo(api: Api, group: MailingGroup) -> None:
    done = api.post(f"mailingGroups({group.guid})/addContacts", {"selection": EVERYBODY})
    assert (done.status_code, done.json()["added"], members()) == (200, 3, 3)
    work = Work.objects.get()
    assert (work.state, work.change_set_id, work.door) == (State.DONE, done.json()["changeSet"], "api")
    undone = api.post(f"changeSets({done.json()['changeSet']})/undo", {})
    assert (undone.status_code, undone.json()["undone"], undone.json()["notUndone"], members()) == (200, 3, [], 0)


def test_acts_on_a_segment(api: Api, group: MailingGroup) -> None:
    segment = make_segment()
    done = api.post(f"segments({segment.guid})/addContacts", {"selection": EVERYBODY})
    assert (done.status_code, done.json()["numberOfLines"], SegmentLine.objects.count()) == (200, 3, 3)
    back = api.post(f"segments({segment.guid})/goBack", {})
    assert (back.status_code, back.json()["removed"], SegmentLine.objects.count()) == (200, 3, 0)


def test_another_outcome_between_look_and_act(api: Api, group: MailingGroup, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"mailingGroups({group.guid})/addContacts"
    token = api.post(address, {"selection": EVERYBODY, "preview": True}).json()["token"]
    advance = running.advance

    def late(key: int) -> None:
        if not Contact.objects.filter(number="LATE").exists():
            make_company(number="LATE")
        advance(key)

    monkeypatch.setattr(long_acts, "advance", late)
    answer = api.post(address, {"selection": EVERYBODY, "confirm": token})
    assert (answer.status_code, answer.json()["error"]["code"], members()) == (409, "Request_PreviewChanged", 0)
    # Who confirmed nothing gets what there is.
    assert (api.post(address, {"selection": EVERYBODY}).json()["added"], members()) == (4, 4)


def test_what_has_begun_is_not_given_up_because_somebody_writes(api: Api, group: MailingGroup, monkeypatch: pytest.MonkeyPatch) -> None:
    advance, calls = running.advance, []

    def busy(key: int) -> None:
        calls.append(key)
        if len(calls) == 1:
            raise OperationalError("database is locked")
        advance(key)

    monkeypatch.setattr(long_acts, "advance", busy)
    monkeypatch.setattr(long_acts, "is_busy", lambda error: True)
    done = api.post(f"mailingGroups({group.guid})/addContacts", {"selection": EVERYBODY})
    assert (done.json()["added"], members(), len(calls)) == (3, 3, 2)


def test_a_program_does_not_wait_for_ever(api: Api, group: MailingGroup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_acts, "advance", lambda key: None)
    monkeypatch.setattr(long_acts, "_PATIENCE", 0.3)
    answer = api.post(f"mailingGroups({group.guid})/addContacts", {"selection": EVERYBODY})
    said = refusal(answer, 503, "Internal_ServerBusy")
    assert "goes on" in said
    assert Work.objects.get().is_open


def test_only_so_many_at_once(api: Api, group: MailingGroup) -> None:
    for _ in range(2):
        assert long_acts._AT_ONCE.acquire(blocking=False)
    try:
        answer = api.post(f"mailingGroups({group.guid})/addContacts", {"selection": EVERYBODY})
    finally:
        long_acts._AT_ONCE.release(2)
    assert "Nothing was begun" in refusal(answer, 503, "Internal_ServerBusy")
    assert (answer["Retry-After"], Work.objects.count(), members()) == ("60", 0, 0)


def test_who_may_not_undo_it_plans_nothing(api: Api, group: MailingGroup) -> None:
    act = api.post(f"mailingGroups({group.guid})/addContacts", {"selection": EVERYBODY}).json()["changeSet"]
    Work.objects.all().delete()
    editor: User = make_user("editor")
    refusal(bearer(editor).post(f"changeSets({act})/undo", {}), 403, "Authorization_NoPermission")
    assert (Work.objects.count(), members(), ChangeSet.objects.filter(verb="undo").count()) == (0, 3, 0)
