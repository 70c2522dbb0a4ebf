"""Somebody who is quicker than the answers: closes a window, or types on, while an act is still under way."""

import re
from typing import Final

from playwright.sync_api import Page, Route, expect

from postkring.contacts.models import Contact
from tests.browser.visits import Visits
from tests.browser.words import words

SAY: Final = words("nl")


class Held:
    """Holds what the window posts, or what else is asked for, until it is let go."""

    def __init__(self, page: Page, address: str = "**/mailing-groups", method: str = "POST") -> None:
        self._routes: list[Route] = []
        self._is_holding = True
        self._method = method
        page.route(address, self._take)

    def let_go(self) -> None:
        self._is_holding = False
        for route in self._routes:
            route.continue_()

    def _take(self, route: Route) -> None:
        if self._is_holding and route.request.method == self._method:
            self._routes.append(route)
        else:
            route.continue_()


def open_window(page: Page) -> None:
    page.get_by_role("button", name=SAY["page.mailing_groups"], exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()


def choose(page: Page, code: str) -> None:
    page.keyboard.type(code)
    expect(page.get_by_role("option").filter(has_text=code).first).to_be_visible()
    with page.expect_request(lambda request: request.method == "POST"):
        page.keyboard.press("Enter")


def number_of_groups(page: Page) -> int:
    section = page.get_by_role("region", name=SAY["tab.segmentation"])
    text = section.get_by_role("link", name=re.compile(SAY["field.no_of_mailing_groups"])).inner_text()
    return int(re.sub(r"\D", "", text))


def test_a_window_closed_before_the_answer_stays_closed_and_the_page_tells_what_was_done(visit: Visits) -> None:
    page = visit("/contacts/CT000002/")
    before = number_of_groups(page)
    open_window(page)
    held = Held(page)
    choose(page, "OPENDEUR")
    page.keyboard.press("Escape")
    window = page.locator("#dialog")
    expect(window).to_be_hidden()
    held.let_go()
    expect(page.locator("#toasts")).to_contain_text("OPENDEUR")
    expect(page.locator("#toasts").get_by_role("button", name=SAY["action.undo"])).to_be_visible()
    expect(window).to_be_hidden()
    expect(window).to_be_empty()
    expect(page.get_by_role("region", name=SAY["tab.segmentation"])).to_contain_text("OPENDEUR")
    assert number_of_groups(page) == before + 1


def test_what_is_typed_before_the_answer_stays_in_the_field(visit: Visits) -> None:
    page = visit("/contacts/CT000002/")
    open_window(page)
    held = Held(page)
    choose(page, "OPENDEUR")
    page.keyboard.type("PERS")
    held.let_go()
    window = page.get_by_role("dialog")
    expect(window.get_by_role("row").filter(has_text="OPENDEUR")).to_have_count(1)
    expect(window.get_by_role("combobox")).to_have_value("PERS")
    expect(window.get_by_role("combobox")).to_be_focused()
    expect(window.get_by_role("option").filter(has_text="PERS").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(window.get_by_role("button", name=re.compile(r"^PERS\b"))).to_be_visible()


def test_parts_of_a_name_that_are_typed_before_the_suggestion_comes_stay(visit: Visits) -> None:
    page = visit("/contacts/new")
    held = Held(page, "**/name-parts*", "GET")
    page.get_by_role("radio", name=SAY["option.person"]).check()
    page.locator("[name=name]").fill("Anna Maria Jansen")
    page.keyboard.press("Tab")
    page.keyboard.type("Anna")
    page.locator("[name=surname]").fill("Maria Jansen")
    with page.expect_response("**/name-parts*"):
        held.let_go()
    page.get_by_role("button", name=SAY["action.save"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anna Maria Jansen")
    for part, value in {"first_name": "Anna", "middle_name": "", "surname": "Maria Jansen"}.items():
        expect(page.locator(f"[name={part}]")).to_have_value(value)


def test_a_name_is_divided_and_divided_again_until_a_part_is_typed(visit: Visits) -> None:
    page = visit("/contacts/new")
    page.get_by_role("radio", name=SAY["option.person"]).check()
    name, surname = page.locator("[name=name]"), page.locator("[name=surname]")
    for typed, expected in {"Piet Van den Bossche": "Van den Bossche", "Jan De Wolf": "De Wolf"}.items():
        name.fill(typed)
        page.keyboard.press("Tab")
        expect(surname).to_have_value(expected)
    surname.fill("De Wolff")
    with page.expect_response("**/name-parts*") as answered:
        name.fill("Jan Smit")
        page.keyboard.press("Tab")
    assert answered.value.status == 204
    expect(surname).to_have_value("De Wolff")


def test_a_card_left_while_it_is_being_saved_is_saved_whole(visit: Visits) -> None:
    page = visit("/contacts/CT000002/")
    held = Held(page, "**/contacts/CT000002/")
    page.locator("[name=address]").fill("Kaai 7")
    page.locator("[name=address_2]").fill("bus 3")
    page.get_by_role("navigation").get_by_role("link", name=SAY["page.contacts"], exact=True).click()
    held.let_go()
    expect(page.get_by_role("heading", level=1)).to_have_text(SAY["page.contacts"])
    contact = Contact.objects.get(number="CT000002")
    assert (contact.address, contact.address_2) == ("Kaai 7", "bus 3")


def test_a_card_stays_when_what_was_typed_before_leaving_is_refused(visit: Visits) -> None:
    page = visit("/contacts/CT000002/")
    held = Held(page, "**/contacts/CT000002/")
    page.locator("[name=email]").fill("not an address")
    page.get_by_role("navigation").get_by_role("link", name=SAY["page.contacts"], exact=True).click()
    held.let_go()
    expect(page.locator("[name=email]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=email]")).to_have_value("not an address")
    expect(page).to_have_url(re.compile("/contacts/CT000002/$"))
