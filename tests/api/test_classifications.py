"""industryGroups and jobResponsibilities, and who has them: written and read as mailing groups are, by one declaration."""

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.job_responsibilities import JOB_RESPONSIBILITIES
from postkring.classifications.members import MISFITS
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact, ContactType
from postkring.ledger.models import ChangeSet
from tests.api.conftest import Api, bearer, refusal
from tests.api.test_acts import EVERYBODY, numbers
from tests.factories import make_code, make_company, make_person
from tests.snapshots import everything

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("spec", [INDUSTRY_GROUPS, JOB_RESPONSIBILITIES], ids=lambda spec: spec.keys)


def links(spec: Spec) -> str:
    return f"contact{spec.keys[0].upper()}{spec.keys[1:]}"


def contact_of(spec: Spec) -> Contact:
    return make_person() if spec.held_by == ContactType.PERSON else make_company()


def other_than(spec: Spec) -> Contact:
    return make_company() if spec.held_by == ContactType.PERSON else make_person()


@BOTH
def test_a_code_is_made_changed_and_deleted_by_administrators(spec: Spec, api: Api, editor: User) -> None:
    made = api.post(spec.keys, {"code": "bouw", "description": "Bouw"})
    assert (made.status_code, made.json()["code"], made.json()["numberOfContacts"]) == (201, "BOUW", 0)
    address = f"{spec.keys}({made.json()['id']})"
    assert api.patch(address, {"code": "AANNEMING"}).json()["code"] == "AANNEMING"
    assert api.values(f"{spec.keys}?$search=bouw&$filter=code eq 'AANNEMING'", "description") == ["Bouw"]
    before = everything()
    for answer in (
        bearer(editor).post(spec.keys, {"code": "B"}),
        bearer(editor).patch(address, {"description": "x"}),
        bearer(editor).delete(address),
    ):
        refusal(answer, 403, "Authorization_NoPermission")
    assert everything()[0] | {"accounts.apitoken": {}} == before[0] | {"accounts.apitoken": {}}
    assert api.delete(address).status_code == 204


@BOTH
def test_a_contact_is_given_a_code_and_loses_it(spec: Spec, editor: User) -> None:
    api, contact, group = bearer(editor), contact_of(spec), make_code(spec)
    link = api.post(links(spec), {"contactNumber": contact.number, f"{spec.key}Code": "bouw"})
    assert (link.status_code, link.json()[f"{spec.key}Code"], link.json()["contactName"]) == (201, "BOUW", contact.name)
    assert api.get(f"{spec.keys}({group.guid})").json()["numberOfContacts"] == 1
    assert api.get(f"contacts({contact.guid})").json()[spec.number_key] == 1
    assert api.values(f"contacts?$filter={spec.number_key} eq 1", "number") == [contact.number]
    assert api.delete(f"{links(spec)}({link.json()['id']})").status_code == 204
    assert api.get(f"contacts({contact.guid})").json()[spec.number_key] == 0


@BOTH
def test_a_contact_of_the_other_type_is_refused(spec: Spec, api: Api) -> None:
    """R-2201, R-2301."""
    wrong = other_than(spec)
    make_code(spec)
    acts = ChangeSet.objects.count()
    for address in (links(spec), f"contacts({wrong.guid})/{links(spec)}"):
        body = {f"{spec.key}Code": "BOUW"} | ({"contactNumber": wrong.number} if address == links(spec) else {})
        assert "only" in refusal(api.post(address, body), 400, "Application_DialogException")
    refusal(api.post(links(spec), {"contactNumber": wrong.number, f"{spec.key}Code": "NO"}), 400, "Internal_InvalidTableRelation")
    assert not spec.links().exists()
    assert ChangeSet.objects.count() == acts


@BOTH
def test_of_a_selection_those_of_the_other_type_are_left_out_and_counted(spec: Spec, editor: User) -> None:
    api, group = bearer(editor), make_code(spec)
    fitting, inside, wrong = contact_of(spec), contact_of(spec), other_than(spec)
    address = f"{spec.keys}({group.guid})"
    api.post(links(spec), {"contactNumber": inside.number, f"{spec.key}Code": "BOUW"})
    seen = api.post(f"{address}/addContacts", {"selection": EVERYBODY, "preview": True})
    assert numbers(seen) == [1, 0, 1]
    assert seen.json()["leftOut"] == {"excluded": 0, "privacyBlocked": 0, "wrongType": 1}
    assert [each["number"] for each in seen.json()["sample"]] == [fitting.number]
    assert numbers(api.post(f"{address}/replaceContacts", {"selection": EVERYBODY, "confirm": None})) == [1, 0, 1]
    assert ChangeSet.objects.latest("number").counts[MISFITS] == 1
    assert sorted(api.values(links(spec), "contactNumber")) == sorted([fitting.number, inside.number])
    assert wrong.number not in api.values(links(spec), "contactNumber")
    assert numbers(api.post(f"{address}/removeContacts", {"selection": EVERYBODY})) == [0, 2, 1]


def test_a_confirmed_act_is_done_for_what_was_seen(api: Api) -> None:
    group, company = make_code(INDUSTRY_GROUPS), make_company()
    make_person(company=company)
    address = f"industryGroups({group.guid})/addContacts"
    token = api.post(address, {"selection": EVERYBODY, "preview": True}).json()["token"]
    later = make_person()
    answer = api.post(address, {"selection": EVERYBODY, "confirm": token})
    assert (answer.status_code, answer.json()["leftOut"]["wrongType"]) == (409, 2)
    later.delete()
    assert numbers(api.post(address, {"selection": EVERYBODY, "confirm": token})) == [1, 0, 0]


def test_of_a_person_those_of_its_company_count(api: Api) -> None:
    """2.10, R-2901, R-2903."""
    company, alone = make_company(), make_person()
    person = make_person(company=company)
    make_code(INDUSTRY_GROUPS, members=[company])
    for contact, codes in ((company, ["BOUW"]), (person, ["BOUW"]), (alone, [])):
        record = api.get(f"contacts({contact.guid})?$expand=contactIndustryGroups").json()
        assert record["numberOfIndustryGroups"] == len(codes)
        assert [link["industryGroupCode"] for link in record["contactIndustryGroups"]] == codes
        assert api.values(f"contacts({contact.guid})/contactIndustryGroups", "industryGroupCode") == codes


def test_job_responsibilities_are_a_person_s_own(api: Api) -> None:
    company = make_company()
    person = make_person(company=company)
    make_code(JOB_RESPONSIBILITIES, members=[person])
    for contact, number in ((company, 0), (person, 1)):
        record = api.get(f"contacts({contact.guid})?$expand=contactJobResponsibilities").json()
        assert (record["numberOfJobResponsibilities"], len(record["contactJobResponsibilities"])) == (number, number)


@BOTH
def test_the_acts_stand_with_the_contact_and_their_pages_open(spec: Spec, api: Api, as_administrator: Client) -> None:
    contact = contact_of(spec)
    made = api.post(spec.keys, {"code": "BOUW"})
    api.post(links(spec), {"contactNumber": contact.number, f"{spec.key}Code": "BOUW"})
    acts = api.values(f"contacts({contact.guid})/changeSets?$orderby=number desc&$top=1", "verb")
    assert acts == [f"{spec.name}.add"]
    newest = ChangeSet.objects.latest("number").number
    page = as_administrator.get(f"/changes/{newest}/").content.decode()
    assert "BOUW" in page
    assert contact.number in page
    assert made.status_code == 201
    assert "BOUW" in as_administrator.get(f"/contacts/{contact.number}/").content.decode()
    assert as_administrator.get(f"/changes/?about={spec.names}").content.decode().count("BOUW") >= 2
    assert as_administrator.get(f"/contacts/?{spec.key}=BOUW").status_code == 200
    assert contact.name in as_administrator.get(f"/contacts/?{spec.key}=BOUW").content.decode()
