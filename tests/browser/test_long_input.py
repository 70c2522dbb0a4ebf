"""Hundreds of letters without a blank, long addresses, hidden fields: the page keeps its width, and its parts their places."""

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from postkring.contacts.models import Contact
from tests.browser.visits import Visits
from tests.browser.words import words
from tests.factories import make_segment

SAY: Final = words("nl")
LONG: Final = "z" * 300
SIDEWAYS: Final = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
# What reaches beyond the window, however it is placed.
BEYOND: Final = """() => [...document.querySelectorAll('body *')].filter(element => {
  const { left, right, width } = element.getBoundingClientRect();
  return element.checkVisibility() && width && !element.closest('svg, .visually-hidden, .skip-link, [data-list-scroll]')
    && (left < -1 || right > document.documentElement.clientWidth + 1)
    && element.matches('p, p > span, dialog, .toast, .field, .chip, .button, li');
}).map(element => `${element.outerHTML.slice(0, 90)} ${Math.round(element.getBoundingClientRect().right)}`)"""
WIDTHS: Final = [1280, 390]


def expect_to_fit(page: Page) -> None:
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(BEYOND) == []


def top(element: Locator) -> float:
    box = element.bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_contact_number_is_refused_within_the_page(visit: Visits, width: int) -> None:
    make_segment("Verhuizing")
    page = visit("/segments/SM00001/", width=width)
    field = page.get_by_role("combobox", name=SAY["field.contact_no"], exact=True)
    field.fill(LONG)
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect_to_fit(page)
    # Typed on at once, it is told in a toast.
    page.keyboard.type("CT000210\n")
    expect(page.locator("[data-not-stored]")).to_contain_text(LONG)
    expect_to_fit(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_code_is_refused_within_the_window(visit: Visits, width: int) -> None:
    page = visit("/contacts/CT000002/", width=width)
    page.get_by_role("button", name=SAY["page.mailing_groups"], exact=True).click()
    field = page.get_by_role("dialog").get_by_role("combobox")
    field.fill(LONG)
    field.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_have_attribute("aria-invalid", "true")
    expect_to_fit(page)
    assert (
        page.evaluate("() => { const body = document.querySelector('#dialog .dialog-body'); return body.scrollWidth - body.clientWidth }")
        <= 0
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_filter_is_told_within_the_page(visit: Visits, width: int) -> None:
    page = visit(f"/contacts/?filters=1&displayName={LONG}", width=width)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect_to_fit(page)


def test_the_label_of_a_long_address_stands_beside_its_first_line(visit: Visits) -> None:
    Contact.objects.filter(number="CT000002").update(email=f"{'een.zeer.lange.naam.' * 3}aan@voorbeeld.be")
    page = visit("/contacts/CT000002/", role="reader")
    link = page.get_by_role("link", name=re.compile("een.zeer.lange"))
    label = page.locator(".property").filter(has=link).locator("dt")
    box = link.bounding_box()
    assert box
    assert box["height"] > 40
    assert abs(top(label) - box["y"]) < 6


@pytest.mark.parametrize("address", ["/setup/organisation", "/setup/inheritance", "/setup/number-series/CONT"])
def test_the_buttons_of_the_set_up_keep_their_distance(visit: Visits, address: str) -> None:
    page = visit(address)
    last = page.locator("form .field").last.bounding_box()
    assert last
    assert top(page.locator("form .form-actions")) - last["y"] - last["height"] >= 15
