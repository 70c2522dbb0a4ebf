"""Lists cut into pages: a stable order, numbered pages and pages by key, and what a bad address falls back to."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from postkring.classifications.queries import members
from postkring.contacts.models import Contact
from postkring.contacts.queries import searching
from postkring.ledger.models import ChangeSet
from postkring.lists import listing as listing_module
from postkring.lists.changes import CHANGES
from postkring.lists.classifications import GROUPS, groups_for_listing
from postkring.lists.contacts import CONTACTS
from postkring.lists.listing import ListPage, ListState, Order, listing
from postkring.lists.segments import LINES, SEGMENTS, lines_for_listing
from postkring.segments.queries import for_listing
from tests.factories import make_group, make_segment, many_contacts

PAGE = ListPage(orders={"name": "sort_name", "number": "number", "city": "city_folded"}, default="name", search=searching)


def read(**query: str) -> ListState:
    return ListState.read(query, PAGE)


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ({}, ListState(orders=(Order("name"),))),
        ({"q": "  an peeters "}, ListState(text="an peeters", orders=(Order("name"),))),
        ({"sort": "city"}, ListState(orders=(Order("city"),))),
        ({"sort": "-city"}, ListState(orders=(Order("city", True),))),
        ({"sort": "password"}, ListState(orders=(Order("name"),))),
        ({"sort": "-password"}, ListState(orders=(Order("name"),))),
        ({"sort": "--city"}, ListState(orders=(Order("name"),))),
        ({"sort": "sort_name"}, ListState(orders=(Order("name"),))),
        ({"sort": ""}, ListState(orders=(Order("name"),))),
        ({"page": "3"}, ListState(orders=(Order("name"),), page=3)),
        ({"page": "0"}, ListState(orders=(Order("name"),))),
        ({"page": "-1"}, ListState(orders=(Order("name"),))),
        ({"page": "two"}, ListState(orders=(Order("name"),))),
        ({"page": "٣"}, ListState(orders=(Order("name"),))),
        ({"page": "²"}, ListState(orders=(Order("name"),))),
        ({"page": "1.5"}, ListState(orders=(Order("name"),))),
        ({"page": "9" * 30}, ListState(orders=(Order("name"),))),
        ({"page": "201"}, ListState(orders=(Order("name"),), page=200)),
        ({"page": "201", "after": '["x",1]'}, ListState(orders=(Order("name"),), page=201, after='["x",1]')),
        ({"size": "25"}, ListState(orders=(Order("name"),), size=25)),
        ({"size": "200"}, ListState(orders=(Order("name"),), size=200)),
        ({"size": "1000000"}, ListState(orders=(Order("name"),))),
        ({"size": "0"}, ListState(orders=(Order("name"),))),
        ({"size": "-25"}, ListState(orders=(Order("name"),))),
        ({"count": "exact"}, ListState(orders=(Order("name"),), exact=True)),
        ({"count": "all"}, ListState(orders=(Order("name"),))),
        ({"unknown": "1"}, ListState(orders=(Order("name"),))),
    ],
)
def test_what_the_address_says_or_else_the_first_page_in_the_usual_order(query: dict[str, str], state: ListState) -> None:
    assert read(**query) == state


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbered pages end at the third, and counting at 40."""
    monkeypatch.setattr(listing_module, "LAST_NUMBERED_PAGE", 3)
    monkeypatch.setattr(listing_module, "COUNTED", 40)
    monkeypatch.setattr(listing_module, "PAGE_SIZES", (5, 7))
    monkeypatch.setattr(listing_module, "DEFAULT_SIZE", 5)


def pages(rows: QuerySet[Contact], **query: str) -> Iterator[list[int]]:
    """Page after page, the way a reader goes by Next."""
    after, page = "", 1
    while True:
        found = listing(PAGE, rows, read(**query, page=str(page), after=after))
        assert found.state.page == page
        yield [row.pk for row in found.rows]
        if not found.has_next:
            return
        after, page = found.after, page + 1


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("sort", ["name", "-name", "number", "-number", "city", "-city"])
@pytest.mark.parametrize("size", ["5", "7"])
def test_pages_by_key_go_on_where_the_numbered_ones_end(sort: str, size: str) -> None:
    many_contacts(63)
    Contact.objects.filter(pk__in=list(Contact.objects.values_list("pk", flat=True)[:9])).update(city_folded="", sort_name="a~b~1")
    descending, column = sort.startswith("-"), PAGE.orders[sort.removeprefix("-")]
    order = ["-" + column, "-pk"] if descending else [column, "pk"]
    expected = list(Contact.objects.order_by(*order).values_list("pk", flat=True))
    found = list(pages(Contact.objects.all(), sort=sort, size=size))
    assert [key for page in found for key in page] == expected
    assert len(found) > 3


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("word", ["an", "peeters an", "firma"])
def test_pages_of_what_was_searched_repeat_and_miss_nothing(word: str) -> None:
    many_contacts(63)
    expected = list(searching(Contact.objects.all(), word).order_by("sort_name", "pk").values_list("pk", flat=True))
    assert [key for page in pages(Contact.objects.all(), q=word) for key in page] == expected
    assert len(expected) > 15


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("many", [10_000, 1])
@pytest.mark.parametrize("word", ["", "an"])
def test_pages_of_a_group_are_the_same_in_both_ways_of_reading_them(monkeypatch: pytest.MonkeyPatch, many: int, word: str) -> None:
    monkeypatch.setattr(listing_module, "MANY", many)
    outside = many_contacts(63).order_by("pk").values_list("pk", flat=True)[::6]
    group = make_group(members=Contact.objects.exclude(pk__in=list(outside)))
    rows = searching(members(group), word) if word else members(group)
    expected = list(rows.order_by("sort_name", "pk").values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        found = list(pages(members(group), q=word))
    assert [key for page in found for key in page] == expected
    assert len(found) > 1
    looked_up = any("EXISTS" in query["sql"] for query in queries)
    if connection.vendor == "postgresql":
        assert looked_up == bool(word or many == 1)  # a small set alone is read by its keys
    else:
        assert looked_up == (many == 1 and len(expected) >= 40)


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
def test_rows_with_the_same_value_stand_in_the_order_of_their_keys() -> None:
    many_contacts(23)
    Contact.objects.update(city_folded="gent")
    keys = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
    assert [key for page in pages(Contact.objects.all(), sort="city") for key in page] == keys
    assert [key for page in pages(Contact.objects.all(), sort="-city") for key in page] == keys[::-1]


@pytest.mark.django_db
def test_order_is_that_of_bytes_without_case_and_accents_and_empty_first() -> None:
    many_contacts(6)
    cities = ["", "gent", "Élouges", "Zele", "Ää", "østerbro"]
    for contact, city in zip(Contact.objects.order_by("pk"), cities, strict=True):
        contact.city_folded = {"Élouges": "elouges", "Ää": "aa", "østerbro": "osterbro", "Zele": "zele"}.get(city, city)
        contact.save()
    found = listing(PAGE, Contact.objects.all(), read(sort="city"))
    assert [row.city_folded for row in found.rows] == ["", "aa", "elouges", "gent", "osterbro", "zele"]


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("query", "shown", "total", "queries"),
    [
        ({}, (1, 5), (40, False), 3),
        ({"page": "3"}, (11, 15), (40, False), 3),
        ({"count": "exact"}, (1, 5), (63, True), 3),
        ({"page": "3", "count": "exact"}, (11, 15), (63, True), 3),
    ],
)
def test_a_long_list_is_counted_to_a_limit_unless_asked(
    query: dict[str, str], shown: tuple[int, int], total: tuple[int, bool], queries: int
) -> None:
    many_contacts(63)
    with CaptureQueriesContext(connection) as captured:
        found = listing(PAGE, Contact.objects.all(), read(**query))
    assert ((found.first, found.last), (found.total, found.is_exact)) == (shown, total)
    assert (found.has_next, found.pages, len(captured)) == (True, 3, queries)


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("number", "page", "shown", "pages_there"),
    [(0, "1", 0, 1), (0, "3", 0, 1), (3, "1", 3, 1), (5, "1", 5, 1), (6, "2", 1, 2), (6, "3", 1, 2), (40, "3", 5, 3)],
)
def test_a_short_list_is_counted_and_a_page_past_its_end_is_its_last_one(number: int, page: str, shown: int, pages_there: int) -> None:
    if number:
        many_contacts(number)
    found = listing(PAGE, Contact.objects.all(), read(page=page))
    assert (len(found.rows), found.total, found.is_exact, found.pages) == (shown, number, True, pages_there)
    assert found.state.page <= pages_there


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
def test_the_last_page_by_key_has_no_next() -> None:
    many_contacts(17)
    third = listing(PAGE, Contact.objects.all(), read(page="3"))
    fourth = listing(PAGE, Contact.objects.all(), read(page="4", after=third.after))
    assert (len(fourth.rows), fourth.has_next, fourth.first, fourth.last, fourth.total) == (2, False, 16, 17, 17)


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "after",
    [
        *("", "x", "[]", "{}", "[1]", "null", '["x"]', '["x","y"]', '["x",-1]', '["x",1.5]', '["x",true]', '["x","y",1]'),
        *('["x",' + "9" * 30 + "]", '["\\u0000",1]', '["\x00",1]', '["\\ud800",1]', "[" * 5000),
    ],
)
def test_a_place_that_cannot_be_read_is_the_last_numbered_page(after: str) -> None:
    many_contacts(23)
    found = listing(PAGE, Contact.objects.all(), read(page="9", after=after))
    assert (found.state.page, found.state.after, found.first, found.last) == (3, "", 11, 15)


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "after", ['["x",1]', '["2026-02-30",1]', '["2026-13-01",1]', '["9999999999999999999999999",1]', '["1.5",1]', '["\x00",1]', '["1e5",1]']
)
@pytest.mark.parametrize("sort", ["number", "date", "line", "code", "description", "contacts", "at"])
def test_a_place_in_a_list_of_dates_or_numbers_may_be_nonsense(after: str, sort: str) -> None:
    make_group("A")
    segment = make_segment()
    lists: list[tuple[ListPage, QuerySet[Any, Any]]] = [
        (SEGMENTS, for_listing()),
        (LINES, lines_for_listing(segment, ListState.read({"sort": sort}, LINES))),
        (GROUPS, groups_for_listing()),
        (CHANGES, ChangeSet.objects.filter(verb="test.group")),
    ]
    for page, rows in lists:
        for direction in ("", "-"):
            found = listing(page, rows, ListState.read({"sort": direction + sort, "page": "9", "after": after}, page))
            assert len(found.rows) <= 1


@pytest.mark.django_db
def test_lists_of_contacts_are_ordered_by_indexed_columns_only() -> None:
    indexed = {index.fields[0] for index in Contact._meta.indexes} | {"number"}
    assert set(CONTACTS.orders.values()) <= indexed
    assert set(LINES.orders.values()) <= indexed | {"line_number"}


def test_what_comes_after_an_order_without_equal_rows_is_left_out() -> None:
    assert ListState.read({"sort": "-line,name"}, LINES).sort == "-line"
    assert ListState.read({"sort": "city,-line,name"}, LINES).sort == "city,-line"
    assert ListState.read({"sort": "line,nonsense"}, LINES).sort == "line"


@pytest.mark.django_db
@pytest.mark.parametrize("number", [5, 300])
def test_a_page_takes_three_queries_however_long_the_list(number: int) -> None:
    many_contacts(number)
    for query in ({}, {"q": "an"}, {"sort": "-city"}, {"page": "2"}):
        with CaptureQueriesContext(connection) as captured:
            listing(PAGE, Contact.objects.filter(~Q(name="")), read(**query))
        assert len(captured) <= (3 if number == 300 else 4)
