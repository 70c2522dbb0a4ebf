"""A value on the card that could not be stored: it is never called saved, goes along with the next save, and is not left without a word."""

import re
from typing import Final

import pytest
from django.conf import settings
from playwright.sync_api import Dialog, Locator, Page, Route, expect

from postkring.contacts.models import Contact
from tests.browser.visits import Visits
from tests.browser.words import words

SAY: Final = words("nl")
CARD: Final = "/contacts/CT000023/"
NOT_SENT: Final = "Niet opgeslagen"
NOT_SAVED: Final = re.compile(f"^{NOT_SENT}$")
SAVED: Final = re.compile(r"^Opgeslagen \d\d:\d\d$")


@pytest.fixture
def page(visit: Visits) -> Page:
    return visit(CARD)


def enter(page: Page, name: str, value: str) -> None:
    page.locator(f"#main [name={name}]").fill(value)
    page.keyboard.press("Tab")


def mark(page: Page) -> Locator:
    return page.locator("[data-save-status]")


def stored() -> Contact:
    return Contact.objects.get(number="CT000023")


def notice(page: Page) -> Locator:
    return page.locator("#notices [role=alert]")


def refuse_one(page: Page, visit: Visits, name: str, value: str) -> None:
    page.route(f"**{CARD}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    enter(page, name, value)
    expect(mark(page)).to_have_text(NOT_SAVED)
    expect(notice(page)).to_be_visible()
    page.unroute(f"**{CARD}")
    visit.faults.clear()  # what could not be reached is logged


def test_what_was_not_sent_is_stored_with_the_next_field(page: Page, visit: Visits) -> None:
    refuse_one(page, visit, "name_2", "Afdeling Noord")
    expect(page.locator("#main [name=name_2]")).to_have_accessible_description(re.compile(NOT_SENT))
    enter(page, "address_2", "bus 3")
    expect(mark(page)).to_have_text(SAVED)
    expect(notice(page)).to_have_count(0)
    expect(page.locator("#slot-name_2")).not_to_contain_text(NOT_SENT)
    assert (stored().name_2, stored().address_2) == ("Afdeling Noord", "bus 3")


def test_what_was_typed_while_signed_out_is_stored_once_one_signed_in_again(page: Page, visit: Visits) -> None:
    visit.expect_status(401)
    context = page.context
    session = [cookie for cookie in context.cookies() if cookie["name"] == settings.SESSION_COOKIE_NAME]
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    enter(page, "name_2", "Afdeling Noord")
    expect(mark(page)).to_have_text(NOT_SAVED)
    expect(notice(page)).to_contain_text(SAY["action.sign_in"])
    enter(page, "phone", "09 123 45 67")
    expect(page.locator("#slot-phone")).to_contain_text(NOT_SENT)
    context.add_cookies([{"name": session[0]["name"], "value": session[0]["value"], "url": page.url}])
    enter(page, "address_2", "bus 3")
    expect(mark(page)).to_have_text(SAVED)
    expect(notice(page)).to_have_count(0)
    assert (stored().name_2, stored().phone, stored().address_2) == ("Afdeling Noord", "09 123 45 67", "bus 3")


def test_the_mark_says_not_saved_until_what_was_refused_is_mended(page: Page) -> None:
    enter(page, "email", "not an address")
    expect(page.locator("#main [name=email]")).to_have_attribute("aria-invalid", "true")
    with page.expect_response(f"**{CARD}") as answered:
        enter(page, "address_2", "bus 3")
    assert answered.value.ok
    expect(page.locator("#undo-saved button")).to_be_visible()
    expect(mark(page)).to_have_text(NOT_SAVED)
    enter(page, "email", "info@example.be")
    expect(mark(page)).to_have_text(SAVED)
    assert (stored().address_2, stored().email) == ("bus 3", "info@example.be")


def test_the_answer_to_another_field_does_not_replace_what_is_not_stored(page: Page, visit: Visits) -> None:
    refuse_one(page, visit, "city", "Gentbrugge")
    enter(page, "post_code", "2000")
    # The post code brings a city of its own: of the two values one is chosen.
    expect(page.locator("#slot-city .conflict")).to_be_visible()
    expect(page.locator("#main [name=city]")).to_have_value("Gentbrugge")
    expect(mark(page)).to_have_text(NOT_SAVED)
    page.locator("#slot-city .conflict a").click()
    expect(page.locator("#slot-city .conflict")).to_have_count(0)
    expect(mark(page)).to_have_text("")


def test_a_field_changed_twice_before_the_answer_holds_the_second_value(page: Page) -> None:
    held: list[Route] = []
    page.route(f"**{CARD}", lambda route: held.append(route) if not held else route.continue_())
    enter(page, "name_2", "Noord")
    enter(page, "name_2", "Noord en Oost")
    held[0].continue_()
    expect(mark(page)).to_have_text(SAVED)
    expect(page.locator("#main [name=name_2]")).to_have_value("Noord en Oost")
    assert stored().name_2 == "Noord en Oost"


def test_who_leaves_is_asked_while_something_is_not_stored(page: Page, visit: Visits) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    refuse_one(page, visit, "name_2", "Afdeling Noord")
    page.on("dialog", stay)
    contacts = page.get_by_role("navigation").get_by_role("link", name=SAY["page.contacts"], exact=True)
    contacts.click()
    expect(page.locator("#main [name=name_2]")).to_have_value("Afdeling Noord")
    assert asked == ["beforeunload"]
    enter(page, "address_2", "bus 3")
    expect(mark(page)).to_have_text(SAVED)
    contacts.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SAY["page.contacts"])
    assert asked == ["beforeunload"]
