"""Reading entity sets: what a record holds, one record, navigation, counts, the company in front."""

import uuid
from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.classifications.actions import add_to_group, take_out_of_group
from postkring.contacts.actions.delete import delete_contacts
from postkring.contacts.catalogue import FIELDS
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.setup.models import MarketingSetup, Organisation
from tests.api.conftest import ROOT, Api, refusal
from tests.factories import make_company, make_group, make_person, make_segment

pytestmark = pytest.mark.django_db

NOBODY = uuid.UUID(int=0)


def test_the_service_document_names_every_set(api: Api) -> None:
    answer = api.get("")
    assert answer["OData-Version"] == "4.0"
    entries = answer.json()["value"]
    assert [entry["name"] for entry in entries] == [
        *("companies", "contacts", "mailingGroups", "contactMailingGroups", "industryGroups", "contactIndustryGroups"),
        *("jobResponsibilities", "contactJobResponsibilities", "segments", "segmentLines", "segmentCriteria", "savedSegmentCriteria"),
        *("loggedSegments", "interactionTemplates", "interactionLogEntries", "changeSets"),
        *("numberSeries", "marketingSetup", "salespeople", "territories", "countriesRegions", "languages", "criteria"),
    ]
    assert {entry["name"] for entry in entries if entry["kind"] == "Singleton"} == {"marketingSetup"}
    assert all(api.get(entry["url"]).status_code == 200 for entry in entries)


def test_a_contact_has_every_field_of_the_catalogue_as_it_is_stored(api: Api) -> None:
    company = make_company(name="Claes", city="Gent", country="BE", vat_number="BE0403019261", website="claes.be")
    record = api.get(f"contacts({company.guid})").json()
    stored = {field.key: getattr(company, field.column, None) for field in FIELDS}
    stored |= {"companyNumber": company.number, "correspondenceType": " "}
    assert {key: record[key] for key in stored} == {key: "" if value is None else value for key, value in stored.items()}
    assert record["id"] == str(company.guid)
    assert record["@odata.context"].endswith("$metadata#contacts/$entity")
    counts = {name: record[name] for name in record if name.startswith("numberOf")}
    assert set(counts.values()) == {0}
    assert (record["contactBusinessRelation"], record["lastInteractionDate"], record["lastDateAttempted"]) == ("None", None, None)
    assert record["lastModifiedDateTime"].endswith("Z")


def test_the_etag_is_another_after_a_change(api: Api, administrator: User) -> None:
    person, group = make_person(), make_group()
    before = api.get(f"contacts({person.guid})")
    assert before["ETag"] == before.json()["@odata.etag"]
    add_to_group(Contact.objects.filter(pk=person.pk), group, by=administrator)
    after = api.get(f"contacts({person.guid})").json()
    assert after["@odata.etag"] != before.json()["@odata.etag"]
    assert after["numberOfMailingGroups"] == 1


def test_only_what_is_selected(api: Api) -> None:
    make_person(name="An Peeters")
    (record,) = api.values("contacts?$select=displayName, number")
    assert set(record) == {"@odata.etag", "displayName", "number"}
    assert api.get("contacts?$select=displayName").json()["@odata.context"].endswith("#contacts(displayName)")
    assert set(api.values("contacts?$select=*")[0]) == set(api.values("contacts")[0])


def test_the_company_may_stand_in_front(api: Api) -> None:
    company = make_company()
    (own,) = api.values("companies", "id")
    assert own == str(Organisation.objects.get().guid)
    assert api.get(f"companies({own})").json()["id"] == own
    assert api.values(f"companies({own})/contacts", "number") == [company.number]
    assert api.get(f"companies({own})/contacts({company.guid})").json()["number"] == company.number
    assert api.get(f"companies({own})/contacts/$count").content == b"1"
    api.refused(f"companies({NOBODY})/contacts", 404, "Internal_CompanyNotFound")


def test_a_contact_leads_to_its_groups_and_its_changes(api: Api, administrator: User) -> None:
    person, other = make_person(name="An Peeters"), make_company()
    group = make_group("VERHUIZING", "Verhuizing", members=[person, other])
    make_group("GESCHENK", members=[other])
    (link,) = api.values(f"contacts({person.guid})/contactMailingGroups")
    assert link["contactId"] == str(person.guid)
    named = ("contactNumber", "mailingGroupCode", "mailingGroupDescription", "contactName", "contactCompanyName", "addedBy")
    assert [link[name] for name in named] == [person.number, "VERHUIZING", "Verhuizing", "An Peeters", "", ""]
    assert api.get(f"contacts({person.guid})/contactMailingGroups({link['id']})").json()["id"] == link["id"]
    take_out_of_group(Contact.objects.filter(pk=person.pk), group, by=administrator)
    assert api.values(f"contacts({person.guid})/contactMailingGroups") == []
    assert api.values(f"contacts({person.guid})/changeSets", "verb") == ["test.contact", "test.group", "mailing_group.remove"]
    assert api.values(f"contacts({person.guid})/changeSets", "by")[-1] == administrator.username


def test_a_day_that_cannot_be_read_or_means_nothing_here(api: Api) -> None:
    api.refused("contactMailingGroups?asOf=yesterday", 400, "BadRequest_InvalidRequest")
    api.refused("contactMailingGroups?asOf=2026-02-30", 400, "BadRequest_InvalidRequest")
    api.refused("contactMailingGroups?asOf=20260201", 400, "BadRequest_InvalidRequest")
    api.refused("contacts?asOf=2026-01-01", 400, "BadRequest_InvalidRequest")


def test_a_segment_leads_to_its_lines_and_its_steps(api: Api) -> None:
    company, person = make_company(name="Claes"), make_person(name="An Peeters", email="an@peeters.example", language="fr")
    segment = make_segment("Verhuizing", contacts=[company, person])
    record = api.get(f"segments({segment.guid})").json()
    assert [record[name] for name in ("number", "description", "status", "numberOfLines", "numberOfCriteriaActions")] == [
        segment.number,
        "Verhuizing",
        "Open",
        2,
        1,
    ]
    lines = api.values(f"segments({segment.guid})/segmentLines")
    assert [(line["lineNumber"], line["contactName"], line["email"], line["languageCode"]) for line in lines] == [
        (10_000, "An Peeters", "an@peeters.example", "fr"),
        (20_000, "Claes", "", ""),
    ]
    assert {line["segmentId"] for line in lines} == {str(segment.guid)}
    (step,) = api.values(f"segments({segment.guid})/segmentCriteria")
    assert (step["actionNumber"], step["action"], step["added"], step["removed"]) == (1, "Add Contacts", 2, 0)
    assert step["selection"]["criteria"][0]["key"] == "number"
    assert company.number in step["sentence"]


def test_related_records_come_along(api: Api) -> None:
    company, person = make_company(name="Aerts", number="A1"), make_person(name="Bea Peeters", number="B1")
    make_group("GESCHENK", members=[company, person])
    make_group("VERHUIZING", members=[person])
    records = api.values("contacts?$expand=contactMailingGroups,changeSets&$select=number")
    codes = [[link["mailingGroupCode"] for link in record["contactMailingGroups"]] for record in records]
    assert codes == [["GESCHENK"], ["GESCHENK", "VERHUIZING"]]
    assert [len(record["changeSets"]) for record in records] == [2, 3]
    segment = make_segment(contacts=[company, person])
    one = api.get(f"segments({segment.guid})?$expand=segmentLines,segmentCriteria").json()
    assert [line["contactNumber"] for line in one["segmentLines"]] == [person.number, company.number]  # no company comes first
    assert len(one["segmentCriteria"]) == 1


def test_more_than_a_page_of_related_records_goes_on_by_a_link(api: Api) -> None:
    contacts = [make_company(name=f"Firma {place:03}") for place in range(101)]
    segment = make_segment(contacts=contacts)
    for address in ("segments?$expand=segmentLines", f"segments({segment.guid})?$expand=segmentLines"):
        answer = api.get(address).json()
        record = answer["value"][0] if "value" in answer else answer
        assert len(record["segmentLines"]) == 100
        rest = api.client.get(record["segmentLines@odata.nextLink"]).json()
        assert [line["contactNumber"] for line in rest["value"]] == [contacts[-1].number]


def test_the_set_up_is_one_record(api: Api) -> None:
    record = api.get("marketingSetup").json()
    assert record["contactNumberSeriesCode"] == MarketingSetup.objects.get().contact_series_id
    assert record["inheritLanguage"] is True
    assert record["@odata.context"].endswith("$metadata#marketingSetup")
    api.refused("marketingSetup(1)", 404, "BadRequest_NotFound")
    api.refused("marketingSetup/$count", 404, "BadRequest_NotFound")


def test_countries_and_languages_are_named_in_the_language_of_the_caller(api: Api) -> None:
    def name(language: str) -> Any:
        answer = api.get("countriesRegions?$filter=code eq 'BE'", accept_language=language)
        assert answer["Content-Language"] == language[:2]
        return answer.json()["value"][0]["description"]

    assert [name("nl-BE,nl;q=0.8"), name("fr"), name("de"), name("en-GB")] == ["België", "Belgique", "Belgien", "Belgium"]


def test_the_criteria_say_what_a_selection_may_name(api: Api) -> None:
    criteria = {each["key"]: each for each in api.values("criteria")}
    assert criteria["mailingGroup"]["label"] == "Mailing Group"
    assert ".." in criteria["postalCode"]["operators"]
    assert criteria["privacyBlocked"]["operators"] == ["=", "<>", "|", "&"]
    assert "*" not in criteria["lastModifiedDateTime"]["operators"]
    answer = api.get("criteria?$count=true&$top=1&$skip=1&$select=key").json()
    assert answer["@odata.count"] == len(criteria)
    assert [set(each) for each in answer["value"]] == [{"@odata.etag", "key"}]


def test_a_change_set_is_called_by_its_number(api: Api) -> None:
    make_company()
    assert api.get(f"changeSets({ChangeSet.objects.get().number})").json()["verb"] == "test.contact"
    assert api.get(f"changeSets(number={ChangeSet.objects.get().number})").status_code == 200
    for number in ("999999999", "9" * 18, "9" * 30):
        api.refused(f"changeSets({number})", 404, "Internal_RecordNotFound")
    api.refused("changeSets(x)", 400, "BadRequest_InvalidRequest")


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("nothing", 404, "BadRequest_NotFound"),
        ("contacts/nothing", 404, "BadRequest_NotFound"),
        ("contacts/contactMailingGroups", 404, "BadRequest_NotFound"),
        ("contacts/$count/$count", 404, "BadRequest_NotFound"),
        (f"contacts({NOBODY})/$count", 404, "BadRequest_NotFound"),
        (f"contacts({NOBODY})/segmentLines", 404, "BadRequest_NotFound"),
        ("criteria(city)", 404, "BadRequest_NotFound"),
        ("contacts(", 404, "BadRequest_NotFound"),
        ("contacts%0A", 404, "BadRequest_NotFound"),
        ("a%0Ab", 404, "BadRequest_NotFound"),
        (f"companies({NOBODY})", 404, "Internal_CompanyNotFound"),
        ("/".join(["contacts"] * 50), 404, "BadRequest_NotFound"),
        (f"contacts({NOBODY})", 404, "Internal_RecordNotFound"),
        (f"contacts({NOBODY})/contactMailingGroups", 404, "Internal_RecordNotFound"),
        (f"contacts({NOBODY})/contactMailingGroups/$count", 404, "Internal_RecordNotFound"),
        ("contacts(1)", 400, "Application_InvalidGUID"),
        ("contacts()", 400, "Application_InvalidGUID"),
        ("companies(1)/contacts", 400, "Application_InvalidGUID"),
        (f"contacts({'0' * 32})", 400, "Application_InvalidGUID"),
    ],
)
def test_what_is_not_there(api: Api, address: str, status: int, code: str) -> None:
    assert api.refused(address, status, code)


def test_a_method_that_is_none(api: Api) -> None:
    answer = api.client.post(f"{ROOT}segmentCriteria")
    refusal(answer, 405, "BadRequest_MethodNotAllowed")
    assert answer["Allow"] == "GET, HEAD"


def test_the_past_keeps_who_was_deleted(api: Api, administrator: User, time_machine: Any) -> None:
    time_machine.move_to("2026-03-01T12:00:00Z", tick=True)
    person = make_person(name="An Peeters")
    make_group("VERHUIZING", "Verhuizing", members=[person])
    number = person.number
    time_machine.move_to("2026-03-05T12:00:00Z", tick=True)
    delete_contacts(Contact.objects.filter(pk=person.pk), by=administrator)
    (link,) = api.values("contactMailingGroups?asOf=2026-03-02&$filter=mailingGroupCode eq 'VERHUIZING'")
    assert (link["contactNumber"], link["contactId"], link["contactName"]) == (number, None, "")
    assert link["mailingGroupDescription"] == "Verhuizing"
    assert api.values("contactMailingGroups?asOf=2026-02-28") == []
    assert api.values("contactMailingGroups?asOf=2026-03-05") == []
