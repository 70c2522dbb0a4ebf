"""Back to a list from one of its records: the focus stands on the row one comes from."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from postkring.contacts.models import Contact
from tests.browser.keyboard import Keyboard
from tests.browser.visits import Visits
from tests.factories import make_group, make_segment


def link(page: Page, place: int) -> Locator:
    return page.locator(".list-table tbody tr").nth(place).locator("th a, td a:not([data-row-menu])").first


def opened(page: Page, keyboard: Keyboard, place: int) -> str:
    """Opens the record of a row by keyboard; what its link says."""
    row = link(page, place)
    row.focus()
    said, here = row.inner_text(), page.url
    keyboard.press("Enter")
    page.wait_for_url(lambda url: url != here)  # a card with a list has a way back of its own
    expect(page.locator(".back a").first).to_be_visible()
    return said


LISTS = [
    "/contacts/?sort=city&size=25&page=2",
    "/mailing-groups/?sort=-code",
    "/segments/",
    "/changes/",
    "/mailing-groups/VEEL/",
    "/segments/SM00001/",
]


@pytest.fixture(autouse=True)
def _lists(site: object) -> None:
    make_group("VEEL", members=Contact.objects.order_by("number")[:20])
    make_segment("Veel", contacts=Contact.objects.order_by("number")[:20])
    make_segment("Leeg")


@pytest.mark.parametrize("address", LISTS)
def test_the_browser_s_back_leads_to_the_row(visit: Visits, address: str) -> None:
    page = visit(address, language="en")
    keyboard = Keyboard(page)
    last = page.locator(".list-table tbody tr").count() - 1
    said = opened(page, keyboard, last)
    page.go_back()
    expect(link(page, last)).to_have_text(said)
    expect(link(page, last)).to_be_focused()
    keyboard.sees()
    keyboard.press("ArrowUp" if last else "Home")
    expect(link(page, max(last - 1, 0))).to_be_focused()


def test_the_way_back_of_the_card_leads_to_the_page_and_the_row(visit: Visits) -> None:
    page = visit("/contacts/?size=25&page=2&q=a", language="en")
    keyboard = Keyboard(page)
    opened(page, keyboard, 20)
    keyboard.go("link", "Contacts", within=page.locator(".back"))
    keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/contacts/\?size=25&page=2&q=a"))
    expect(link(page, 20)).to_be_focused()
    keyboard.sees()
    expect(page.locator("#main")).not_to_be_focused()


def test_who_went_on_to_the_next_record_comes_back_to_its_row(visit: Visits) -> None:
    page = visit("/contacts/?size=25", language="en")
    keyboard = Keyboard(page)
    names = page.locator(".list-table tbody th").all_inner_texts()
    opened(page, keyboard, 3)
    keyboard.press("Control+ArrowDown")
    expect(page.locator("h1")).to_have_text(names[4].strip())
    page.locator(".back a").click()
    expect(link(page, 4)).to_be_focused()
    opened(page, keyboard, 3)
    keyboard.press("Control+ArrowDown")
    expect(page.locator("h1")).to_have_text(names[4].strip())
    page.go_back()
    page.go_back()
    expect(link(page, 3)).to_be_focused()


def test_lines_of_a_segment_are_walked_from_card_to_card(visit: Visits) -> None:
    page = visit("/segments/SM00001/", language="en")
    keyboard = Keyboard(page)
    numbers = page.locator(".list-table tbody td.column-code").all_inner_texts()
    opened(page, keyboard, 0)
    keyboard.press("Control+ArrowDown")
    expect(page).to_have_url(re.compile(f"/contacts/{numbers[1]}/"))


def test_each_list_on_the_way_knows_its_own_row(visit: Visits) -> None:
    page = visit("/mailing-groups/?sort=-code", language="en")
    keyboard = Keyboard(page)
    group = page.locator(".list-table tbody tr").filter(has_text="VEEL").locator("th a")
    group.focus()
    keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("VEEL")
    opened(page, keyboard, 5)
    page.go_back()
    expect(link(page, 5)).to_be_focused()
    page.go_back()
    expect(group).to_be_focused()


def test_who_opens_the_list_anew_begins_at_its_head(visit: Visits) -> None:
    page = visit("/contacts/?size=25", language="en")
    opened(page, Keyboard(page), 3)
    page.get_by_role("navigation").get_by_role("link", name="Contacts", exact=True).click()
    expect(page.locator(".list-table")).to_be_visible()
    expect(page.locator(".list-table a:focus")).to_have_count(0)
