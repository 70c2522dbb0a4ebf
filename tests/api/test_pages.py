"""Orders, pages by key, and the other options of a collection."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from postkring.accounts.models import User
from postkring.accounts.token_actions import make_token
from postkring.classifications.actions import create_group
from postkring.contacts.models import Contact
from tests.api.conftest import Api, bearer, refusal
from tests.factories import make_company, make_group, make_person, make_segment

pytestmark = pytest.mark.django_db

ORDERS = ("number", "displayName", "companyName", "country", "postalCode", "city", "email", "lastModifiedDateTime")


@pytest.fixture
def office(db: None) -> None:
    for place, (city, country) in enumerate(
        [("Gent", "BE"), ("", ""), ("Gent", "BE"), ("Luik", "BE"), ("Aken", "DE"), ("", ""), ("Brussel", "")]
    ):
        make_company(name=f"Firma {place % 3}", number=f"N{place}", city=city, country=country, email=f"{place % 2}@firma.example")


@pytest.mark.parametrize("order", [f"{name}{way}" for name in ORDERS for way in ("", " desc")])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_by_key_give_everybody_once_in_order(office: None, api: Api, order: str, size: int) -> None:
    whole = api.values(f"contacts?$select=number&$orderby={order}", "number")
    assert sorted(whole) == [f"N{place}" for place in range(7)]
    assert api.everything(f"contacts?$select=number&$orderby={order}", "number", prefer=f"odata.maxpagesize={size}") == whole


def test_an_order_is_that_of_the_screens(office: None, api: Api) -> None:
    assert api.values("contacts?$orderby=city", "city") == ["", "", "Aken", "Brussel", "Gent", "Gent", "Luik"]
    assert api.values("contacts?$orderby=country desc", "country") == ["DE", "BE", "BE", "BE", "", "", ""]
    assert api.values("contacts", "number") == [f"N{place}" for place in range(7)]


def test_who_comes_and_goes_meanwhile_does_not_touch_the_others(office: None, api: Api) -> None:
    first = api.get("contacts?$select=number&$orderby=displayName", prefer="odata.maxpagesize=3").json()
    seen = [record["number"] for record in first["value"]]
    Contact.objects.filter(number=seen[0]).update(sort_name="zzz")
    make_company(name="Aardvark", number="A1")
    rest = api.client.get(first["@odata.nextLink"]).json()
    last = api.client.get(rest["@odata.nextLink"]).json()
    others = [record["number"] for record in (*rest["value"], *last["value"])]
    assert others == ["N1", "N4", "N2", "N5", seen[0]]


@given(top=st.integers(0, 9), skip=st.integers(0, 9), size=st.integers(1, 8))
def test_top_and_skip_over_any_pages_are_those_of_a_list(request: pytest.FixtureRequest, top: int, skip: int, size: int) -> None:
    api: Api = request.getfixturevalue("api")
    if not Contact.objects.exists():
        request.getfixturevalue("office")
    numbers = [f"N{place}" for place in range(7)]
    found = api.everything(f"contacts?$select=number&$top={top}&$skip={skip}", "number", prefer=f"odata.maxpagesize={size}")
    assert found == numbers[skip:][:top]


def test_a_page_has_100_rows_unless_the_client_prefers_otherwise(api: Api) -> None:
    for place in range(101):
        make_company(name=f"Firma {place}")
    assert len(api.values("contacts?$select=id")) == 100
    assert len(api.values("contacts?$select=id&$top=101")) == 100
    assert len(api.everything("contacts?$select=id", "id")) == 101
    answer = api.get("contacts?$select=id", prefer="respond-async, odata.maxpagesize=101")
    assert (len(answer.json()["value"]), answer["Preference-Applied"]) == (101, "odata.maxpagesize=101")
    assert "@odata.nextLink" not in answer.json()
    for wish in ("odata.maxpagesize=0", "odata.maxpagesize=x", "odata.maxpagesize=-5", "odata.maxpagesize=" + "9" * 30):
        assert len(api.get("contacts?$select=id", prefer=wish).json()["value"]) == 100
    assert api.get("contacts?$select=id", prefer="odata.maxpagesize=1000000")["Preference-Applied"] == "odata.maxpagesize=20000"


def test_the_next_page_has_the_size_of_the_first_without_asking_again(office: None, api: Api) -> None:
    first = api.get("contacts?$count=true", prefer="odata.maxpagesize=2").json()
    assert first["@odata.count"] == 7
    second = api.client.get(first["@odata.nextLink"]).json()
    assert [record["number"] for record in second["value"]] == ["N2", "N3"]
    assert "@odata.count" not in second  # said once


def test_the_number_is_counted_without_the_page(office: None, api: Api) -> None:
    answer = api.get("contacts?$count=true&$top=0").json()
    assert (answer["@odata.count"], answer["value"]) == (7, [])
    assert "@odata.nextLink" not in answer
    assert api.get("contacts?$count=true&$top=2&$skip=3&$filter=city eq 'Gent'").json()["@odata.count"] == 2
    answer = api.get("contacts/$count")
    assert (answer.content, answer["Content-Type"]) == (b"7", "text/plain; charset=utf-8")
    assert api.get("contacts/$count?$search=firma 2").content == b"2"


def test_search_is_that_of_the_lists(api: Api) -> None:
    person = make_person(name="An Peeters", city="Gent")
    make_company(name="Drukkerij Élan")
    make_group("VERHUIZING", "Nieuw adres")
    make_segment("Kerstkaarten")
    assert api.values("contacts?$search=PEETERS gent", "number") == [person.number]
    assert api.values("contacts?$search=elan", "displayName") == ["Drukkerij Élan"]
    assert api.values("mailingGroups?$search=adres", "code") == ["VERHUIZING"]
    assert api.values("mailingGroups?$search=nobody") == []
    assert api.values("segments?$search=kerst", "description") == ["Kerstkaarten"]
    assert api.values("contacts?$search=%00") == []
    assert len(api.values("contacts?$search=")) == 2


def test_the_orders_of_other_sets(api: Api) -> None:
    person, company = make_person(number="P1"), make_company(number="C1")
    make_group("A", "z", members=[person])
    make_group("B", "a", members=[person, company])
    make_segment(contacts=[person, company])
    assert api.values("mailingGroups?$orderby=code desc", "code") == ["B", "A"]
    assert api.values("mailingGroups?$orderby=description", "code") == ["B", "A"]
    assert api.values("mailingGroups?$orderby=numberOfContacts desc", "code") == ["B", "A"]
    assert api.values("contactMailingGroups?$orderby=contactNumber", "contactNumber") == ["C1", "P1", "P1"]
    assert api.values("contactMailingGroups?$orderby=mailingGroupCode desc", "mailingGroupCode") == ["B", "B", "A"]
    assert api.values("segmentLines?$orderby=lineNumber desc", "lineNumber") == [20_000, 10_000]
    assert api.values("segmentLines?$orderby=contactNumber", "contactNumber") == ["C1", "P1"]
    assert api.values("changeSets?$orderby=number desc", "number") == api.values("changeSets", "number")[::-1]
    for order in ("number", "date desc"):
        assert len(api.values(f"segments?$orderby={order}")) == 1
    assert api.values("segmentCriteria?$orderby=actionNumber", "actionNumber") == [1]
    for size in (1, 2):
        for address in ("segmentLines", "segmentCriteria", "contactMailingGroups", "changeSets", "mailingGroups?$orderby=numberOfContacts"):
            assert len(api.everything(address, "@odata.etag", prefer=f"maxpagesize={size}")) == len(api.values(address))


WRONG = (
    "$foo=1",
    "filter=city eq 'Gent'",
    "company=CRONUS",
    "$top=-1",
    "$top=1.5",
    "$top=",
    "$top=99999999999999999999",
    "$top=1&$top=2",
    "$skip=x",
    "$skip=-1",
    "$count=yes",
    "$count=True",
    "$orderby=surname",
    "$orderby=city,number",
    "$orderby=city down",
    "$orderby=",
    "$select=",
    "$select=town",
    "$select=number,,city",
    "$expand=segmentLines",
    "$expand=contactMailingGroups($select=id)",
    "$expand=contactMailingGroups/contact",
    "$skiptoken=",
    "$skiptoken=é",
    "$format=xml",
    "$apply=aggregate($count as n)",
)


@pytest.mark.parametrize("option", WRONG)
def test_an_option_that_means_nothing_is_an_error(api: Api, option: str) -> None:
    if option == "$skiptoken=":
        assert api.get(f"contacts?{option}").status_code == 200  # no token at all
        return
    assert api.refused(f"contacts?{option}", 400, "BadRequest_InvalidRequest")


@pytest.mark.parametrize(
    "address", ["?$top=1", "$metadata?$select=x", "contacts/$count?$top=1", "marketingSetup?$top=1", "criteria?$filter=key eq 'x'"]
)
def test_options_that_mean_nothing_there(api: Api, address: str) -> None:
    assert api.refused(address, 400, "BadRequest_InvalidRequest")


def test_the_largest_numbers_are_answered(office: None, api: Api) -> None:
    assert len(api.values("contacts?$top=1000000000000000000")) == 7
    assert api.values("contacts?$skip=9223372036854775807") == []


def test_a_link_is_for_the_question_it_was_made_for(office: None, api: Api) -> None:
    first = api.get("contacts?$orderby=lastModifiedDateTime&$filter=city ne 'x'", prefer="maxpagesize=2").json()["@odata.nextLink"]
    assert api.client.get(first).status_code == 200
    assert api.client.get(first + "&$select=number").status_code == 200
    for link in (
        first.replace("ne+'x'", "ne+'y'"),
        first.replace("contacts?", "segments?").replace("lastModifiedDateTime", "number"),
        first[:-1],
        first[:-1] + ("A" if first[-1] != "A" else "B"),
        first.replace("$skiptoken=", "$skiptoken=W10"),
    ):
        assert link != first
        refusal(api.client.get(link), 400, "BadRequest_InvalidRequest")


@pytest.mark.parametrize(
    "address",
    [
        "contacts?$expand=contactMailingGroups,changeSets&$count=true",
        "contacts?$filter=numberOfMailingGroups gt 0",
        "contactMailingGroups",
        "contactMailingGroups?asOf=2999-01-01",
        "mailingGroups",
        "segments?$expand=segmentLines,segmentCriteria",
        "segmentLines",
        "segmentCriteria",
        "changeSets",
    ],
)
def test_no_collection_asks_more_the_more_there_is(api: Api, address: str) -> None:
    def fill(number: int) -> int:
        for place in range(number):
            person = make_person(number=f"{number}P{place}")
            make_group(f"{number}G{place}", members=[person])
            make_segment(contacts=[person])
        with CaptureQueriesContext(connection) as asked:
            assert api.get(address).status_code == 200
        return len(asked)

    api.get("companies")  # the first call of a token is noted
    assert fill(3) == fill(12)


def test_related_records_go_on_whatever_was_selected(api: Api) -> None:
    segment = make_segment(contacts=[make_company(name=f"Firma {place:03}") for place in range(101)])
    (record,) = api.values("segments?$select=description&$expand=segmentLines")
    assert f"segments({segment.guid})/segmentLines" in record["segmentLines@odata.nextLink"]
    assert len(api.client.get(record["segmentLines@odata.nextLink"]).json()["value"]) == 1


def test_any_number_of_words_and_options_is_answered(api: Api) -> None:
    make_group("A", "one two")
    for name in ("contacts", "mailingGroups", "segments", "changeSets"):
        assert api.values(f"{name}?$search={'+'.join(['one'] * 1_500)}") in ([], api.values(f"{name}?$search=one"))
        assert api.values(f"{name}?$search={'+'.join(f'w{place}' for place in range(1_500))}") == []
    answer = api.client.get("/api/v2.0/contacts?" + "&".join(f"a{place}=1" for place in range(1_100)))
    refusal(answer, 400, "BadRequest_InvalidRequest")


def test_a_reader_sees_the_changes_that_the_screens_show(administrator: User, reader: User) -> None:
    make_person()
    create_group("A", by=administrator)
    make_token(administrator, "secret project", role="reader", expires=None, by=administrator)
    seen, all_of_it = bearer(reader), bearer(administrator)
    hidden = all_of_it.values("changeSets?$filter=verb eq 'token.create'", "number")
    assert len(hidden) == 1
    assert seen.values("changeSets?$filter=verb eq 'token.create'") == []
    assert "mailing_group.create" in seen.values("changeSets", "verb")
    assert "secret" not in seen.get("changeSets").content.decode()
    refusal(seen.get(f"changeSets({hidden[0]})"), 404, "Internal_RecordNotFound")
    refusal(seen.post(f"changeSets({hidden[0]})/undo", {}), 404, "Internal_RecordNotFound")
    assert [len(each["changeSets"]) for each in all_of_it.values("contacts?$expand=changeSets")] == [1]
