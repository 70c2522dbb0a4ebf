import re

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString

from postkring.accounts.models import User
from postkring.lists.listing import Listing, ListState, Order
from postkring.web.tables import Column, ContactRow, Paging, paging_of


def a_listing(page: int, total: int, *, exact: bool = True, after: str = "") -> Listing[User]:
    rows = [User()] * min(50, total - (page - 1) * 50)
    return Listing(rows, ListState(page=page, orders=(Order("name"),)), total, exact, has_next=page * 50 < total, after=after)


def draw(template: str, url: str, **values: object) -> str:
    drawn = Template(template).render(Context({"request": RequestFactory().get(url), **values}))
    return re.sub(r"[ \n]+", " ", drawn).strip()


@pytest.mark.parametrize(
    ("page", "total", "labels"),
    [
        (1, 40, ["1"]),
        (1, 1284, ["1", "2", "3", "…", "26"]),
        (4, 1284, ["1", "2", "3", "4", "5", "6", "…", "26"]),
        (13, 1284, ["1", "…", "11", "12", "13", "14", "15", "…", "26"]),
        (26, 1284, ["1", "…", "24", "25", "26"]),
    ],
)
def test_the_pages_around_this_one_and_the_two_ends_are_offered(page: int, total: int, labels: list[str]) -> None:
    steps = paging_of(a_listing(page, total), QueryDict("")).steps
    assert ["…" if step.is_gap else step.label for step in steps] == labels
    assert [step.label for step in steps if step.is_current] == [str(page)]


def test_pages_keep_everything_else_of_the_query() -> None:
    paging = paging_of(a_listing(2, 1284), QueryDict("q=an&sort=-name&page=2&after=x"))
    assert paging.previous == "?q=an&sort=-name&page=1"
    assert paging.next == "?q=an&sort=-name&page=3"
    assert (paging.first, paging.last, paging.total, paging.exact) == (51, 100, 1284, "")


def test_beyond_the_numbered_pages_one_goes_on_by_key() -> None:
    paging = paging_of(a_listing(200, 10_000, exact=False, after="claes~7"), QueryDict("page=200"))
    assert paging.next == ""
    assert paging.exact == "?page=200&count=exact"
    listing = Listing([User()] * 50, ListState(page=200), 10_000, False, has_next=True, after="claes~7")
    assert paging_of(listing, QueryDict("page=200")).next == "?page=201&after=claes~7"


def test_the_rows_and_their_total_are_written_in_the_language_of_the_user() -> None:
    paging = Paging(1, 50, 1284)
    with translation.override("nl"):
        assert "1–50 van 1.284" in draw("{% pagination paging %}", "/", paging=paging)
    with translation.override("en"):
        assert "1–50 of 1,284" in draw("{% pagination paging %}", "/", paging=paging)
    with translation.override("fr"):
        assert "1–50 sur 1\u202f284" in draw("{% pagination paging %}", "/", paging=paging)
        assert draw("{{ 999|number }} {{ 1000|number }} {{ 0|number }} {{ -1|number }} {{ 1.5|number }}", "/") == "999 1\u202f000 0 -1 1,5"


@pytest.mark.parametrize(
    ("url", "sort", "leads_to"),
    [
        ("/", "", "?sort=name"),
        ("/?sort=name&page=3", 'aria-sort="ascending"', "?sort=-name"),
        ("/?sort=-name", 'aria-sort="descending"', "?sort=name"),
    ],
)
def test_a_column_head_says_how_it_is_sorted_and_turns_it_round(url: str, sort: str, leads_to: str) -> None:
    drawn = draw("{% column_head column %}", url, column=Column("name", "Name", sort="name"))
    assert '<th scope="col"' in drawn
    assert sort in drawn
    assert f'href="{leads_to}"' in drawn
    assert ("aria-sort" in drawn) is bool(sort)


def test_a_column_without_an_index_is_no_link() -> None:
    assert "<a" not in draw("{% column_head column %}", "/", column=Column("phone", "Phone"))


def test_a_row_is_selected_by_its_name() -> None:
    with translation.override("nl"):
        drawn = draw('{% row_check "CT1" name %}', "/", name='Claes "An"')
    assert 'name="selected" value="CT1" aria-label="Claes &quot;An&quot; selecteren"' in drawn


def a_contact_row() -> ContactRow:
    return ContactRow("CT1", 'Claes "An"', "/contacts/CT1/", SafeString("<td>Gent</td>"))


def test_the_rows_of_contacts_have_a_box_and_their_menu_and_no_button_for_who_may_not_take_out() -> None:
    with translation.override("nl"):
        drawn = draw("{% contact_rows rows %}", "/", rows=[a_contact_row(), a_contact_row()])
    box = '<td class="column-check"><input type="checkbox" name="selected" value="CT1" aria-label="Claes &quot;An&quot; selecteren"></td>'
    menu = '<td class="column-menu"><a href="/contacts/CT1/" data-row-menu aria-label="Acties"></a></td>'
    assert drawn == f"<tr>{box}<td>Gent</td>{menu}</tr>" * 2


def test_whoever_may_takes_a_contact_out_on_its_row() -> None:
    with translation.override("en"):
        drawn = draw('{% contact_rows rows form="chosen" take_out=True %}', "/", rows=[a_contact_row()])
    assert 'value="CT1" form="chosen" aria-label="Select Claes &quot;An&quot;"' in drawn
    assert '<button name="take_out" value="CT1" aria-label="Remove Claes &quot;An&quot;"></button><a href=' in drawn


def test_a_number_of_rows_per_page_leads_to_the_first_page_and_says_which_one_it_is() -> None:
    sizes = paging_of(a_listing(2, 1284), QueryDict("q=an&page=2")).sizes
    assert [(size.label, size.query) for size in sizes][:2] == [("25", "?q=an&size=25"), ("50", "?q=an&size=50")]
    assert [size.label for size in sizes if size.is_current] == ["50"]
    drawn = draw("{% pagination paging target='rows' %}", "/", paging=Paging(1, 25, 40, sizes=sizes))
    assert '<a href="?q=an&amp;size=25" hx-get="?q=an&amp;size=25" id="rows-size-25">25</a>' in drawn
    assert 'id="rows-size-50" aria-current="true">50</a>' in drawn


def test_a_changed_query_keeps_the_rest() -> None:
    assert draw('{% query sort="-name" page=None %}', "/?q=a%26b&page=4") == "?q=a%26b&amp;sort=-name"


def test_the_search_box_keeps_the_order_but_not_the_page() -> None:
    drawn = draw("{% search_box %}", "/?q=an&sort=-name&page=4")
    assert '<input type="hidden" name="sort" value="-name" data-kept>' in drawn
    assert 'name="page"' not in drawn
    assert 'name="q" value="an"' in drawn
