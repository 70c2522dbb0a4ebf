"""Pages enlarged, with wide text, in the colours of the user's own system, and on paper."""

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from postkring.contacts.models import Contact
from tests.browser.states import groups_window, groups_window_with_suggestions
from tests.browser.visits import Visits
from tests.factories import make_segment

MAIN_PAGES: Final = (
    "/",
    "/contacts/",
    "/contacts/new",
    "/contacts/CT000002/",
    "/contacts/CT000002/mailing-groups",
    "/contacts/mailing-groups?selected=CT000001&selected=CT000002",
    "/mailing-groups/",
    "/mailing-groups/KERSTKAART/",
    "/segments/",
    "/segments/SM00001/",
    "/segments/SM00001/add-contacts",
    "/segments/SM00001/go-back",
    "/settings/",
    "/users/",
)
SIDEWAYS: Final = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
# Labels of what can be pressed that are cut off.
CUT: Final = """() => [...document.querySelectorAll('.button, h1, h2, .field-label, .navigation a')].filter(element =>
  element.checkVisibility() && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 3)
  && getComputedStyle(element).display !== 'inline').map(element => element.outerHTML.slice(0, 120))"""
LARGER_TEXT: Final = "html { font-size: 200% !important }"
WIDE_TEXT: Final = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"


@pytest.fixture(autouse=True)
def _segment(site: object) -> None:
    make_segment("Verhuizing", contacts=Contact.objects.order_by("number")[:5])


def faults_with(page: Page, style: str) -> list[str]:
    found = []
    for address in MAIN_PAGES:
        page.goto(address)
        page.add_style_tag(content=style)
        found += [f"{address}: cut off: {each}" for each in page.evaluate(CUT)]
        if page.evaluate(SIDEWAYS) > 0:
            found.append(f"{address}: scrolls sideways")
    return found


def test_pages_can_be_enlarged_to_200_percent(visit: Visits) -> None:
    # A window of 1280 pixels at 200 % holds what one of 640 holds, twice as large.
    page = visit("/", width=640, device_scale_factor=2)
    assert [address for address in MAIN_PAGES if page.goto(address) and page.evaluate(SIDEWAYS) > 0] == []


@pytest.mark.parametrize("style", [LARGER_TEXT, WIDE_TEXT], ids=["larger", "wider"])
def test_text_alone_can_be_larger_and_wider(visit: Visits, style: str) -> None:
    assert faults_with(visit("/", language="de", bypass_csp=True), style) == []


def test_the_colours_of_the_system_leave_edges_and_marks(visit: Visits) -> None:
    page = visit("/", forced_colors="active")
    groups_window_with_suggestions(page)
    edges = """element => {
      const style = getComputedStyle(element);
      return style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) >= 1;
    }"""
    for part in ("#dialog", "#dialog .button:not(.button-icon)", "#dialog input[type=text]", "#dialog .lookup-list", ".action-bar .button"):
        assert page.locator(part).first.evaluate(edges), part
    chosen = page.locator("#dialog [aria-selected=true]")
    assert chosen.evaluate("element => getComputedStyle(element).outlineStyle") != "none"


def test_a_printed_list_has_its_head_on_every_page_and_no_buttons(visit: Visits) -> None:
    page = visit("/contacts/?group=KERSTKAART&q=a", theme="dark")
    page.emulate_media(media="print")
    expect(page.locator("button:visible, [role=button]:visible, nav a:visible, input[type=checkbox]:visible")).to_have_count(0)
    assert page.locator(".list-table thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    # What narrows the list, and when it was printed, is on the paper too.
    expect(page.get_by_text("KERSTKAART").first).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.locator(".printed")).to_have_text(re.compile(r"Papierhandel Van Looveren NV · \d\d/\d\d/\d{4} \d\d:\d\d"))
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(27, 33, 39)"
    assert page.pdf().count(b"/Type /Page\n") > 1


def test_a_printed_card_shows_values_instead_of_fields(visit: Visits) -> None:
    page = visit("/contacts/CT000002/")
    page.emulate_media(media="print")
    expect(page.locator("button:visible:not(.fasttab-head button), [role=button]:visible")).to_have_count(0)
    assert page.locator("input[name=name]").evaluate("field => getComputedStyle(field).borderTopStyle") == "none"


def test_a_window_over_a_page_is_not_printed(visit: Visits) -> None:
    page = visit("/")
    groups_window(page)
    page.emulate_media(media="print")
    expect(page.locator("#dialog")).to_be_hidden()
