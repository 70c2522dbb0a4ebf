"""`$metadata` and OpenAPI: what they say is what there is."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from postkring.accounts.models import User
from postkring.api.catalogue import ENTITY_SETS, LISTED_SETS
from postkring.api.openapi import document
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.job_responsibilities import JOB_RESPONSIBILITIES
from postkring.interactions.actions import create_template
from postkring.segments.actions import log_segment
from postkring.setup.models import Salesperson
from tests.api.conftest import ROOT, Api
from tests.factories import make_code, make_company, make_group, make_person, make_segment

DESCRIBED = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


def test_the_committed_description_is_that_of_the_service() -> None:
    written = json.loads(DESCRIBED.read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(document())), "run tools/openapi.py, and tell integrators in the CHANGELOG"


def references(part: Any) -> set[str]:
    if isinstance(part, list):
        return {name for each in part for name in references(each)}
    if not isinstance(part, dict):
        return set()
    own = {part["$ref"]} if "$ref" in part else set()
    return own | {name for each in part.values() for name in references(each)}


def test_every_reference_leads_somewhere() -> None:
    described = document()
    for name in references(described):
        found: Any = described
        for step in name.removeprefix("#/").split("/"):
            found = found[step]
        assert found


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [
        operation["operationId"]
        for path in document()["paths"].values()
        for method, operation in path.items()
        if method in ("get", "post", "patch", "delete")
    ]
    assert len(names) == len(set(names)) > 50


@pytest.mark.django_db
def test_the_description_is_served(api: Api) -> None:
    answer = api.get("openapi.json")
    assert answer.json() == json.loads(DESCRIBED.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_records_have_exactly_the_properties_that_are_declared(api: Api, administrator: User) -> None:
    person = make_person()
    make_group(members=[person])
    make_code(INDUSTRY_GROUPS, members=[make_company()])
    make_code(JOB_RESPONSIBILITIES, members=[person])
    template, salesperson = create_template("UITNOD", by=administrator), Salesperson.objects.create(code="JR")
    segment = make_segment("Verhuizing", contacts=[person], salesperson=salesperson, interaction_template=template)
    log_segment(segment, by=administrator)
    schema = Xml.fromstring(api.get("$metadata").content)
    types = {each.get("Name"): [of.get("Name") for of in each.iter(f"{EDM}Property")] for each in schema.iter(f"{EDM}EntityType")}
    described = document()["components"]["schemas"]
    for declared in (*ENTITY_SETS.values(), *LISTED_SETS.values()):
        answer = api.get(declared.name).json()
        record = answer if declared.name == "marketingSetup" else (answer["value"] or [None])[0]
        if record is None:
            assert declared.name in ("territories", "savedSegmentCriteria")
            continue
        assert [name for name in record if not name.startswith("@")] == types[declared.entity]
        assert set(record) - {"@odata.context"} == set(described[declared.entity]["properties"]) - set(declared.navigation)


@pytest.mark.django_db
def test_the_methods_that_are_described_are_possible(api: Api) -> None:
    for path, operations in document()["paths"].items():
        if "{" in path:
            continue
        allowed = api.client.put(ROOT + path.removeprefix("/"))["Allow"].split(", ")
        assert {method.upper() for method in operations} == set(allowed) - {"HEAD"}


@pytest.mark.django_db
def test_keys_types_and_acts_stand_in_the_metadata(api: Api) -> None:
    answer = api.get("$metadata")
    assert answer["Content-Type"].startswith("application/xml")
    schema = Xml.fromstring(answer.content)
    (contact,) = (each for each in schema.iter(f"{EDM}EntityType") if each.get("Name") == "contact")
    assert [each.get("Name") for each in contact.iter(f"{EDM}PropertyRef")] == ["id"]
    facts = {each.get("Name"): each for each in contact.iter(f"{EDM}Property")}
    assert {facts["id"].get("Type"), facts["type"].get("Type"), facts["minor"].get("Type")} == {"Edm.Guid", "Edm.String", "Edm.Boolean"}
    assert (facts["displayName"].get("MaxLength"), facts["lastInteractionDate"].get("Type")) == ("100", "Edm.Date")
    acts = {(each.get("Name"), each[0].get("Type")) for each in schema.iter(f"{EDM}Action")}
    assert ("replaceContacts", "Microsoft.NAV.mailingGroup") in acts
    assert ("goBack", "Microsoft.NAV.segment") in acts
    assert ("undo", "Microsoft.NAV.changeSet") in acts
    assert [each.get("Name") for each in schema.iter(f"{EDM}Function")] == ["why"]
