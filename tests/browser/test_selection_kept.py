"""What is selected while filters change: let go of, said, and found again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from postkring.contacts.models import Contact
from tests.browser.keyboard import Keyboard
from tests.browser.visits import Visits
from tests.factories import make_group

Shot = Callable[[Page, str], Path]


def tick(page: Page, number: int) -> None:
    for place in range(number):
        page.locator("[name=selected]").nth(place).check()


@pytest.mark.parametrize("width", [1280, 390])
def test_other_filters_let_go_of_the_selection_and_say_so_with_a_way_back(visit: Visits, site: object, shot: Shot, width: int) -> None:
    page = visit("/contacts/?sort=-name&filters=1", language="en", width=width)
    tick(page, 3)
    told = page.locator("[data-selection-dropped]")
    expect(told).to_be_hidden()
    page.locator("#filter_displayName, #filter_city").first.fill("Ge*")
    expect(told).to_contain_text("The filters have changed: 3 rows are no longer selected.")
    expect(page.locator("#announcer")).to_contain_text("3 rows are no longer selected")
    expect(page.locator("[data-selection-bar]")).to_be_hidden()
    shot(page, f"dropped-{width}")
    page.locator("#filter_displayName, #filter_city").first.fill("Gen*")  # once more does not lose the way back
    expect(page).to_have_url(re.compile(r"Gen%2A|Gen\*"))
    told.get_by_role("link", name="Restore selection").click()
    expect(page).to_have_url(re.compile(r"/contacts/\?sort=-name"))
    expect(page.locator("[data-selection-count]")).to_have_text("3 selected")
    expect(page.locator("[name=selected]:checked")).to_have_count(3)
    expect(told).to_be_hidden()


def test_paging_and_ordering_keep_the_selection_and_say_nothing(visit: Visits, site: object) -> None:
    page = visit("/contacts/?size=25", language="en")
    tick(page, 1)
    page.locator(".pagination").get_by_role("link", name="2", exact=True).click()
    expect(page).to_have_url(re.compile("page=2"))
    page.get_by_role("link", name="City").click()
    expect(page).to_have_url(re.compile("sort=city"))
    expect(page.locator("[data-selection-count]")).to_have_text("1 selected")
    expect(page.locator("[data-selection-dropped]")).to_be_hidden()


def test_a_filter_taken_out_by_its_cross_says_so_and_the_notice_goes_with_the_next_row_that_is_ticked(visit: Visits, site: object) -> None:
    page = visit("/contacts/?type=Person", language="en")
    tick(page, 1)
    page.locator(".list-filters a").first.click()
    told = page.locator("[data-selection-dropped]")
    expect(told).to_contain_text("The filters have changed: 1 row is no longer selected.")
    page.locator("[name=selected]").nth(4).check()
    expect(told).to_be_hidden()
    page.locator("[data-selection-clear]").click()
    expect(told).to_be_hidden()


def test_words_that_find_nobody_say_it_too_and_all_results_are_found_again(visit: Visits, site: object) -> None:
    page = visit("/contacts/?type=Person&size=25", language="en")
    page.locator("[data-select-page]").check()
    page.locator("[data-select-all]").click()
    page.locator("[name=selected]").nth(2).uncheck()
    said = page.locator("[data-selection-count]").inner_text()
    assert "1 left out" in said
    page.locator("[data-list-search]").fill("nobody of that name")
    told = page.locator("[data-selection-dropped]")
    expect(told).to_contain_text("The filters have changed: the results are no longer selected.")
    told.get_by_role("link", name="Restore selection").click()
    expect(page.locator("[data-selection-count]")).to_have_text(said)


def test_it_is_closed_by_keyboard_and_another_page_forgets_it(visit: Visits, site: object) -> None:
    page = visit("/contacts/?type=Person", language="en")
    keyboard = Keyboard(page)
    told = page.locator("[data-selection-dropped]")
    tick(page, 2)
    page.goto("/contacts/?type=Company")
    expect(told).to_be_visible()
    keyboard.go("button", "Close", within=told)
    keyboard.press("Enter")
    expect(told).to_be_hidden()
    keyboard.at("button", re.compile("Filter"))
    page.goto("/contacts/?type=Person")
    expect(page.locator("[data-selection-count]")).to_have_text("2 selected")
    page.goto("/")
    page.goto("/contacts/")
    expect(told).to_be_hidden()


def test_the_list_of_a_card_says_it_above_its_rows(visit: Visits, site: object) -> None:
    make_group("VEEL", members=Contact.objects.order_by("number")[:8])
    page = visit("/mailing-groups/VEEL/?filters=1", language="en")
    tick(page, 2)
    page.locator("#filter_city").fill("Nergens")
    told = page.locator("[data-selection-dropped]")
    expect(told).to_contain_text("2 rows are no longer selected")
    told.get_by_role("link", name="Restore selection").click()
    expect(page.locator("[data-selection-count]")).to_have_text("2 selected")
    expect(page).to_have_url(re.compile("#member-rows$"))
