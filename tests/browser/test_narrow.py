"""On a telephone: nothing scrolls sideways, everything is large enough for a finger, and every page can be reached."""

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from postkring.contacts.models import Contact
from postkring.setup.models import Salesperson
from tests.browser.accessibility import shown_in
from tests.browser.addresses import PAGES, STRANGERS_PAGES
from tests.browser.visits import Visits
from tests.browser.words import words
from tests.factories import make_segment

SAY = words("nl")
PHONE: Final[dict[str, Any]] = {"has_touch": True, "is_mobile": True}

SIDEWAYS: Final = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"

# What can be used, and is smaller than that. A link within a sentence is as high as its line, and what is read out only is nowhere.
TOO_SMALL: Final = """([selector, size]) => [...document.querySelectorAll(selector)].filter(element => {
  const isBox = element.matches('input[type=checkbox], input[type=radio]');
  const target = isBox ? element.closest('label, td, th') ?? element.parentElement : element;
  const box = target.getBoundingClientRect();
  if (!element.checkVisibility() || !box.width || element.closest('.skip-link')) return false;
  const isInline = getComputedStyle(element).display === 'inline';
  const isInText = isInline && element.parentElement.textContent.trim() !== element.textContent.trim();
  return !isInText && Math.min(box.width, box.height) < size - 0.5;
}).map(element => element.outerHTML.slice(0, 120))"""
USED: Final = "a[href], button, input:not([type=hidden]), select, summary"
ACTIONS: Final = (
    ".action-bar .button, .form-actions .button, .top button, .tell-me-opener button, .search-box input, "
    ".field :is(input[type=text], select)"
)


@pytest.fixture(autouse=True)
def _segment(site: object) -> None:
    Salesperson.objects.create(code="JR", name="Jan Raes")
    make_segment("Verhuizing", contacts=Contact.objects.order_by("number")[:5])


@pytest.mark.parametrize(("look", "width"), list(enumerate([390, 320])))
def test_no_page_scrolls_sideways_and_every_target_is_large_enough(visit: Visits, look: int, width: int) -> None:
    page = visit("/", width=width, **PHONE)
    faults = [fault for address in shown_in(look, 2, PAGES) for fault in faults_at(page, address)]
    assert faults == []


def test_the_pages_before_signing_in_are_narrow_too(visit: Visits) -> None:
    page = visit("/sign-in/", role=None, width=320, **PHONE)
    assert [fault for address in STRANGERS_PAGES for fault in faults_at(page, address)] == []


@pytest.mark.parametrize(("look", "language"), list(enumerate(["fr", "de"])))
def test_long_words_of_other_languages_fit(visit: Visits, look: int, language: str) -> None:
    page = visit("/", width=320, language=language, **PHONE)
    assert [address for address in shown_in(look, 2, PAGES) if page.goto(address) and page.evaluate(SIDEWAYS) > 0] == []


def test_rows_become_cards(visit: Visits) -> None:
    page = visit("/contacts/?q=CT000002", width=390, **PHONE)
    row = page.get_by_role("row").filter(has_text="CT000002")
    expect(page.get_by_role("columnheader")).to_have_count(0)
    name, number = row.get_by_role("link", name="Geert Schelfhout").bounding_box(), row.get_by_text("CT000002").bounding_box()
    assert name is not None
    assert number is not None
    assert name["y"] < number["y"]
    for told in ("Drukkerij Schelfhout BV", "Aalst", "KERSTKAART"):
        expect(row).to_contain_text(told)


def test_the_navigation_is_one_tap_away(visit: Visits) -> None:
    page = visit("/", width=390, **PHONE)
    link = page.get_by_role("navigation").get_by_role("link", name=SAY["page.segments"], exact=True)
    expect(link).to_be_hidden()
    page.get_by_role("button", name=SAY["ui.navigation"], exact=True).tap()
    link.tap()
    expect(page.get_by_role("heading", level=1, name=SAY["page.segments"])).to_be_visible()


def test_the_main_job_by_finger(visit: Visits) -> None:
    page = visit("/contacts/CT000002/", width=390, **PHONE)
    page.get_by_role("button", name=SAY["page.mailing_groups"], exact=True).tap()
    window = page.get_by_role("dialog", name=SAY["page.contact_mailing_groups"])
    window.get_by_role("combobox").tap()
    window.get_by_role("option").filter(has_text="OPENDEUR").tap()
    expect(window.get_by_role("row").filter(has_text="OPENDEUR")).to_have_count(1)
    assert page.evaluate(SIDEWAYS) <= 0
    window.get_by_role("button", name=re.compile("OPENDEUR")).tap()
    expect(window.get_by_role("row").filter(has_text="OPENDEUR")).to_have_count(0)
    window.get_by_role("button", name=SAY["action.close"]).first.tap()
    expect(window).to_be_hidden()


def faults_at(page: Page, address: str) -> list[str]:
    page.goto(address)
    found = [f"{address}: too small: {each}" for each in page.evaluate(TOO_SMALL, [USED, 24])]
    found += [f"{address}: no room for a finger: {each}" for each in page.evaluate(TOO_SMALL, [ACTIONS, 44])]
    if page.evaluate(SIDEWAYS) > 0:
        found.append(f"{address}: scrolls sideways")
    return found
