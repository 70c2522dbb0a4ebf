"""The window for the mailing groups of several contacts, by keyboard."""

from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from tests.browser.states import groups_of_several
from tests.browser.visits import Visits
from tests.browser.words import words
from tests.factories import make_group

SAY: Final = words("en")


@pytest.fixture
def window(visit: Visits, site: object) -> Locator:
    make_group("AAP", "Dierentuin")
    page = visit("/", language="en")
    groups_of_several(page)
    return page.locator("#dialog")


def test_enter_in_the_find_field_goes_to_the_first_box_and_saves_nothing(window: Locator) -> None:
    keyboard = window.page.keyboard
    keyboard.type("dieren")
    keyboard.press("Enter")
    box = window.get_by_role("checkbox", name="AAP")
    expect(box).to_be_focused()
    expect(box).not_to_be_checked()
    keyboard.press("Enter")
    expect(box).to_be_checked()
    expect(window).to_be_visible()
    # What is changed in a group that is not shown any more still counts.
    window.get_by_role("searchbox").fill("kerst")
    expect(box).to_be_hidden()
    expect(window).to_contain_text("AAP: to add 3")
    expect(window).to_contain_text("To add: 3 · To take out: 0")
    keyboard.press("Control+Enter")
    expect(window).to_be_hidden()
    assert ContactMailingGroup.objects.filter(mailing_group__code="AAP").count() == 3


def test_what_is_not_there_can_be_made(window: Locator) -> None:
    keyboard = window.page.keyboard
    keyboard.type("no such")
    expect(window).to_contain_text("No mailing group has this in its code or description.")
    expect(window.get_by_role("button", name="New group")).to_be_hidden()
    window.get_by_role("searchbox").fill("straße")
    keyboard.press("Enter")
    expect(window.get_by_role("button", name="New group “STRASSE”")).to_be_focused()
    keyboard.press("Enter")
    expect(window.get_by_role("checkbox", name="New group “STRASSE”")).to_be_focused()
    expect(window).to_contain_text("STRASSE: to add 3")
    assert not MailingGroup.objects.filter(code="STRASSE").exists()
    keyboard.press("Control+Enter")
    expect(window).to_be_hidden()
    assert ContactMailingGroup.objects.filter(mailing_group__code="STRASSE").count() == 3


def test_a_group_that_some_are_in_goes_to_all_to_none_and_back(window: Locator) -> None:
    box = window.locator('[data-state="some"]').first
    code = box.get_attribute("value")
    row = window.locator(f'[data-state][value="{code}"]')
    for state in ("all", "none", "some", "all"):
        row.click()
        expect(row).to_have_attribute("data-state", state)
