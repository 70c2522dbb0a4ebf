"""The suggestions below a field, for whoever is quicker than they are, and for whoever wants to see the field."""

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from postkring.classifications.mailing_groups import MailingGroup
from tests.browser.visits import Visits
from tests.browser.words import words
from tests.factories import make_segment

SAY: Final = words("nl")
GROUPS: Final = "**/mailing-groups/lookup?*"
CRITERIA: Final = "**/suggestions/*"


class Late:
    """Keeps suggestions back until they are let come."""

    def __init__(self, page: Page, address: str) -> None:
        self._routes: list[Route] = []
        self._is_holding = True
        page.route(address, self._take)

    def come(self) -> None:
        self._is_holding = False
        for route in self._routes:
            route.continue_()

    def _take(self, route: Route) -> None:
        if self._is_holding:
            self._routes.append(route)
        else:
            route.continue_()


@pytest.fixture
def window(visit: Visits) -> Locator:
    page = visit("/contacts/CT000002/")
    page.get_by_role("button", name=SAY["page.mailing_groups"], exact=True).click()
    window = page.get_by_role("dialog")
    expect(window.get_by_role("combobox")).to_be_focused()
    return window


@pytest.fixture
def filters(visit: Visits) -> Page:
    make_segment("Verhuizing")
    page = visit("/segments/SM00001/add-contacts")
    expect(page.get_by_role("combobox", name=SAY["field.mailing_group_code"])).to_be_focused()
    return page


def test_enter_before_the_suggestions_waits_for_them_and_takes_the_first(window: Locator) -> None:
    late = Late(window.page, GROUPS)
    window.page.keyboard.type("OPEN")
    window.page.keyboard.press("Enter")
    window.page.wait_for_timeout(300)
    expect(window.get_by_role("combobox")).to_have_value("OPEN")
    expect(window.locator("[aria-invalid=true]")).to_have_count(0)
    late.come()
    expect(window.get_by_role("row").filter(has_text="OPENDEUR")).to_have_count(1)
    expect(window.get_by_role("combobox")).to_have_value("")


def test_two_codes_typed_in_one_go_are_both_assigned(window: Locator) -> None:
    late = Late(window.page, GROUPS)
    window.page.keyboard.type("OPEN")
    window.page.keyboard.press("Enter")
    window.page.keyboard.type("PERS")
    window.page.keyboard.press("Enter")
    window.page.wait_for_timeout(200)
    late.come()
    expect(window.get_by_role("row").filter(has_text="OPENDEUR")).to_have_count(1)
    expect(window.get_by_role("rowheader", name="PERS", exact=True)).to_have_count(1)


def test_a_new_group_is_made_only_when_it_is_chosen(window: Locator) -> None:
    window.page.keyboard.type("BEURS")
    window.page.keyboard.press("Enter")
    expect(window.locator("[aria-invalid=true]")).to_be_visible()
    # The choice stands there once, as a button: the list comes when it is asked for, or one types on.
    expect(window.get_by_role("button", name=re.compile("BEURS"))).to_be_visible()
    window.page.wait_for_timeout(500)
    expect(window.get_by_role("listbox")).to_be_hidden()
    window.page.keyboard.press("ArrowDown")
    new = window.get_by_role("option").filter(has_text="BEURS")
    expect(new).to_be_visible()
    assert not MailingGroup.objects.filter(code="BEURS").exists()
    # The refusal stays in sight above the list.
    refusal = window.locator(".field-error")
    assert bottom(refusal) <= top(window.get_by_role("listbox"))
    window.page.keyboard.press("ArrowDown")
    window.page.keyboard.press("Enter")
    expect(window.get_by_role("row").filter(has_text="BEURS")).to_have_count(1)


def test_escape_closes_the_suggestions_until_something_else_is_typed(filters: Page) -> None:
    filters.keyboard.type("K")
    options = filters.get_by_role("option")
    expect(options.first).to_be_visible()
    late = Late(filters, CRITERIA)
    filters.keyboard.type("E")
    filters.wait_for_timeout(200)
    filters.keyboard.press("Escape")
    late.come()
    filters.wait_for_timeout(400)
    expect(filters.get_by_role("listbox")).to_have_count(0)
    filters.keyboard.type("R")
    expect(options.first).to_be_visible()


def test_the_list_hangs_below_what_the_filter_means(filters: Page) -> None:
    filters.keyboard.type("KERSTKAART")
    expect(filters.get_by_role("option").first).to_be_visible()
    meaning = filters.locator("#meaning_mailingGroup")
    expect(meaning).to_contain_text("KERSTKAART")
    assert bottom(meaning) <= top(filters.get_by_role("listbox"))


def test_where_nothing_is_to_be_suggested_there_is_no_list(filters: Page) -> None:
    with filters.expect_response(re.compile("suggestions")):
        filters.keyboard.type("*")
    filters.wait_for_timeout(100)
    expect(filters.get_by_role("listbox")).to_have_count(0)


def top(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


def bottom(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"] + box["height"]
