"""What the card of a contact shows once its window for mailing groups was used."""

import re
from typing import Final

from playwright.sync_api import expect

from tests.browser.visits import Visits
from tests.browser.words import words

SAY: Final = words("nl")


def test_the_sign_beside_the_chips_opens_the_window_and_the_history_follows(visit: Visits) -> None:
    page = visit("/contacts/CT000002/")
    history = page.locator("#history")
    expect(history).not_to_contain_text("OPENDEUR")
    page.locator("#segmentation .chips").get_by_role("button", name="Aan een mailinggroep toevoegen").click()
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    page.keyboard.type("OPENDEUR")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("row").filter(has_text="OPENDEUR")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(history).to_contain_text("OPENDEUR")


def test_the_saved_mark_shows_the_time_of_the_organisation(visit: Visits) -> None:
    page = visit("/contacts/CT000002/", timezone_id="Pacific/Auckland")
    page.locator("#main input[name=mobile]").fill("0470 12 34 56")
    page.locator("#main input[name=mobile]").blur()
    mark = page.locator("[data-save-status]")
    expect(mark).to_have_text(re.compile(r"\d\d:\d\d$"))
    # The history below, which the server writes, says the same time, or the minute after it.
    here = page.evaluate("new Intl.DateTimeFormat('nl', { timeZone: 'Europe/Brussels', hour: '2-digit' }).format(new Date())")
    assert f" {here}:" in mark.inner_text()
