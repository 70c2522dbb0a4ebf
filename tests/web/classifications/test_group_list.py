import re

import pytest
from django.test import Client

from tests.factories import make_company, make_group
from tests.web.asking import get, queries, text_of

pytestmark = pytest.mark.django_db


def codes(client: Client, url: str) -> list[str]:
    return re.findall(r'<a href="/mailing-groups/([^/"]+)/">', get(client, url).content.decode())


def test_without_groups_the_page_says_what_belongs_there_and_offers_to_make_one(as_editor: Client) -> None:
    page = get(as_editor, "/mailing-groups/")
    assert "No mailing groups yet. A group brings together contacts who get the same information" in text_of(page)
    assert 'href="/mailing-groups/new"' in page.content.decode()


def test_a_reader_is_offered_nothing_to_make_or_delete(as_reader: Client) -> None:
    make_group("PERS")
    page = get(as_reader, "/mailing-groups/").content.decode()
    assert "/mailing-groups/new" not in page
    assert "/delete" not in page
    assert '<a href="/mailing-groups/PERS/" data-row-menu="PERS"' in page
    assert 'href="/mailing-groups/__row__/export"' in page


def test_a_row_has_the_code_the_description_and_the_number_as_a_link_to_the_members(as_reader: Client) -> None:
    make_group("PERS", "Vakpers", members=[make_company(), make_company(name="Twee")])
    page = get(as_reader, "/mailing-groups/").content.decode()
    assert '<a href="/mailing-groups/PERS/">PERS</a>' in page
    assert "Vakpers" in page
    assert '<a href="/mailing-groups/PERS/#tab-members">2</a>' in page


def test_groups_stand_by_code_and_can_be_ordered_by_description_and_number(as_reader: Client) -> None:
    company = make_company()
    make_group("B", "ets anders", members=[company])
    make_group("A", "Zelf")
    make_group("C", "Één")
    assert codes(as_reader, "/mailing-groups/") == ["A", "B", "C"]
    assert codes(as_reader, "/mailing-groups/?sort=-code") == ["C", "B", "A"]
    assert codes(as_reader, "/mailing-groups/?sort=description") == ["C", "B", "A"]
    assert codes(as_reader, "/mailing-groups/?sort=-contacts")[0] == "B"


def test_the_search_box_finds_words_of_code_and_description_without_case_or_accents(as_reader: Client) -> None:
    make_group("KERST", "Wensen aan de pers")
    make_group("PERS", "Vakpers, één keer per jaar")
    assert codes(as_reader, "/mailing-groups/?q=een+VAK") == ["PERS"]
    assert codes(as_reader, "/mailing-groups/?q=pers") == ["KERST", "PERS"]
    assert "No results for “zzz”." in text_of(get(as_reader, "/mailing-groups/?q=zzz"))


def test_only_the_empty_groups_are_shown_when_asked_for(as_reader: Client) -> None:
    make_group("VOL", members=[make_company()])
    make_group("LEEG")
    assert codes(as_reader, "/mailing-groups/?empty=1") == ["LEEG"]


def test_htmx_gets_the_rows_alone(as_reader: Client) -> None:
    make_group("PERS")
    part = get(as_reader, "/mailing-groups/?q=pers", part="rows").content.decode()
    assert "<html" not in part
    assert "PERS" in part


def test_unstorable_text_finds_nothing(as_reader: Client) -> None:
    make_group("PERS")
    assert codes(as_reader, "/mailing-groups/?q=%00") == []


def test_the_number_of_queries_does_not_grow_with_the_groups(as_editor: Client) -> None:
    make_group("G0")
    before = queries(as_editor, "/mailing-groups/")
    for number in range(1, 30):
        make_group(f"G{number}")
    assert queries(as_editor, "/mailing-groups/") == before
