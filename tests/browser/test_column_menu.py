"""The menu of a column's head: orders, filter, place and hiding, by keyboard and by pointer; all of it in the address."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from postkring.contacts.models import Contact
from tests.browser.keyboard import Keyboard
from tests.browser.visits import Visits
from tests.factories import make_group

Shot = Callable[[Page, str], Path]


def heads(page: Page) -> list[str]:
    labels = page.locator("thead th[data-column]:visible").evaluate_all("heads => heads.map(head => head.ariaLabel)")
    return [str(label) for label in labels]


def choose(page: Page, column: str, act: str) -> None:
    page.get_by_role("button", name=f"Column {column}", exact=True).click()
    menu(page).get_by_role("button", name=act, exact=True).click()


def menu(page: Page) -> Locator:
    return page.locator("#column-menu")


def test_by_keyboard_the_list_is_ordered_and_the_focus_stays(visit: Visits, site: object, shot: Shot) -> None:
    page = visit("/contacts/", language="en")
    keyboard = Keyboard(page)
    page.get_by_role("link", name="City").focus()
    keyboard.press("ArrowRight")
    keyboard.at("button", "Column City")
    keyboard.press("ArrowDown")
    keyboard.at("button", "Sort ascending", within=menu(page))
    keyboard.press("ArrowDown")
    keyboard.at("button", "Sort descending", within=menu(page))
    shot(page, "column-menu")
    keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?sort=-city$"))
    expect(page.locator("th[data-column=city]")).to_have_attribute("aria-sort", "descending")
    expect(menu(page)).to_be_hidden()
    keyboard.at("button", "Column City")
    keyboard.press("Enter", "Escape")
    expect(menu(page)).to_be_hidden()
    keyboard.at("button", "Column City")
    keyboard.press("ArrowLeft")
    keyboard.at("link", "City")
    keyboard.press("Shift+F10")
    keyboard.at("button", "Sort ascending", within=menu(page))


# Both keys in one go: the browser tells only afterwards that the menu is open.
TWO_KEYS_AT_ONCE = """(button, keys) => {
  button.focus();
  keys.forEach((key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })));
}"""


@pytest.mark.parametrize(
    ("second", "item"), [("End", "Hide column"), ("ArrowDown", "Sort descending"), ("ArrowUp", "Hide column"), ("Home", "Sort ascending")]
)
def test_who_types_ahead_of_the_menu_is_understood(visit: Visits, site: object, second: str, item: str) -> None:
    page = visit("/contacts/", language="en")
    keyboard = Keyboard(page)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Column City", exact=True).evaluate(TWO_KEYS_AT_ONCE, ["ArrowDown", second])
    keyboard.at("button", item, within=menu(page))
    page.wait_for_timeout(100)
    keyboard.at("button", item, within=menu(page))


def test_orders_add_up_to_three(visit: Visits, site: object) -> None:
    page = visit("/contacts/?sort=city", language="en")
    choose(page, "No.", "Then by this column")
    expect(page).to_have_url(re.compile("sort=city%2Cnumber$"))
    choose(page, "Name", "Then by this column")
    expect(page).to_have_url(re.compile("sort=city%2Cnumber%2Cname$"))
    page.get_by_role("button", name="Column Company Name", exact=True).click()
    expect(menu(page).get_by_role("button", name="Sort ascending")).to_be_visible()
    expect(menu(page).get_by_role("button", name="Then by this column")).to_be_hidden()
    page.keyboard.press("Escape")
    page.locator("th[data-column=name] a").click(modifiers=["Shift"])
    expect(page).to_have_url(re.compile("sort=city%2Cnumber%2C-name$"))


def test_a_column_is_hidden_and_moved_and_the_name_stays(visit: Visits, site: object) -> None:
    page = visit("/contacts/?type=Person", language="en")
    keyboard = Keyboard(page)
    before = heads(page)
    choose(page, "City", "Hide column")
    expect(page.locator("th[data-column=city]")).to_have_count(0)
    assert heads(page) == [label for label in before if label != "City"]
    expect(page).to_have_url(re.compile(r"\?type=Person&columns=number%2Cname"))
    # By mouse until here, so there is no ring: the focus is where the column was.
    expect(page.get_by_role("button", name="Column Mailing Groups", exact=True)).to_be_focused()
    keyboard.press("ArrowDown", "End")
    keyboard.at("button", "Hide column", within=menu(page))
    keyboard.press("Enter")
    expect(page.locator("th[data-column=mailing_groups]")).to_have_count(0)
    assert heads(page) == [label for label in before if label not in ("City", "Mailing Groups")]
    keyboard.at("button", "Column Company Name")
    choose(page, "Name", "Move to the left")
    expect(page.locator("th[data-column]").first).to_have_attribute("data-column", "name")
    expect(page.get_by_role("button", name="Column Name", exact=True)).to_be_focused()
    page.get_by_role("button", name="Column Name", exact=True).click()
    for act, seen in [("Hide column", False), ("Move to the left", False), ("Move to the right", True)]:
        expect(menu(page).get_by_role("button", name=act)).to_be_visible(visible=seen)
    page.reload()
    assert heads(page)[:2] == ["Name", "No."]


def test_filtering_on_a_column_leads_into_its_field(visit: Visits, site: object) -> None:
    page = visit("/contacts/?sort=city", language="en")
    choose(page, "Company Name", "Filter on this column")
    expect(page.locator(".filter-form [autofocus]")).to_be_focused()
    expect(page).to_have_url(re.compile("sort=city&add="))
    choose(page, "City", "Filter on this column")
    expect(page.locator("#filter_city")).to_be_focused()


def test_what_cannot_be_ordered_by_offers_no_order(visit: Visits, site: object) -> None:
    page = visit("/contacts/", language="en")
    page.get_by_role("button", name="Column Mailing Groups", exact=True).click()
    offered = menu(page).locator("li:visible").all_inner_texts()
    assert [text.strip() for text in offered] == ["Filter on this column", "Move to the left", "Hide column"]


@pytest.mark.parametrize("address", ["/mailing-groups/", "/segments/", "/changes/", "/mailing-groups/VEEL/"])
def test_every_list_with_columns_has_it(visit: Visits, site: object, address: str) -> None:
    make_group("VEEL", members=Contact.objects.order_by("number")[:8])
    page = visit("/segments/new", language="en")
    page.get_by_label("Description").fill("Een")
    page.get_by_role("button", name="Save").or_(page.get_by_role("button", name="OK")).first.click()
    page.goto(address)
    column = page.locator("th[data-column]:not([data-fixed])").last
    key = column.get_attribute("data-column")
    column.locator(".column-opens").click()
    menu(page).get_by_role("button", name="Hide column").click()
    expect(page.locator(f"th[data-column={key}]")).to_have_count(0)
    expect(page).to_have_url(re.compile("columns="))
    assert page.locator("tbody tr").first.locator("td, th").count() == page.locator("thead th").count()


def test_on_a_phone_there_are_no_heads_and_the_window_does_it(visit: Visits, site: object) -> None:
    page = visit("/contacts/", language="en", width=390)
    expect(page.locator(".column-opens:visible")).to_have_count(0)
    page.get_by_role("button", name="View").click()
    expect(page.get_by_role("dialog").get_by_role("checkbox", name="City")).to_be_checked()


def test_a_list_that_is_not_about_columns_has_none(visit: Visits, site: object) -> None:
    page = visit("/users/", language="en")
    expect(page.locator(".column-opens")).to_have_count(0)
