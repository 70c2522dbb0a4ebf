"""`$filter`: what it finds, on both databases, and what it does not understand."""

from typing import Any
from urllib.parse import quote

import pytest

from postkring.contacts.models import Contact
from tests.api.conftest import Api
from tests.factories import make_company, make_group, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> None:
    company = make_company(name="Drukkerij Élan", number="C1", city="Gent", country="BE", external_id="a")
    make_person(name="An Peeters", number="P1", company=company, email="An@Peeters.example", language="fr", external_id="B")
    person = make_person(name="Bart de Wit", number="P2", city="Liège", country="BE", privacy_blocked=True, external_id="é")
    make_company(name="O'Neill & Zn (NV)", number="C2", city="Den Haag", country="NL")
    make_group("VERHUIZING", members=[person])


def found(api: Api, text: str) -> list[Any]:
    return sorted(api.values(f"contacts?$select=number&$filter={quote(text)}", "number"))


FOUND = {
    "number eq 'P1'": ["P1"],
    "number eq 'p1'": [],
    "'P1' eq number": ["P1"],
    "number ne 'P1'": ["C1", "C2", "P2"],
    "number gt 'C2'": ["P1", "P2"],
    "'C2' lt number": ["P1", "P2"],
    "number ge 'C2' and number le 'P1'": ["C2", "P1"],
    "number in ('P1','C2', 'X')": ["C2", "P1"],
    "not (number in ('P1','C2'))": ["C1", "P2"],
    "type eq 'Person' or number eq 'C1' and city eq 'Nowhere'": ["P1", "P2"],
    "(type eq 'Person' or number eq 'C1') and city eq 'Gent'": ["C1", "P1"],
    "displayName eq 'Drukkerij Élan'": ["C1"],
    "displayName eq 'drukkerij elan'": [],
    "tolower(displayName) eq 'drukkerij élan'": ["C1"],
    "toupper(displayName) eq 'DRUKKERIJ ÉLAN'": ["C1"],
    "contains(displayName,'ELAN')": ["C1"],
    "contains(tolower(displayName), 'elan')": ["C1"],
    "contains(displayName,'élan') eq true": ["C1"],
    "contains(displayName,'') eq false": [],
    "contains(displayName,'%')": [],
    "contains(displayName,'*')": [],
    "startswith(displayName,'o''neill & zn (')": ["C2"],
    "displayName eq 'O''Neill & Zn (NV)'": ["C2"],
    "endswith(email,'PEETERS.EXAMPLE')": ["P1"],
    "startswith(city,'liege')": ["P2"],
    "privacyBlocked": ["P2"],
    "not privacyBlocked and type eq 'Person'": ["P1"],
    "privacyBlocked eq true": ["P2"],
    "privacyBlocked ne true and country eq 'NL'": ["C2"],
    "country ne 'BE'": ["C2"],
    "languageCode eq ''": ["C1", "C2", "P2"],
    "languageCode ne ''": ["P1"],
    "languageCode eq null": ["C1", "C2", "P2"],
    "languageCode ne 'fr'": ["C1", "C2", "P2"],
    "languageCode lt 'x'": ["C1", "C2", "P1", "P2"],
    "languageCode ge 'a'": ["P1"],
    "languageCode in ('fr','')": ["C1", "C2", "P1", "P2"],
    "correspondenceType eq ' '": ["C1", "C2", "P1", "P2"],
    "correspondenceType eq '_x0020_' and correspondenceType ne 'Email'": ["C1", "C2", "P1", "P2"],
    "correspondenceType eq 'Hard Copy'": [],
    "companyNumber eq 'C1'": ["C1", "P1"],
    "companyNumber eq ''": ["P2"],
    "companyNumber ne 'C1'": ["C2", "P2"],
    "numberOfMailingGroups gt 0": ["P2"],
    "numberOfMailingGroups lt 0.5 and numberOfIndustryGroups eq 0": ["C1", "C2", "P1"],
    "lastInteractionDate eq null": ["C1", "C2", "P1", "P2"],
    "lastInteractionDate ne null or lastInteractionDate gt 2026-01-01": [],
    "not (lastInteractionDate gt 2026-01-01)": ["C1", "C2", "P1", "P2"],
    "not (lastInteractionDate eq 2026-01-01)": ["C1", "C2", "P1", "P2"],
    "numberOfMailingGroups eq 1.5 or numberOfMailingGroups in (0.5, 1.9)": [],
    "numberOfMailingGroups eq 1.0": ["P2"],
    "numberOfMailingGroups gt 0.5 and numberOfMailingGroups le 1.5": ["P2"],
    "numberOfMailingGroups ge 0.5 and numberOfMailingGroups lt 1.5": ["P2"],
    "lastModifiedDateTime gt 2020-01-01T00:00:00Z": ["C1", "C2", "P1", "P2"],
    "lastModifiedDateTime lt 2020-01-01T01:00:00.5+01:00": [],
    # By their bytes: small after large, accents last. A language would order them otherwise.
    "externalId gt 'C'": ["C1", "P2"],
    "externalId gt 'b'": ["P2"],
    "externalId gt '' and externalId lt 'a'": ["P1"],
}


@pytest.mark.parametrize("text", FOUND)
def test_who_is_found(office: None, api: Api, text: str) -> None:
    assert found(api, text) == FOUND[text]
    assert api.get(f"contacts/$count?$filter={quote(text)}").content == str(len(FOUND[text])).encode()


@pytest.mark.parametrize("text", FOUND)
def test_a_condition_and_its_negation_split_everybody(office: None, api: Api, text: str) -> None:
    assert sorted(found(api, text) + found(api, f"not ({text})")) == ["C1", "C2", "P1", "P2"]


def test_by_a_guid(office: None, api: Api) -> None:
    guid = Contact.objects.get(number="P1").guid
    assert found(api, f"id eq {guid}") == ["P1"]
    assert found(api, f"id in ({guid}, 00000000-0000-0000-0000-000000000000)") == ["P1"]
    assert api.values(f"contactMailingGroups?$filter=contactId eq {guid}") == []
    blocked = Contact.objects.get(number="P2").guid
    assert api.values(f"contactMailingGroups?$filter=contactId eq {blocked} and addedBy eq ''", "contactNumber") == ["P2"]


UNCLEAR = {
    "": 1,
    " ": 1,
    "city": 1,
    "city eq": 8,
    "city eq 'Gent": 9,
    "city eq Gent": 6,
    "city = 'Gent'": 6,
    "town eq 'Gent'": 1,
    "contacts/city eq 'Gent'": 9,
    "city eq 5": 9,
    "city eq true": 9,
    "numberOfMailingGroups eq '5'": 26,
    "numberOfMailingGroups eq 99999999999999999999": 26,
    "privacyBlocked eq 'true'": 19,
    "privacyBlocked gt true": 19,
    "type eq 'Robot'": 9,
    "type gt 'Company'": 9,
    "id eq 'x'": 7,
    "id gt 00000000-0000-0000-0000-000000000000": 7,
    "lastModifiedDateTime gt 2026-01-01": 25,
    "lastModifiedDateTime gt 0001-01-01T00:00:00+14:00": 25,
    "lastInteractionDate eq 2026-02-30": 24,
    "lastInteractionDate eq 2026-02-03T00:00:00Z": 24,
    "city eq 'a' and": 16,
    "(city eq 'a'": 13,
    "city eq 'a')": 12,
    "length(city) eq 4": 7,
    "contains(city)": 14,
    "contains(privacyBlocked,'x')": 10,
    "contains('x',city)": 1,
    "contains(city,'x') gt true": 20,
    "concat(city,'x') eq 'y'": 7,
    "city in ()": 10,
    "5 in (5)": 1,
    "city eq email": 6,
    "any(x:x eq 1)": 6,
    "city eq 'a' xor city eq 'b'": 13,
}


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_understood_is_an_error_with_its_place(api: Api, text: str) -> None:
    message = api.refused(f"contacts?$filter={quote(text)}", 400, "Application_FilterErrorException")
    assert f"from position {UNCLEAR[text]}." in message
    assert "For example: city eq 'Gent'" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(" * 10_000, "10,000 characters"),
        ("(" * 1_000 + "city eq 'a'" + ")" * 1_000, "levels of parentheses"),
        ("not " * 500 + "privacyBlocked", "levels of parentheses"),
        ("city in (" + ",".join(["1"] * 600) + ")", "values"),
        ("city eq '\x00'", "not clear"),
        ("city eq '\u202e'", "not clear"),
    ],
)
def test_what_is_too_much(api: Api, text: str, said: str) -> None:
    assert said in api.refused(f"contacts?$filter={quote(text)}", 400, "Application_FilterErrorException")


def test_a_long_filter_is_answered(api: Api) -> None:
    make_company(number="C1", city="Gent")
    each = [f"city eq '{place}'" for place in range(100)]
    assert found(api, " or ".join([*each, "city eq 'Gent'"])) == ["C1"]
    assert found(api, " and ".join(f"city ne '{place}'" for place in range(100))) == ["C1"]


def test_a_filter_on_what_is_made_for_the_reader_is_an_error(api: Api) -> None:
    api.refused("changeSets?$filter=sentence eq 'x'", 400, "Application_FilterErrorException")
    api.refused("segmentCriteria?$filter=selection eq 'x'", 400, "Application_FilterErrorException")
