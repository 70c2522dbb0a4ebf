"""Writing records: what is stored, what is refused by which code, that nothing is half stored, and that the ledger knows."""

import json
from typing import Any

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.segments.models import Segment, SegmentLine
from postkring.setup.models import MarketingSetup, NumberSeries, Salesperson
from tests.api.conftest import ROOT, Api, bearer, refusal, target
from tests.factories import make_company, make_contact, make_group, make_person, make_segment

pytestmark = pytest.mark.django_db


def newest() -> ChangeSet:
    return ChangeSet.objects.order_by("-number")[0]


# Contacts


def test_a_new_contact_gets_a_number_and_what_the_screens_would_give_it(api: Api, administrator: User) -> None:
    company = api.post("contacts", {"type": "Company", "displayName": "Claes", "city": "Gent", "country": "BE"})
    assert company.status_code == 201
    record = company.json()
    assert (record["number"], record["companyNumber"], record["searchName"]) == ("CT000001", "CT000001", "CLAES")
    assert company["Location"].endswith(f"/api/v2.0/contacts({record['id']})")
    assert company["ETag"] == record["@odata.etag"]
    person = api.post("contacts", {"type": "Person", "displayName": "An Peeters", "companyNumber": "CT000001"}).json()
    assert [person[name] for name in ("companyName", "city", "country", "firstName", "surname")] == ["Claes", "Gent", "BE", "An", "Peeters"]
    assert api.get(f"contacts({record['id']})").json() == record
    change_set = newest()
    assert (change_set.verb, change_set.door, change_set.by) == ("contact.create", "api", administrator)


def test_what_is_written_is_read_back(api: Api) -> None:
    sent = {
        "type": "Company",
        "displayName": "Élan & Zn",
        "name2": "Afdeling 2",
        "addressLine1": "Kaai 1",
        "addressLine2": "bus 2",
        "country": "BE",
        "postalCode": "9000",
        "city": "Gent",
        "state": "Oost-Vlaanderen",
        "phoneNumber": "09 233 44 55",
        "email": "a@b.example",
        "email2": "c@d.example",
        "website": "b.example",
        "languageCode": "fr",
        "correspondenceType": "Email",
        "externalId": "X1",
        "excludeFromSegment": True,
        "number": "K1",
    }
    record = api.post("contacts", sent).json()
    assert {name: record[name] for name in sent} == sent
    blank = api.patch(f"contacts({record['id']})", {"correspondenceType": " ", "languageCode": "", "excludeFromSegment": False}).json()
    assert [blank[name] for name in ("correspondenceType", "languageCode", "excludeFromSegment")] == [" ", "", False]


def test_a_change_needs_the_etag_that_is_seen(api: Api) -> None:
    person = make_person()
    address = f"contacts({person.guid})"
    seen = api.get(address).json()["@odata.etag"]
    refusal(api.patch(address, {"city": "Gent"}, if_match=None), 400, "BadRequest_InvalidToken")
    for wrong in ("", "x", '"1"', "W/1", 'W/"1" ', seen + ","):
        refusal(api.patch(address, {"city": "Gent"}, if_match=wrong), 400, "BadRequest_InvalidToken")
    changed = api.patch(address, {"city": "Gent"}, if_match=seen)
    assert (changed.status_code, changed.json()["city"]) == (200, "Gent")
    assert changed.json()["@odata.etag"] != seen
    refusal(api.patch(address, {"city": "Luik"}, if_match=seen), 409, "Request_EntityChanged")
    refusal(api.delete(address, if_match=seen), 409, "Request_EntityChanged")
    refusal(api.delete(address, if_match="x"), 400, "BadRequest_InvalidToken")
    assert api.get(address).json()["city"] == "Gent"
    assert api.patch(address, {"city": "Luik"}, if_match="*").json()["city"] == "Luik"


def test_every_writable_set_has_etags_that_change(api: Api) -> None:
    group, segment = make_group("A"), make_segment()
    for address, change in (
        (f"mailingGroups({group.guid})", {"description": "x"}),
        (f"segments({segment.guid})", {"description": "x"}),
        ("marketingSetup", {"inheritLanguage": False}),
        (f"numberSeries({NumberSeries.objects.get(code='CONT').guid})", {"description": "x"}),
    ):
        seen = api.get(address).json()["@odata.etag"]
        assert api.patch(address, change, if_match=seen).status_code == 200
        refusal(api.patch(address, change, if_match=seen), 409, "Request_EntityChanged")


def test_a_change_and_a_deletion_can_be_undone(api: Api, administrator: User) -> None:
    company = make_company(city="Gent")
    make_person(company=company)
    address = f"contacts({company.guid})"
    assert api.patch(address, {"displayName": "Nieuw", "city": "Luik"}).status_code == 200
    undo_act(newest(), by=administrator)
    record = api.get(address).json()
    assert (record["displayName"], record["city"]) == (company.name, "Gent")
    gone = api.delete(address)
    assert (gone.status_code, gone.content) == (204, b"")
    assert not Contact.objects.exists()  # its persons went along
    assert newest().verb == "contact.delete"
    undo_act(newest(), by=administrator)
    assert api.get(address).json()["id"] == record["id"]
    assert Contact.objects.count() == 2


def test_fields_apply_in_the_order_of_the_catalogue(api: Api) -> None:
    person = make_person(name="An Peeters")
    record = api.patch(f"contacts({person.guid})", {"surname": "Maes", "firstName": "Bea", "displayName": "X"}).json()
    assert (record["displayName"], record["firstName"], record["surname"]) == ("Bea Maes", "Bea", "Maes")
    record = api.patch(f"contacts({person.guid})", {"city": "Aken", "country": "DE"}).json()
    assert (record["city"], record["country"]) == ("Aken", "DE")


def test_a_number_can_be_changed(api: Api) -> None:
    person = make_person()
    assert api.patch(f"contacts({person.guid})", {"number": "nieuw 1"}).json()["number"] == "NIEUW 1"


CONTACTS_REFUSED: tuple[tuple[Any, str, str], ...] = (
    ({"type": "Person"}, "Application_DialogException", "displayName"),
    ({"displayName": " "}, "Application_DialogException", "displayName"),
    ({"displayName": "A", "city": 5}, "Application_EvaluateException", "city"),
    ({"displayName": "A", "city": None}, "Application_EvaluateException", "city"),
    ({"displayName": ["A"]}, "Application_EvaluateException", "displayName"),
    ({"displayName": "A", "minor": "true"}, "Application_EvaluateException", "minor"),
    ({"displayName": "A", "minor": 1}, "Application_EvaluateException", "minor"),
    ({"displayName": "A", "number": 99999999999999999999}, "Application_EvaluateException", "number"),
    ({"displayName": "A", "type": "Robot"}, "Application_FieldValidationException", "type"),
    ({"displayName": "A", "correspondenceType": "Fax"}, "Application_FieldValidationException", "correspondenceType"),
    ({"displayName": "A", "email": "nobody"}, "Application_FieldValidationException", "email"),
    ({"displayName": "A", "phoneNumber": "call me"}, "Application_FieldValidationException", "phoneNumber"),
    ({"displayName": "A\x00"}, "Application_FieldValidationException", "displayName"),
    ({"displayName": "A", "number": "A/B"}, "Application_FieldValidationException", "number"),
    ({"displayName": "A", "type": "Company", "jobTitle": "x"}, "Application_FieldValidationException", "jobTitle"),
    (
        {"displayName": "A", "type": "Person", "registrationNumber": "0403.019.261"},
        "Application_FieldValidationException",
        "registrationNumber",
    ),
    ({"displayName": "x" * 101}, "Application_StringExceededLength", "displayName"),
    ({"displayName": "A", "city": "x" * 101}, "Application_StringExceededLength", "city"),
    ({"displayName": "A", "country": "XX"}, "Internal_InvalidTableRelation", "country"),
    ({"displayName": "A", "salespersonCode": "NOBODY"}, "Internal_InvalidTableRelation", "salespersonCode"),
    ({"displayName": "A", "type": "Person", "companyNumber": "NOBODY"}, "Internal_InvalidTableRelation", "companyNumber"),
    ({"displayName": "A", "number": "TAKEN"}, "Internal_EntityWithSameKeyExists", "number"),
    ({"displayName": "A", "id": "x"}, "BadRequest_InvalidOperation", "id"),
    ({"displayName": "A", "numberOfMailingGroups": 3}, "BadRequest_InvalidOperation", "numberOfMailingGroups"),
    ({"displayName": "A", "lastModifiedDateTime": None}, "BadRequest_InvalidOperation", "lastModifiedDateTime"),
    ({"displayName": "A", "town": "x"}, "BadRequest_InvalidRequest", "town"),
)


@pytest.mark.parametrize(("body", "code", "about"), CONTACTS_REFUSED, ids=[f"{code}-{about}" for _, code, about in CONTACTS_REFUSED])
def test_a_contact_that_is_refused_leaves_nothing(api: Api, body: Any, code: str, about: str) -> None:
    make_company(number="TAKEN")
    acts = ChangeSet.objects.count()
    answer = api.post("contacts", body)
    refusal(answer, 400, code)
    assert target(answer) == about
    assert (Contact.objects.count(), ChangeSet.objects.count()) == (1, acts)
    if about not in ("type",):
        person = make_contact(type=body.get("type", "Company") if body.get("type") != "Robot" else "Company", name="B")
        changed = api.patch(
            f"contacts({person.guid})", {name: value for name, value in body.items() if name != "type"} or {"displayName": ""}
        )
        refusal(changed, 400, code)
        assert api.get(f"contacts({person.guid})").json()["displayName"] == "B"


def test_rules_of_the_screens_refuse_here_too(api: Api) -> None:
    company = make_company()
    other = make_company()
    answer = api.patch(f"contacts({company.guid})", {"companyNumber": other.number})
    assert answer.status_code == 400
    person = make_person(company=company)
    make_segment(contacts=[person])
    refusal(api.patch(f"contacts({person.guid})", {"companyNumber": other.number}), 400, "Application_DialogException")
    refusal(api.delete(f"contacts({person.guid})"), 400, "Application_DialogException")
    assert Contact.objects.filter(pk=person.pk, company=company).exists()


def test_a_minor_stays_blocked(api: Api) -> None:
    record = api.post("contacts", {"type": "Person", "displayName": "Jef", "minor": True}).json()
    assert record["privacyBlocked"] is True
    assert api.patch(f"contacts({record['id']})", {"privacyBlocked": False}).status_code == 400


# Groups and who is in them


def test_a_group_is_made_changed_and_deleted(api: Api, administrator: User) -> None:
    made = api.post("mailingGroups", {"code": " verhuizing ", "description": "Nieuw adres"})
    assert (made.status_code, made.json()["code"], made.json()["numberOfContacts"]) == (201, "VERHUIZING", 0)
    address = f"mailingGroups({made.json()['id']})"
    acts = ChangeSet.objects.count()
    changed = api.patch(address, {"code": "adres", "description": "Ander adres"}).json()
    assert (changed["code"], changed["description"]) == ("ADRES", "Ander adres")
    assert ChangeSet.objects.count() == acts + 1
    undo_act(newest(), by=administrator)
    assert api.get(address).json()["description"] == "Nieuw adres"
    assert api.patch(address, {"description": ""}).json()["description"] == ""
    assert api.delete(address).status_code == 204
    assert not MailingGroup.objects.exists()


@pytest.mark.parametrize(
    ("body", "code", "about"),
    [
        ({"description": "x"}, "BadRequest_RequiredParamNotProvided", "code"),
        ({"code": ""}, "BadRequest_RequiredParamNotProvided", "code"),
        ({"code": "ABCDEFGHIJKL"}, "Application_StringExceededLength", "code"),
        ({"code": "A B"}, "Application_FieldValidationException", "code"),
        ({"code": "X-CARD"}, "Application_FieldValidationException", "code"),
        ({"code": "creme"}, "Internal_EntityWithSameKeyExists", "code"),
        ({"code": 5}, "Application_EvaluateException", "code"),
        ({"code": "OK", "description": "x" * 101}, "Application_StringExceededLength", "description"),
        ({"code": "OK", "numberOfContacts": 1}, "BadRequest_InvalidOperation", "numberOfContacts"),
    ],
)
def test_a_group_that_is_refused(api: Api, body: Any, code: str, about: str) -> None:
    make_group("CRÈME")
    answer = api.post("mailingGroups", body)
    refusal(answer, 400, code)
    assert target(answer) == about
    assert MailingGroup.objects.count() == 1


def test_a_group_in_use_is_not_deleted(api: Api) -> None:
    group = make_group(members=[make_person()])
    refusal(api.delete(f"mailingGroups({group.guid})"), 400, "Application_DialogException")
    assert MailingGroup.objects.exists()


def test_a_contact_is_put_into_a_group_and_taken_out(api: Api, administrator: User) -> None:
    person, group = make_person(), make_group("VERHUIZING")
    link = api.post("contactMailingGroups", {"contactNumber": person.number.lower(), "mailingGroupCode": "verhuizing"})
    assert (link.status_code, link.json()["contactId"], link.json()["addedBy"]) == (201, str(person.guid), administrator.username)
    again = api.post("contactMailingGroups", {"contactId": str(person.guid), "mailingGroupCode": "VERHUIZING"})
    assert (again.status_code, again.json()["id"]) == (201, link.json()["id"])
    assert api.get(f"mailingGroups({group.guid})").json()["numberOfContacts"] == 1
    assert api.delete(f"contactMailingGroups({link.json()['id']})").status_code == 204
    assert api.get(f"mailingGroups({group.guid})").json()["numberOfContacts"] == 0
    refusal(api.delete(f"contactMailingGroups({link.json()['id']})"), 404, "Internal_RecordNotFound")
    undo_act(newest(), by=administrator)
    assert api.values("contactMailingGroups", "contactNumber") == [person.number]


def test_at_the_address_of_a_contact_it_is_that_contact(api: Api) -> None:
    person, other = make_person(), make_company()
    make_group("VERHUIZING")
    address = f"contacts({person.guid})/contactMailingGroups"
    made = api.post(address, {"mailingGroupCode": "VERHUIZING"})
    assert made.json()["contactNumber"] == person.number
    assert api.client.get(made["Location"]).json()["id"] == made.json()["id"]
    assert api.post(address, {"mailingGroupCode": "VERHUIZING", "contactId": str(person.guid).upper()}).status_code == 201
    refusal(api.post(address, {"mailingGroupCode": "VERHUIZING", "contactId": str(other.guid)}), 400, "BadRequest_InvalidRequest")
    refusal(api.post(address, {"mailingGroupCode": "VERHUIZING", "contactNumber": other.number}), 400, "Internal_InvalidTableRelation")
    assert ContactMailingGroup.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "code", "about"),
    [
        ({}, "BadRequest_RequiredParamNotProvided", "mailingGroupCode"),
        ({"mailingGroupCode": "VERHUIZING"}, "BadRequest_RequiredParamNotProvided", "contactNumber"),
        ({"contactNumber": "P1"}, "BadRequest_RequiredParamNotProvided", "mailingGroupCode"),
        ({"contactNumber": "P1", "mailingGroupCode": "NONE"}, "Internal_InvalidTableRelation", "mailingGroupCode"),
        ({"contactNumber": "NONE", "mailingGroupCode": "VERHUIZING"}, "Internal_InvalidTableRelation", "contactNumber"),
        ({"contactNumber": "\x00", "mailingGroupCode": "VERHUIZING"}, "Internal_InvalidTableRelation", "contactNumber"),
        (
            {"contactId": "00000000-0000-0000-0000-000000000000", "mailingGroupCode": "VERHUIZING"},
            "Internal_InvalidTableRelation",
            "contactId",
        ),
        ({"contactId": "x", "mailingGroupCode": "VERHUIZING"}, "Application_InvalidGUID", ""),
        ({"contactNumber": "P1", "mailingGroupCode": "VERHUIZING", "since": "2026-01-01"}, "BadRequest_InvalidOperation", "since"),
    ],
)
def test_a_link_that_is_refused(api: Api, body: Any, code: str, about: str) -> None:
    make_person(number="P1")
    make_group("VERHUIZING")
    answer = api.post("contactMailingGroups", body)
    refusal(answer, 400, code)
    assert target(answer) == about
    assert not ContactMailingGroup.objects.exists()


def test_what_may_be_left_out_may_be_null_as_well(api: Api) -> None:
    person, segment = make_person(number="P1"), make_segment(number="S1")
    make_group("VERHUIZING")
    assert api.post("contactMailingGroups", {"contactId": None, "contactNumber": "P1", "mailingGroupCode": "VERHUIZING"}).status_code == 201
    assert (
        api.post(
            "contactMailingGroups", {"contactId": str(person.guid), "contactNumber": None, "mailingGroupCode": "VERHUIZING"}
        ).status_code
        == 201
    )
    line = {"segmentId": None, "segmentNumber": segment.number, "contactId": str(person.guid), "contactNumber": None}
    assert api.post("segmentLines", line).status_code == 201
    refusal(api.post("contactMailingGroups", {"contactNumber": "P1", "mailingGroupCode": None}), 400, "Application_EvaluateException")


def test_nobody_writes_into_the_past(api: Api) -> None:
    make_person(number="P1")
    make_group("VERHUIZING")
    body = {"contactNumber": "P1", "mailingGroupCode": "VERHUIZING"}
    refusal(api.post("contactMailingGroups?asOf=2026-01-01", body), 400, "BadRequest_InvalidRequest")
    assert not ContactMailingGroup.objects.exists()


# Segments


def test_a_segment_and_its_lines(api: Api, administrator: User) -> None:
    Salesperson.objects.create(code="JR", name="Jan")
    person = make_person(number="P1")
    sent = {"description": "Verhuizing", "date": "2026-03-01", "salespersonCode": "JR", "correspondenceType": "Email"}
    made = api.post("segments", sent)
    record = made.json()
    assert (made.status_code, record["number"]) == (201, "SM00001")
    assert {name: record[name] for name in sent} == sent
    line = api.post(f"segments({record['id']})/segmentLines", {"contactNumber": "P1"}).json()
    assert [line[name] for name in ("lineNumber", "date", "salespersonCode", "contactId")] == [10_000, "2026-03-01", "JR", str(person.guid)]
    twice = api.post("segmentLines", {"segmentNumber": "SM00001", "contactId": str(person.guid)})
    refusal(twice, 400, "Internal_EntityWithSameKeyExists")
    changed = api.patch(f"segments({record['id']})", {"date": "2026-04-01", "salespersonCode": ""}).json()
    assert (changed["date"], changed["salespersonCode"], changed["description"]) == ("2026-04-01", "", "Verhuizing")
    (line,) = api.values("segmentLines")
    assert (line["date"], line["salespersonCode"], line["description"]) == ("2026-04-01", "", "Verhuizing")
    undo_act(newest(), by=administrator)
    assert api.values("segmentLines", "salespersonCode") == ["JR"]
    assert api.delete(f"segmentLines({line['id']})").status_code == 204
    assert not SegmentLine.objects.exists()
    assert api.delete(f"segments({record['id']})").status_code == 204
    assert not Segment.objects.exists()


@pytest.mark.parametrize(
    ("body", "code", "about"),
    [
        ({"date": "tomorrow"}, "Application_FieldValidationException", "date"),
        ({"date": "20260301"}, "Application_FieldValidationException", "date"),
        ({"date": 20260301}, "Application_EvaluateException", "date"),
        ({"salespersonCode": "NOBODY"}, "Internal_InvalidTableRelation", "salespersonCode"),
        ({"correspondenceType": "Fax"}, "Application_FieldValidationException", "correspondenceType"),
        ({"description": "x" * 101}, "Application_StringExceededLength", "description"),
        ({"status": "Logged"}, "BadRequest_InvalidOperation", "status"),
        ({"number": "TAKEN"}, "Internal_EntityWithSameKeyExists", "number"),
    ],
)
def test_a_segment_that_is_refused(api: Api, body: Any, code: str, about: str) -> None:
    make_segment(number="TAKEN")
    answer = api.post("segments", body)
    refusal(answer, 400, code)
    assert target(answer) == about
    assert Segment.objects.count() == 1


def test_what_a_line_takes_from_elsewhere(api: Api) -> None:
    person, blocked, segment = make_person(), make_person(privacy_blocked=True), make_segment()
    body = {"segmentId": str(segment.guid), "contactNumber": person.number}
    refusal(api.post("segmentLines", {**body, "email": "x@example.com"}), 400, "BadRequest_InvalidOperation")
    refusal(api.post("segmentLines", {**body, "description": "x" * 101}), 400, "Application_StringExceededLength")
    refusal(api.post("segmentLines", {"contactNumber": person.number}), 400, "BadRequest_RequiredParamNotProvided")
    refusal(api.post("segmentLines", {**body, "contactNumber": blocked.number}), 400, "Application_DialogException")
    refusal(api.patch(f"segments({segment.guid})", {"number": "OTHER"}), 400, "BadRequest_InvalidOperation")
    assert api.patch(f"segments({segment.guid})", {"number": segment.number}).status_code == 200
    assert not SegmentLine.objects.exists()


# The set-up


def test_the_set_up_is_changed_by_administrators(api: Api, administrator: User) -> None:
    changed = api.patch(
        "marketingSetup", {"inheritAddressDetails": False, "defaultCountryRegionCode": "nl", "defaultCorrespondenceType": "Email"}
    )
    assert changed.json()["defaultCountryRegionCode"] == "NL"
    stored = MarketingSetup.objects.get()
    assert (stored.inherit_address, stored.default_country_id, stored.default_correspondence_type) == (False, "NL", "Email")
    assert api.patch("marketingSetup", {"defaultCountryRegionCode": ""}).json()["defaultCountryRegionCode"] == ""
    answer = api.patch("marketingSetup", {"defaultLanguageCode": "xx"})
    refusal(answer, 400, "Internal_InvalidTableRelation")
    assert target(answer) == "defaultLanguageCode"
    refusal(api.patch("marketingSetup", {"contactNumberSeriesCode": ""}), 400, "Internal_InvalidTableRelation")
    undo_act(newest(), by=administrator)
    assert MarketingSetup.objects.get().default_country_id == "NL"


def test_a_number_series_is_changed(api: Api) -> None:
    series = NumberSeries.objects.get(code="CONT")
    address = f"numberSeries({series.guid})"
    assert api.patch(address, {"description": "Contacten", "increment": 10}).json()["increment"] == 10
    refusal(api.patch(address, {"increment": 0}), 400, "Application_FieldValidationException")
    refusal(api.patch(address, {"increment": True}), 400, "Application_EvaluateException")
    refusal(api.patch(address, {"increment": 1.5}), 400, "Application_EvaluateException")
    refusal(api.patch(address, {"increment": 2**63}), 400, "Application_FieldValidationException")
    refusal(api.patch(address, {"lastNumberUsed": "CT9"}), 400, "BadRequest_InvalidOperation")
    refusal(api.patch(address, {"code": "OTHER"}), 400, "BadRequest_InvalidOperation")


# Requests


@pytest.mark.parametrize("sent", [b"{", b"[]", b"5", b'"x"', b"null", b'{"displayName": "\\ud800"}', b"[" * 5_000, b'{"a": NaN}', b"\xff"])
def test_what_is_no_json_object(api: Api, sent: bytes) -> None:
    refusal(api.client.post(f"{ROOT}contacts", sent, content_type="application/json"), 400, "BadRequest_InvalidRequest")
    assert not Contact.objects.exists()


def test_another_media_type(api: Api) -> None:
    for media in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        refusal(api.client.post(f"{ROOT}contacts", b'{"displayName": "A"}', content_type=media), 415, "BadRequest_UnsupportedMediaType")
    sent = json.dumps({"displayName": "A", "@odata.type": "#Microsoft.NAV.contact"})
    assert (
        api.client.post(f"{ROOT}contacts", sent, content_type="application/json; charset=utf-8; odata.metadata=minimal").status_code == 201
    )


def test_a_line_is_changed_by_itself(api: Api, administrator: User) -> None:
    Salesperson.objects.create(code="JR", name="Jan")
    segment = make_segment("Lente", contacts=[make_person(number="P1"), make_person(number="P2")])
    first, second = (str(guid) for guid in segment.lines.values_list("guid", flat=True))
    own = {"description": "Eigen", "date": "2026-05-04", "salespersonCode": "JR", "campaignNumber": " cp1 "}
    own |= {"correspondenceType": "Email", "languageCode": "fr"}
    stored = own | {"campaignNumber": "CP1"}
    record = api.patch(f"segmentLines({first})", own).json()
    assert {name: record[name] for name in own} == stored
    assert api.get(f"segmentLines({second})").json()["description"] == "Lente"
    undo_act(newest(), by=administrator)
    assert api.get(f"segmentLines({first})").json()["description"] == "Lente"
    made = api.post("segmentLines", {"segmentNumber": segment.number, "contactNumber": make_person().number, **own}).json()
    assert {name: made[name] for name in own} == stored


def test_another_contact_on_a_line_keeps_its_id(api: Api) -> None:
    segment, new = make_segment("Lente", contacts=[make_person(number="P1")]), make_person(number="P2")
    line = api.patch(f"segmentLines({segment.lines.get().guid})", {"description": "Eigen"}).json()
    changed = api.patch(f"segmentLines({line['id']})", {"contactId": str(new.guid), "contactNumber": "P2", "campaignNumber": "CP1"}).json()
    assert [changed[name] for name in ("id", "lineNumber", "contactNumber", "description", "campaignNumber")] == [
        line["id"],
        line["lineNumber"],
        "P2",
        "Lente",
        "CP1",
    ]
    assert api.values("segmentCriteria", "action") == ["Add Contacts", "Reduce Contacts", "Add Contacts"]
    same = api.patch(f"segmentLines({line['id']})", {"contactNumber": "P2", "segmentNumber": segment.number})
    assert (same.status_code, len(api.values("segmentCriteria"))) == (200, 3)


@pytest.mark.parametrize(
    ("body", "code", "about"),
    [
        ({"date": None}, "Application_EvaluateException", "date"),
        ({"date": "tomorrow"}, "Application_FieldValidationException", "date"),
        ({"description": "x" * 101}, "Application_StringExceededLength", "description"),
        ({"salespersonCode": "NOBODY"}, "Internal_InvalidTableRelation", "salespersonCode"),
        ({"salespersonCode": "MK"}, "Application_DialogException", "salespersonCode"),
        ({"campaignNumber": "a/b"}, "Application_FieldValidationException", "campaignNumber"),
        ({"correspondenceType": "Fax"}, "Application_FieldValidationException", "correspondenceType"),
        ({"languageCode": "xx"}, "Internal_InvalidTableRelation", "languageCode"),
        ({"contactNumber": "NOBODY"}, "Internal_InvalidTableRelation", "contactNumber"),
        ({"contactNumber": "P2"}, "Internal_EntityWithSameKeyExists", "contactNumber"),
        ({"segmentNumber": "OTHER"}, "BadRequest_InvalidOperation", "segmentNumber"),
        ({"alternativeAddressCode": "A"}, "BadRequest_InvalidOperation", "alternativeAddressCode"),
        ({"lineNumber": 1}, "BadRequest_InvalidOperation", "lineNumber"),
    ],
)
def test_a_line_that_is_refused(api: Api, body: Any, code: str, about: str) -> None:
    Salesperson.objects.create(code="MK", privacy_blocked=True)
    make_segment(number="OTHER")
    segment = make_segment("Lente", contacts=[make_person(number="P1"), make_person(number="P2")])
    line = f"segmentLines({segment.lines.get(contact__number='P1').guid})"
    before, acts = api.get(line).json(), ChangeSet.objects.count()
    answer = api.patch(line, {"description": "Anders", **body})
    refusal(answer, 400, code)
    assert target(answer) == about
    assert (api.get(line).json(), ChangeSet.objects.count()) == (before, acts)


def test_header_and_lines_have_the_campaign(api: Api) -> None:
    """CS-012."""
    record = api.post("segments", {"campaignNumber": " cp-0 "}).json()
    assert record["campaignNumber"] == "CP-0"
    line = api.post(f"segments({record['id']})/segmentLines", {"contactNumber": make_person().number}).json()
    assert line["campaignNumber"] == "CP-0"
    assert api.patch(f"segments({record['id']})", {"campaignNumber": "CP1"}).json()["campaignNumber"] == "CP1"
    assert api.values("segmentLines?$filter=campaignNumber eq 'CP1'", "id") == [line["id"]]


def test_salespeople(api: Api) -> None:
    sent = {"code": "jr", "name": "Jan Raes", "email": "jan@example.com", "privacyBlocked": False}
    record = api.post("salespeople", sent).json()
    assert {name: record[name] for name in sent} == sent | {"code": "JR"}
    changed = api.patch(f"salespeople({record['id']})", {"code": "jr", "name": "Jan R.", "privacyBlocked": True}).json()
    assert (changed["name"], changed["privacyBlocked"], changed["email"]) == ("Jan R.", True, "jan@example.com")
    refusal(api.patch(f"salespeople({record['id']})", {"code": "AB"}), 400, "BadRequest_InvalidOperation")
    refusal(api.post("salespeople", {"code": "JR"}), 400, "Internal_EntityWithSameKeyExists")
    refusal(api.post("salespeople", {"name": "Jan"}), 400, "Application_FieldValidationException")
    refused = api.post("salespeople", {"code": "AB", "email": "x"})
    refusal(refused, 400, "Application_FieldValidationException")
    assert target(refused) == "email"
    person = make_person(salesperson="JR")
    refusal(api.delete(f"salespeople({record['id']})"), 400, "Application_DialogException")
    assert api.patch(f"contacts({person.guid})", {"salespersonCode": ""}).status_code == 200
    assert api.delete(f"salespeople({record['id']})").status_code == 204
    assert api.values("salespeople") == []


def test_territories(api: Api) -> None:
    record = api.post("territories", {"code": "west", "description": "Westen"}).json()
    assert (record["code"], record["description"]) == ("WEST", "Westen")
    address = f"territories({record['id']})"
    assert api.patch(address, {"code": "west", "description": "West"}).json()["description"] == "West"
    refusal(api.patch(address, {"code": "EAST"}), 400, "BadRequest_InvalidOperation")
    refusal(api.post("territories", {"code": "WEST"}), 400, "Internal_EntityWithSameKeyExists")
    refusal(api.post("territories", {"description": "West"}), 400, "Application_FieldValidationException")
    company = make_company(territory="WEST")
    refusal(api.delete(address), 400, "Application_DialogException")
    assert api.patch(f"contacts({company.guid})", {"territoryCode": ""}).status_code == 200
    assert api.delete(address).status_code == 204
    assert api.values("territories") == []


def test_too_much_at_once(api: Api) -> None:
    for length in ("10000001", "99999999999999999999", "-1", "x"):
        answer = api.client.post(f"{ROOT}contacts", b"{}", content_type="application/json", CONTENT_LENGTH=length)
        refusal(answer, 413, "BadRequest_TooLarge")


WHAT_MAY_BE_DONE = {
    "": "",
    "$metadata": "",
    "companies": "",
    "contacts": "POST",
    "contacts/$count": "",
    "mailingGroups": "POST",
    "contactMailingGroups": "POST",
    "industryGroups": "POST",
    "contactIndustryGroups": "POST",
    "jobResponsibilities": "POST",
    "contactJobResponsibilities": "POST",
    "segments": "POST",
    "segmentLines": "POST",
    "segmentCriteria": "",
    "savedSegmentCriteria": "",
    "changeSets": "",
    "numberSeries": "",
    "marketingSetup": "PATCH",
    "salespeople": "POST",
    "territories": "POST",
    "countriesRegions": "",
    "languages": "",
    "criteria": "",
}


@pytest.mark.parametrize("address", WHAT_MAY_BE_DONE)
@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_other_methods_say_which_are_possible(api: Api, address: str, method: str) -> None:
    if method == WHAT_MAY_BE_DONE[address]:
        return
    answer = api.client.generic(method, ROOT + address, b"{}", content_type="application/json")
    refusal(answer, 405, "BadRequest_MethodNotAllowed")
    assert answer["Allow"] == ", ".join(filter(None, ["GET, HEAD", WHAT_MAY_BE_DONE[address]]))


def test_who_may_not_write_is_refused_and_nothing_is_stored(reader: User, editor: User, marketer: User) -> None:
    person, group, segment = make_person(), make_group("A"), make_segment(contacts=[make_company()])
    line, jan = segment.lines.get().guid, Salesperson.objects.create(code="JR").guid
    link = {"contactNumber": person.number, "mailingGroupCode": "A"}
    contacts_and_groups = [
        ("POST", "contacts", {"displayName": "B"}),
        ("PATCH", f"contacts({person.guid})", {"city": "Gent"}),
        ("PATCH", f"contacts({person.guid})", {}),
        ("DELETE", f"contacts({person.guid})", {}),
        ("POST", "mailingGroups", {"code": "B"}),
        ("PATCH", f"mailingGroups({group.guid})", {"code": "B"}),
        ("DELETE", f"mailingGroups({group.guid})", {}),
        ("POST", "contactMailingGroups", link),
    ]
    segments = [
        ("POST", "segments", {"description": "B"}),
        ("PATCH", f"segments({segment.guid})", {"description": "B"}),
        ("POST", "segmentLines", {"segmentId": str(segment.guid), "contactNumber": person.number}),
        ("PATCH", f"segmentLines({line})", {"description": "B"}),
        ("DELETE", f"segmentLines({line})", {}),
        ("DELETE", f"segments({segment.guid})", {}),
    ]
    setup = [
        ("POST", "salespeople", {"code": "AB"}),
        ("POST", "territories", {"code": "AB"}),
        ("PATCH", f"salespeople({jan})", {"name": "B"}),
        ("DELETE", f"salespeople({jan})", {}),
        ("PATCH", "marketingSetup", {"inheritLanguage": False}),
        ("PATCH", f"numberSeries({NumberSeries.objects.get(code='CONT').guid})", {"description": "B"}),
    ]
    acts = ChangeSet.objects.count()
    for user, refused in ((reader, contacts_and_groups + segments + setup), (editor, segments + setup), (marketer, setup)):
        client = bearer(user).client
        for method, address, body in refused:
            answer = client.generic(method, ROOT + address, json.dumps(body), content_type="application/json", headers={"If-Match": "*"})
            refusal(answer, 403, "Authorization_NoPermission")
    assert ChangeSet.objects.count() == acts


def test_a_session_is_no_token(administrator: User) -> None:
    client = Client()
    client.force_login(administrator)
    answer = client.post(f"{ROOT}contacts", b'{"displayName": "A"}', content_type="application/json")
    refusal(answer, 401, "Authentication_InvalidCredentials")
    assert not Contact.objects.exists()
