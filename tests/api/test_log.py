"""Interaction templates, logging a segment, the log, and using a logged segment again: through the API."""

from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.interactions.entry_actions import change_entry
from postkring.interactions.models import InteractionLogEntry, InteractionTemplate
from postkring.ledger.models import ChangeSet
from postkring.segments.models import Segment
from postkring.setup.models import Salesperson
from tests.api.conftest import Api, bearer, refusal, target
from tests.factories import make_company, make_person, make_segment
from tests.snapshots import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment(api: Api) -> Segment:
    Salesperson.objects.create(code="JR", name="Jan")
    assert api.post("interactionTemplates", {"code": "uitnod", "campaignNumber": "CP1"}).status_code == 201
    made = make_segment("Verhuizing", contacts=[make_company(number="C1"), make_person(number="P1", company=Contact.objects.get())])
    changed = api.patch(f"segments({made.guid})", {"salespersonCode": "JR", "interactionTemplateCode": "UITNOD"})
    assert (changed.status_code, changed.json()["interactionTemplateCode"], changed.json()["status"]) == (200, "UITNOD", "Open")
    return made


def test_templates_are_written_and_read(api: Api) -> None:
    made = api.post("interactionTemplates", {"code": "uitnod", "description": "Uitnodiging", "correspondenceType": "Email"})
    record = made.json()
    assert (made.status_code, record["code"], record["correspondenceType"], record["campaignNumber"]) == (201, "UITNOD", "Email", "")
    address = f"interactionTemplates({record['id']})"
    changed = api.patch(address, {"description": "Feest", "campaignNumber": "cp1", "correspondenceType": " "}).json()
    assert (changed["description"], changed["campaignNumber"], changed["correspondenceType"]) == ("Feest", "CP1", " ")
    assert api.patch(address, {"code": "UITNOD"}).status_code == 200
    assert api.patch(address, {"description": "x"}, if_match=record["@odata.etag"]).status_code == 409
    before = everything()
    refusal(api.patch(address, {"code": "ANDER"}), 400, "BadRequest_InvalidOperation")
    refusal(api.post("interactionTemplates", {"code": "UITNOD"}), 400, "Internal_EntityWithSameKeyExists")
    refusal(api.post("interactionTemplates", {"code": "ABCDEFGHIJKL"}), 400, "Application_StringExceededLength")
    refusal(api.post("interactionTemplates", {"description": "x"}), 400, "BadRequest_RequiredParamNotProvided")
    wrong = api.post("interactionTemplates", {"code": "FAX", "correspondenceType": "Fax"})
    refusal(wrong, 400, "Application_FieldValidationException")
    assert target(wrong) == "correspondenceType"
    assert everything() == before
    assert api.delete(address).status_code == 204
    assert not InteractionTemplate.objects.exists()


def test_a_segment_is_logged(segment: Segment, api: Api, administrator: User) -> None:
    done = api.post(f"segments({segment.guid})/log", {"createFollowUp": True})
    assert done.status_code == 200, done.content
    number = ChangeSet.objects.latest("number").number
    follow_up = Segment.objects.exclude(pk=segment.pk).get().number
    assert done.json() == {"changeSet": number, "entries": 2, "leftOut": {"privacyBlocked": 0}, "followUpSegmentNumber": follow_up}
    record = api.get(f"segments({segment.guid})").json()
    assert record["status"] == "Logged"
    assert api.values("segments?$filter=status eq 'Logged'", "number") == [segment.number]
    first, _ = api.values("interactionLogEntries?$orderby=entryNumber")
    wanted: dict[str, Any] = {"contactNumber": "C1", "contactCompanyNumber": "C1", "date": "2026-02-01", "description": "Verhuizing"}
    wanted |= {"interactionTemplateCode": "UITNOD", "segmentNumber": segment.number, "campaignNumber": "CP1", "correspondenceType": " "}
    wanted |= {"evaluation": " ", "salespersonCode": "JR", "canceled": False, "by": "administrator"}
    assert {name: first[name] for name in wanted} == wanted
    assert api.values("interactionLogEntries?$filter=contactCompanyNumber eq 'C1'", "contactNumber") == ["C1", "P1"]
    assert set(api.values("contacts?$select=lastInteractionDate", "lastInteractionDate")) == {"2026-02-01"}
    for entry in InteractionLogEntry.objects.all():
        change_entry(entry, evaluation="Positive", attempt_failed=True, by=administrator)
    assert api.values("interactionLogEntries?$filter=evaluation eq 'Positive'", "contactNumber") == ["C1", "P1"]
    days = "contacts?$filter=lastDateAttempted eq 2026-02-01&$select=lastInteractionDate,lastDateAttempted"
    assert api.values(days, "lastInteractionDate") == [None, None]
    (logged,) = api.values("loggedSegments")
    assert [logged[name] for name in ("segmentNumber", "description", "numberOfInteractions", "canceled", "by")] == [
        segment.number,
        "Verhuizing",
        2,
        False,
        "administrator",
    ]
    for address in ("interactionLogEntries", "loggedSegments"):
        refusal(api.post(address, {}), 405, "BadRequest_MethodNotAllowed")


def test_what_is_refused_of_logging(segment: Segment, api: Api, marketer: User, reader: User) -> None:
    address, of_marketer, of_reader = f"segments({segment.guid})", bearer(marketer), bearer(reader)
    for caller in (api, of_marketer, of_reader):
        caller.get("companies")  # a token says when it was first used
    before = everything()
    refusal(api.post(f"{address}/log", {"createFollowUp": "yes"}), 400, "Application_EvaluateException")
    refusal(api.post(f"{address}/log", {"preview": True}), 400, "BadRequest_InvalidRequest")
    refusal(of_reader.post(f"{address}/log", {}), 403, "Authorization_NoPermission")
    assert everything() == before
    assert of_marketer.post(f"{address}/log", {}).json()["followUpSegmentNumber"] is None
    before = everything()
    refusal(api.post(f"{address}/log", {}), 400, "Application_DialogException")
    refusal(api.patch(address, {"description": "anders"}), 400, "Application_DialogException")
    refusal(api.delete(address), 400, "Application_DialogException")
    refusal(api.post(f"{address}/addContacts", {"selection": {"version": 1, "all": True}}), 400, "Application_DialogException")
    refusal(api.post(f"{address}/goBack", {}), 400, "Application_DialogException")
    assert everything() == before


def test_logging_says_what_is_missing(segment: Segment, api: Api) -> None:
    api.patch(f"segments({segment.guid})", {"interactionTemplateCode": ""})
    before = everything()
    answer = api.post(f"segments({segment.guid})/log", {})
    assert "is missing on the line of C1" in refusal(answer, 400, "Application_DialogException")
    assert target(answer) == "interactionTemplateCode"
    assert everything() == before
    unknown = api.patch(f"segments({segment.guid})", {"interactionTemplateCode": "GEEN"})
    refusal(unknown, 400, "Internal_InvalidTableRelation")
    assert target(unknown) == "interactionTemplateCode"


def test_the_cancel_mark(segment: Segment, api: Api, reader: User) -> None:
    api.post(f"segments({segment.guid})/log", {})
    (key,) = api.values("loggedSegments", "id")
    address = f"loggedSegments({key})/switchCanceled"
    refusal(bearer(reader).post(address, {}), 403, "Authorization_NoPermission")
    refusal(api.post(address, {"canceled": True}), 400, "BadRequest_InvalidRequest")
    done = api.post(address, {})
    assert done.json() == {"changeSet": ChangeSet.objects.latest("number").number, "canceled": True}
    assert api.values("interactionLogEntries", "canceled") == [True, True]
    assert api.values("loggedSegments", "numberOfInteractions") == [2]
    assert set(api.values("contacts", "lastInteractionDate")) == {None}
    assert api.post(f"loggedSegments({key})/Microsoft.NAV.switchCanceled", {}).json()["canceled"] is False


def test_a_logged_segment_is_used_again(segment: Segment, api: Api) -> None:
    other = make_segment(contacts=[Contact.objects.get(number="P1")])
    address = f"segments({other.guid})/reuseSegment"
    body: dict[str, Any] = {"segmentNumber": segment.number}
    before = everything()
    refusal(api.post(address, body), 400, "Application_DialogException")
    refusal(api.post(address, {"segmentNumber": "NIETS"}), 400, "Internal_InvalidTableRelation")
    refusal(api.post(address, {}), 400, "BadRequest_RequiredParamNotProvided")
    assert everything() == before
    api.post(f"segments({segment.guid})/log", {})
    seen = api.post(address, {**body, "preview": True}).json()
    assert (seen["added"], seen["unchanged"], seen["changeSet"]) == (1, 1, None)
    done = api.post(address, {**body, "confirm": seen["token"]}).json()
    assert (done["added"], done["numberOfLines"]) == (1, 2)
    assert InteractionLogEntry.objects.count() == 2
