"""savedSegmentCriteria: saved from a segment, read, renamed, deleted, and taken again on a segment."""

from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.classifications.actions import delete_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.ledger.models import ChangeSet
from postkring.segments.models import SavedCriteria, Segment, SegmentStep
from tests.api.conftest import Api, bearer, refusal, target
from tests.factories import make_company, make_group, make_segment

pytestmark = pytest.mark.django_db


def by_group(code: str) -> dict[str, Any]:
    return {"selection": {"version": 1, "criteria": [{"key": "mailingGroup", "filter": code}]}}


@pytest.fixture
def segment(api: Api) -> Segment:
    one, two = make_company(number="C1", name="Aerts"), make_company(number="C2", name="Claes")
    make_group("VERHUIZING", members=[one, two])
    make_group("GESCHENK", members=[two])
    made = make_segment()
    assert api.post(f"segments({made.guid})/addContacts", by_group("VERHUIZING")).status_code == 200
    assert api.post(f"segments({made.guid})/reduceContacts", by_group("GESCHENK")).status_code == 200
    return made


def saved(api: Api, segment: Segment, code: str = "MOVE") -> Any:
    answer = api.post(f"segments({segment.guid})/saveCriteria", {"code": code, "description": "Zonder geschenk"})
    assert answer.status_code == 201, answer.content
    return answer


def test_saving_answers_the_record_and_its_address(api: Api, segment: Segment) -> None:
    answer = saved(api, segment, "move")
    record = answer.json()
    assert record["@odata.context"].endswith("/api/v2.0/$metadata#savedSegmentCriteria/$entity")
    assert {name: record[name] for name in ("code", "description", "numberOfActions")} == {
        "code": "MOVE",
        "description": "Zonder geschenk",
        "numberOfActions": 2,
    }
    assert answer["Location"].endswith(f"/api/v2.0/savedSegmentCriteria({record['id']})")
    (read,) = api.values("savedSegmentCriteria?$search=GESCHENK&$filter=numberOfActions eq 2&$orderby=code")
    assert read == {name: value for name, value in record.items() if name != "@odata.context"}


def test_it_is_renamed_described_and_deleted(api: Api, segment: Segment) -> None:
    address = f"savedSegmentCriteria({saved(api, segment).json()['id']})"
    changed = api.patch(address, {"code": "moving", "description": "Anders"}).json()
    assert (changed["code"], changed["description"]) == ("MOVING", "Anders")
    saved(api, segment, "OTHER")
    taken = api.patch(address, {"code": "OTHER"})
    refusal(taken, 400, "Internal_EntityWithSameKeyExists")
    assert target(taken) == "code"
    refusal(api.patch(address, {"numberOfActions": 3}), 400, "BadRequest_InvalidOperation")
    assert api.delete(address).status_code == 204
    assert api.values("savedSegmentCriteria", "code") == ["OTHER"]


@pytest.mark.parametrize(
    ("body", "code", "about"),
    [
        ({}, "Application_DialogException", "code"),
        ({"code": ""}, "Application_DialogException", "code"),
        ({"code": "A B"}, "Application_FieldValidationException", "code"),
        ({"code": "MOVE"}, "Internal_EntityWithSameKeyExists", "code"),
        ({"code": 1}, "Application_EvaluateException", "code"),
        ({"code": "NEW", "preview": True}, "BadRequest_InvalidRequest", "preview"),
    ],
)
def test_what_cannot_be_saved_is_refused(api: Api, segment: Segment, body: Any, code: str, about: str) -> None:
    saved(api, segment)
    answer = api.post(f"segments({segment.guid})/saveCriteria", body)
    assert answer.status_code == 400, answer.content
    assert SavedCriteria.objects.count() == 1
    if body.get("code"):
        refusal(answer, 400, code)
        assert target(answer) == about


def test_a_segment_without_steps_has_none_to_save(api: Api) -> None:
    answer = api.post(f"segments({make_segment().guid})/saveCriteria", {"code": "MOVE"})
    refusal(answer, 400, "Application_DialogException")
    assert not SavedCriteria.objects.exists()


def test_reusing_answers_the_numbers_of_all_steps(api: Api, segment: Segment) -> None:
    """The proceeding branch, also where the segment has steps (R-4503; decisions.md, API 4 and 10)."""
    saved(api, segment)
    other = make_segment(number="S2", contacts=[make_company(number="C3", name="Dirix")])
    answer = api.post(f"segments({other.guid})/reuseCriteria", {"code": "move"})
    assert answer.status_code == 200, answer.content
    data = answer.json()
    steps = SegmentStep.objects.filter(segment=other).order_by("action_number")
    assert [data[name] for name in ("added", "removed", "unchanged", "matched", "numberOfLines")] == [2, 1, 2, 5, 2]
    assert (data["changeSet"], data["preview"], data["token"]) == (steps[2].change_set_id, False, None)
    assert [each["number"] for each in data["sample"]] == ["C1"]
    assert data["sentence"] == "Add Contacts: in mailing group VERHUIZING · Reduce Contacts: in mailing group GESCHENK"
    assert api.post(f"segments({other.guid})/goBack", {}).json()["numberOfLines"] == 3


def test_very_many_are_taken_as_work_in_one_transaction(api: Api, segment: Segment, settings: Any) -> None:
    saved(api, segment)
    other = make_segment(number="S2")
    settings.TASK_ROWS = 1
    data = api.post(f"segments({other.guid})/reuseCriteria", {"code": "MOVE"}).json()
    assert (data["added"], data["removed"], data["numberOfLines"]) == (2, 1, 1)
    assert data["changeSet"] == ChangeSet.objects.latest("number").number


def test_a_code_that_is_no_more_is_named_and_nothing_is_done(api: Api, segment: Segment, administrator: User) -> None:
    make_group("LEEG")
    api.post(f"segments({segment.guid})/reduceContacts", by_group("LEEG"))
    saved(api, segment)
    delete_group(MailingGroup.objects.get(code="LEEG"), by=administrator)
    other = make_segment(number="S2")
    answer = api.post(f"segments({other.guid})/reuseCriteria", {"code": "MOVE"})
    assert answer.status_code == 400
    assert "LEEG" in answer.json()["error"]["message"]
    assert not SegmentStep.objects.filter(segment=other).exists()


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": "UNKNOWN"}, {"code": "\x00"}, {"code": "MOVE", "confirm": "x"}])
def test_what_cannot_be_taken_is_refused(api: Api, segment: Segment, body: Any) -> None:
    saved(api, segment)
    acts = ChangeSet.objects.count()
    assert api.post(f"segments({segment.guid})/reuseCriteria", body).status_code in (400, 404)
    assert ChangeSet.objects.count() == acts


def test_who_may_not_change_segments_is_refused(api: Api, segment: Segment, reader: User, editor: User) -> None:
    address = f"savedSegmentCriteria({saved(api, segment).json()['id']})"
    acts = ChangeSet.objects.count()
    for user in (reader, editor):
        client = bearer(user)
        assert client.values("savedSegmentCriteria", "code") == ["MOVE"]
        for act in ("saveCriteria", "reuseCriteria"):
            refusal(client.post(f"segments({segment.guid})/{act}", {"code": "NEW"}), 403, "Authorization_NoPermission")
        refusal(client.patch(address, {"code": "NEW"}), 403, "Authorization_NoPermission")
        refusal(client.delete(address), 403, "Authorization_NoPermission")
    assert ChangeSet.objects.count() == acts
