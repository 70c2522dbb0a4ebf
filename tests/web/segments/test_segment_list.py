import re

import pytest
from django.test import Client

from tests.factories import make_company, make_segment
from tests.snapshots import everything
from tests.web.asking import get, post, queries, text_of

pytestmark = pytest.mark.django_db


def numbers(client: Client, url: str) -> list[str]:
    return re.findall(r'<a href="/segments/([^/"]+)/">', get(client, url).content.decode())


def test_without_segments_the_page_says_what_belongs_there(as_marketer: Client) -> None:
    assert "No segments yet. Create a segment and add contacts by criteria." in text_of(get(as_marketer, "/segments/"))


def test_who_may_not_make_one_is_not_told_to(as_reader: Client) -> None:
    said = text_of(get(as_reader, "/segments/"))
    assert "No segments yet. A segment brings together contacts that were chosen by criteria." in said
    assert "Create a segment" not in said


def test_a_row_has_number_description_date_and_the_number_of_lines_as_a_link(as_reader: Client) -> None:
    make_segment("Opendeurdag", contacts=[make_company()])
    make_segment("Leeg")
    page = get(as_reader, "/segments/").content.decode()
    assert '<a href="/segments/SM00001/">SM00001</a>' in page
    assert '<a href="/segments/SM00001/#tab-lines">1</a>' in page
    assert '<a href="/segments/SM00002/#tab-lines">0</a>' in page
    assert "Opendeurdag 01/02/2026" in text_of(get(as_reader, "/segments/"))


def test_segments_can_be_searched_and_ordered_by_date(as_reader: Client) -> None:
    make_segment("Opendeurdag", date="2026-03-01")
    make_segment("Één keer", date="2026-02-01")
    assert numbers(as_reader, "/segments/") == ["SM00001", "SM00002"]
    assert numbers(as_reader, "/segments/?sort=date") == ["SM00002", "SM00001"]
    assert numbers(as_reader, "/segments/?q=een") == ["SM00002"]
    assert numbers(as_reader, "/segments/?q=sm00001") == ["SM00001"]
    assert numbers(as_reader, "/segments/?q=%00") == []


def test_segments_are_ordered_by_description_without_case_and_accents(as_reader: Client) -> None:
    for description in ("Zomer", "Écho", "eerst", ""):
        make_segment(description)
    assert numbers(as_reader, "/segments/?sort=description") == ["SM00004", "SM00002", "SM00003", "SM00001"]
    assert numbers(as_reader, "/segments/?sort=-description") == ["SM00001", "SM00003", "SM00002", "SM00004"]
    assert numbers(as_reader, "/segments/?sort=lines") == numbers(as_reader, "/segments/")
    assert 'data-sort="description"' in get(as_reader, "/segments/").content.decode()
    assert 'data-sort="lines"' not in get(as_reader, "/segments/").content.decode()


def test_equal_descriptions_stand_by_date_when_asked_for(as_reader: Client) -> None:
    make_segment("Opendeur", date="2026-03-01")
    make_segment("opendeur", date="2026-02-01")
    assert numbers(as_reader, "/segments/?sort=description,date") == ["SM00002", "SM00001"]
    assert numbers(as_reader, "/segments/?sort=description,-date") == ["SM00001", "SM00002"]


def test_an_editor_reads_segments_but_is_offered_no_act(as_editor: Client) -> None:
    make_segment("Opendeurdag")
    page = get(as_editor, "/segments/").content.decode()
    assert "/segments/new" not in page
    assert 'name="selected"' not in page
    assert '<a href="/segments/SM00001/" data-row-menu="SM00001"' in page
    assert 'href="/segments/__row__/export"' in page
    assert "__row__/delete" not in page
    assert "__row__/add-contacts" not in page


@pytest.mark.parametrize(("act", "leads_to"), [("add-contacts", "add-contacts"), ("delete", "delete")])
def test_an_act_of_the_list_is_about_the_selected_segment(as_marketer: Client, act: str, leads_to: str) -> None:
    make_segment("Opendeurdag")
    response = post(as_marketer, f"/segments/{act}", {"selected": "SM00001"})
    assert (response.status_code, response.headers["Location"]) == (302, f"/segments/SM00001/{leads_to}")


@pytest.mark.parametrize("act", ["add-contacts", "delete"])
@pytest.mark.parametrize(
    ("selected", "status", "said"),
    [
        ([], 422, "Select one or more rows first."),
        (["SM00001", "SM00002"], 422, "This is done for one segment at a time. Select one row."),
        (["SM00009"], 404, "This record no longer exists."),
    ],
)
def test_without_one_row_an_act_says_what_is_missing(as_marketer: Client, act: str, selected: list[str], status: int, said: str) -> None:
    make_segment("Een")
    make_segment("Twee")
    before = everything()
    response = post(as_marketer, f"/segments/{act}", {"selected": selected})
    assert response.status_code == status
    assert said in text_of(response)
    assert everything() == before


def test_the_number_of_queries_does_not_grow_with_the_segments(as_marketer: Client) -> None:
    company = make_company()
    make_segment("Een", contacts=[company])
    before = queries(as_marketer, "/segments/")
    for number in range(20):
        make_segment(f"Nog {number}", contacts=[company])
    assert queries(as_marketer, "/segments/") == before
