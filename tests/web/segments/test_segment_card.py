import re
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from postkring.accounts.models import User
from postkring.criteria.selections import selection_of
from postkring.segments.actions import add_contacts, add_line, change_segment, delete_segment
from postkring.segments.models import Segment, SegmentLine
from tests.factories import make_company, make_group, make_person, make_segment, make_user, many_contacts
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, queries, text_of, toasts, value_of

pytestmark = pytest.mark.django_db

CARD = "/segments/SM00001/"


def lines(client: Client, url: str = CARD) -> list[str]:
    return re.findall(r'<td class="column-code"><a href="/contacts/([^/]+)/">', get(client, url).content.decode())


def test_the_counts_lead_to_the_lines_and_the_steps(as_reader: Client) -> None:
    make_segment("Opendeurdag", contacts=[make_company(), make_company(name="Twee")])
    page = get(as_reader, CARD).content.decode()
    assert re.search(rf'<a href="{CARD}#tab-lines"[^>]*>2</a>', page)
    assert re.search(rf'<a href="{CARD}criteria"[^>]*>1</a>', page)


def test_a_line_shows_the_company_and_for_persons_alone_the_contact_name(as_reader: Client) -> None:
    company = make_company(number="A1", name="Drukkerij Claes", city="Gent")
    person = make_person(
        number="A2",
        name="An Peeters",
        company=company,
        phone="011 12 34 56",
        email="an@claes.example",
        language="fr",
        correspondence_type="Email",
    )
    make_segment(contacts=[company, person])
    rows = re.findall(r"<tr>(.*?)</tr>", get(as_reader, CARD).content.decode(), re.DOTALL)[1:]
    cells = [[re.sub("<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)] for row in rows]
    assert cells[0][:5] == ["", "A1", "Drukkerij Claes", "", "Gent"]
    assert cells[1][:9] == ["", "A2", "Drukkerij Claes", "An Peeters", "Gent", "011 12 34 56", "an@claes.example", "Email", "French"]


def test_the_log_shows_each_step_with_its_sentence_and_its_numbers_as_links(as_reader: Client, marketer: User) -> None:
    segment = make_segment()
    make_group("PERS", members=[make_company()])
    add_contacts(segment, selection_of([("mailingGroup", "PERS")]), by=marketer)
    page = get(as_reader, CARD).content.decode()
    assert f'<a class="log-added" href="{CARD}criteria/1?show=added">+1</a>' in page
    assert "in mailing group PERS marketer ·" in text_of(get(as_reader, CARD))


def test_description_and_date_are_changed_with_the_lines_and_undo(as_marketer: Client) -> None:
    make_segment("Oud", contacts=[make_company()])
    before = snapshot()
    sent = {"description": "Nieuw", "date": "09/03/2026", "seen_description": "Oud", "seen_date": "2026-02-01"}
    assert post(as_marketer, CARD, sent).headers["Location"] == CARD
    assert SegmentLine.objects.values_list("description", "date").get() == ("Nieuw", date(2026, 3, 9))
    [(said, undo)] = toasts(as_marketer)
    assert said == "Segment SM00001 changed"
    assert post(as_marketer, undo, {"next": CARD}).headers["Location"] == CARD
    assert snapshot() == before


def test_saving_without_a_change_writes_nothing(as_marketer: Client) -> None:
    make_segment("Oud")
    before = everything()
    post(as_marketer, CARD, {"description": "Oud", "date": "2026-02-01", "seen_description": "Oud", "seen_date": "2026-02-01"})
    assert everything() == before


def test_of_two_people_the_second_is_told_what_the_first_stored(as_marketer: Client) -> None:
    segment = make_segment("Oud")
    change_segment(segment, description="Van An", day=date(2026, 2, 1), by=make_user("administrator", username="An"))
    before = everything()
    sent = {"description": "Van mij", "date": "2026-02-01", "seen_description": "Oud", "seen_date": "2026-02-01"}
    refused = post(as_marketer, CARD, sent)
    assert refused.status_code == 422
    assert "Your change to Description was not saved. It is now: “Van An”." in text_of(refused)
    assert value_of(refused, "description") == "Van mij"
    assert everything() == before
    assert post(as_marketer, CARD, sent | {"seen_description": value_of(refused, "seen_description")}).status_code == 302
    assert Segment.objects.get().description == "Van mij"


def test_two_people_who_change_different_fields_both_keep_theirs(as_marketer: Client, administrator: User) -> None:
    segment = make_segment("Oud")
    change_segment(segment, description="Oud", day=date(2026, 5, 5), by=administrator)
    sent = {"description": "Nieuw", "date": "2026-02-01", "seen_description": "Oud", "seen_date": "2026-02-01"}
    post(as_marketer, CARD, sent)
    assert Segment.objects.values_list("description", "date").get() == ("Nieuw", date(2026, 5, 5))


@pytest.mark.parametrize(("changed", "said"), [({"date": ""}, "Fill in Date."), ({"description": "x" * 101}, "at most 100 characters")])
def test_what_cannot_be_is_refused_and_stays_as_typed(as_marketer: Client, changed: dict[str, str], said: str) -> None:
    make_segment("Oud")
    before = everything()
    sent = {"description": "Anders", "date": "2026-02-02", "seen_description": "Oud", "seen_date": "2026-02-01"} | changed
    response = post(as_marketer, CARD, sent)
    assert response.status_code == 422
    assert said in text_of(response)
    assert value_of(response, "description") == sent["description"]
    assert everything() == before


def test_a_segment_that_is_gone_says_so_to_every_form_of_its_card(as_marketer: Client, administrator: User) -> None:
    delete_segment(make_segment("Oud"), by=administrator)
    before = everything()
    for sent in ({"description": "x", "date": "2026-02-01"}, {"contact": "A1"}, {"take_out": "A1"}):
        assert post(as_marketer, CARD, sent).status_code == 404
    assert everything() == before


def test_a_typed_number_or_name_adds_a_line_that_is_a_step(as_marketer: Client) -> None:
    one = make_company(name="Zwart")
    make_segment()
    part = post(as_marketer, CARD, {"contact": one.number}, part="lines")
    assert part.status_code == 200
    said = text_of(part)
    assert f"{one.number} Zwart added to segment SM00001" in said
    assert f"No. is {one.number}" in said
    assert 'id="facts" hx-swap-oob="true"' in part.content.decode()
    assert 'id="steps" hx-swap-oob="true"' in part.content.decode()
    assert (value_of(part, "contact"), "autofocus" in part.content.decode()) == ("", True)
    assert lines(as_marketer) == [one.number]


def test_without_script_the_page_comes_back_with_the_toast(as_marketer: Client) -> None:
    one = make_company(name="Zwart")
    make_segment()
    assert post(as_marketer, f"{CARD}?page=1", {"contact": "zwart"}).headers["Location"] == f"{CARD}?page=1"
    assert toasts(as_marketer)[0][0] == f"{one.number} Zwart added to segment SM00001"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Fill in Contact No.."),
        ("zzz", "zzz does not exist in Contacts."),
        ("\u202ezzz", "This text holds a sign that cannot be stored. Type it again."),
        ("A1", "Zwart is in segment SM00001 already."),
        ("A2", "Stil is blocked for privacy and cannot be used here."),
    ],
)
def test_who_cannot_be_added_is_refused_and_the_text_stays(as_marketer: Client, typed: str, said: str) -> None:
    one = make_company(number="A1", name="Zwart")
    make_company(number="A2", name="Stil", privacy_blocked=True)
    make_segment(contacts=[one])
    before = everything()
    response = post(as_marketer, CARD, {"contact": typed})
    assert response.status_code == 422
    assert said in text_of(response)
    assert value_of(response, "contact") == typed
    assert everything() == before


def test_taking_a_line_away_is_a_step_and_comes_back_by_undo(as_marketer: Client) -> None:
    one = make_company(name="Zwart")
    make_segment(contacts=[one])
    before = snapshot()
    post(as_marketer, CARD, {"take_out": one.number})
    [(said, undo)] = toasts(as_marketer)
    assert lines(as_marketer) == []
    assert said == f"{one.number} Zwart removed from segment SM00001"
    post(as_marketer, undo, {"next": CARD})
    assert snapshot() == before


def test_a_line_that_is_gone_says_so(as_marketer: Client) -> None:
    one = make_company(name="Zwart")
    make_segment()
    before = everything()
    response = post(as_marketer, CARD, {"take_out": one.number}, part="lines")
    assert (response.status_code, response.headers["HX-Retarget"]) == (404, "#notices")
    assert everything() == before


def test_text_that_cannot_be_stored_names_nobody(as_marketer: Client) -> None:
    make_segment()
    before = everything()
    assert post(as_marketer, CARD, {"take_out": "A\x001"}).status_code == 422
    assert post(as_marketer, CARD, {"contact": "A\x001"}).status_code == 422
    assert get(as_marketer, "/segments/%00/").status_code == 404
    assert everything() == before


def test_lines_can_be_searched_and_paged(as_reader: Client, administrator: User) -> None:
    one = make_company(name="Zwart")
    segment = make_segment(contacts=[one])
    many_contacts(40)
    add_contacts(segment, selection_of([("number", "M*")]), by=administrator)
    assert lines(as_reader, f"{CARD}?q=zwart") == [one.number]
    assert len(lines(as_reader, f"{CARD}?size=25&page=2")) == 16


def test_lines_are_ordered_by_their_number_and_by_what_the_contact_says(as_reader: Client) -> None:
    company = make_company(number="A3", name="Zwart", city="Aalst")
    one, two = (
        make_person(number=number, name=name, company=company, city=city)
        for number, name, city in (("A1", "Cas", "Gent"), ("A2", "An", "Gent"))
    )
    make_segment(contacts=[one, company, two])
    wanted = {
        "": ["A3", "A2", "A1"],
        "-line": ["A1", "A2", "A3"],
        "number": ["A1", "A2", "A3"],
        "name": ["A2", "A1", "A3"],
        "-company_name,number": ["A1", "A2", "A3"],
        "city,name": ["A3", "A2", "A1"],
        "-city,line": ["A2", "A1", "A3"],
        "nonsense": ["A3", "A2", "A1"],
    }
    assert {sort: lines(as_reader, f"{CARD}?sort={sort}") for sort in wanted} == wanted


def test_columns_of_the_contact_list_and_the_number_of_the_line_can_be_chosen(as_reader: Client) -> None:
    company = make_company(number="A1", name="Drukkerij Claes")
    person = make_person(number="A2", name="An Peeters", company=company, mobile="0470 12 34 56")
    make_segment(contacts=[company, person])
    make_group("PERS", members=[person])
    for sort in ("line", "name"):
        page = get(as_reader, f"{CARD}?columns=line,mobile,mailing_groups,company_number,name&sort={sort}")
        rows = re.findall(r"<tr>(.*?)</tr>", page.content.decode(), re.DOTALL)[1:]
        cells = [[re.sub("<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)] for row in rows]
        assert ["", "Drukkerij Claes", "20,000", "0470 12 34 56", "PERS", "A1", "An Peeters", ""] in cells
        assert ["", "Drukkerij Claes", "10,000", "", "", "A1", "", ""] in cells


def test_the_view_of_the_lines_is_a_window(as_reader: Client) -> None:
    make_segment(contacts=[make_company()])
    window = get(as_reader, f"{CARD}?choose=1&columns=line,name", part="dialog").content.decode()
    assert re.findall(r'value="(\w+)" checked', window) == ["company_name", "line", "name"]
    assert f'action="{CARD}#line-rows"' in window
    assert '<option value="-line">Line No. ↓</option>' in window


@pytest.mark.parametrize(
    ("role", "removes", "deletes", "adds"),
    [("as_reader", False, False, False), ("as_editor", False, True, False), ("as_marketer", True, True, True)],
)
def test_each_line_has_the_menu_of_contacts_beside_its_cross(
    request: pytest.FixtureRequest, role: str, removes: bool, deletes: bool, adds: bool
) -> None:
    one = make_company(name="Zwart")
    make_segment(contacts=[one])
    page = get(request.getfixturevalue(role), CARD).content.decode()
    assert f'<a href="/contacts/{one.number}/" data-row-menu aria-label="Actions"></a>' in page
    assert ('name="take_out"' in page) is removes
    assert ('href="/contacts/delete?selected=__row__"' in page) is deletes
    assert ('href="/contacts/bulk/segment?selected=__row__"' in page) is adds


def test_in_every_order_lines_are_searched_filtered_and_paged_alike(as_reader: Client, administrator: User) -> None:
    segment = make_segment(
        contacts=[make_company(number="B2", name="Zwart", city="Gent"), make_company(number="B1", name="Zwarte", city="Luik")]
    )
    many_contacts(40)
    make_company(number="B3", name="Zwart elders")
    add_contacts(segment, selection_of([("number", "M*")]), by=administrator)
    assert lines(as_reader, f"{CARD}?q=zwart&sort=number") == ["B1", "B2"]
    assert lines(as_reader, f"{CARD}?number=B*&city=gent&sort=name") == ["B2"]
    assert lines(as_reader, f"{CARD}?city=gent..|..&sort=name") == []
    every = [lines(as_reader, f"{CARD}?sort=name&size=25&page={page}") for page in (1, 2)]
    assert [len(each) for each in every] == [25, 17]
    assert set(every[0]) | set(every[1]) == set(lines(as_reader, CARD))


def test_the_lines_of_a_page_by_name_are_fetched_in_no_order(as_reader: Client) -> None:
    """For the sake of an order SQLite would go through all lines of the segment."""
    make_segment(contacts=[make_company()])
    with CaptureQueriesContext(connection) as asked:
        assert lines(as_reader, f"{CARD}?sort=name")
    of_page = [query["sql"] for query in asked if '"segments_segmentline"."contact_id" IN (' in query["sql"]]
    assert len(of_page) == 1
    assert "ORDER BY" not in of_page[0]


def test_the_number_of_queries_does_not_grow_with_lines_or_steps(as_marketer: Client, administrator: User) -> None:
    segment = make_segment()
    many_contacts(30)
    add_contacts(segment, selection_of([("number", "M*")]), by=administrator)
    orders = ("", "&sort=name", "&sort=-city,line", "&columns=company_number,mailing_groups,salutation&sort=-email,city")
    addresses = [f"{CARD}?size=25{order}" for order in orders]
    before = [queries(as_marketer, address) for address in addresses]
    many_contacts(40)
    add_contacts(segment, selection_of([("number", "M*")]), by=administrator)
    for number in range(12):
        add_line(segment, make_company(number=f"Z{number}").number, by=administrator)
    assert [queries(as_marketer, address) for address in addresses] == before
    assert max(before[:3]) <= before[0] + 1
    assert before[3] <= before[0] + 2


def test_fifty_lines_stay_light(as_marketer: Client, administrator: User) -> None:
    segment = make_segment()
    many_contacts(60)
    add_contacts(segment, selection_of([("number", "M*")]), by=administrator)
    assert len(get(as_marketer, CARD).content) <= 62_000


def test_all_lines_are_those_of_this_segment_whatever_signs_its_number_has(as_marketer: Client) -> None:
    make_segment("Alle jaren", number="KERST*", contacts=[make_company(name="Claes")])
    make_segment("Dit jaar", number="KERST2026", contacts=[make_company(name="Aerts"), make_company(name="Wouters")])
    within = re.findall(r'data-within="([^"]+)"', get(as_marketer, "/segments/KERST*/").content.decode())[0]
    chosen = {"every": "1", "query": "", "within": within, "show": "changed"}
    shown = get(as_marketer, f"/contacts/bulk/exclude?{urlencode(chosen)}").content.decode()
    assert [name for name in ("Claes", "Aerts", "Wouters") if name in shown] == ["Claes"]
