"""One number after another, as fast as somebody copies them from a sheet: every one is stored, in order, however late the answers come."""

import re
from contextlib import suppress
from itertools import cycle
from typing import Final

import pytest
from playwright.sync_api import Error, Locator, Page, Route, expect

from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.models import Contact
from postkring.ledger.standing import standing
from postkring.segments.models import SegmentLine
from tests.browser.visits import Visits
from tests.browser.words import words
from tests.factories import make_company, make_group, make_person, make_segment
from tests.laws import examples

SAY: Final = words("nl")
# How late answers come, one after another, and the time between two keys, in milliseconds.
EVERY_SPEED: Final = [((200, 0), 40), ((250,), 0), ((0, 150), 120), ((0,), 0), ((0,), 60), ((200,), 80), ((300,), 100)]
SPEEDS: Final = EVERY_SPEED[: examples(quick=2, full=len(EVERY_SPEED))]
NUMBERS: Final = ["CT000210", "CT000211", "CT000212"]
TELEPHONES: Final = ["000211", "000212", "00211", "0212", "211", "12"]
CODES: Final = ["PERS", "OPENDEUR", "JUBILEUM"]


class Late:
    """Lets the answers come later by so many milliseconds, in turn."""

    def __init__(self, page: Page, delays: tuple[int, ...]) -> None:
        self._page = page
        self._delays = cycle(delays)
        page.route(re.compile("/mailing-groups|/segments/|/number-lookup"), self._take)

    def _take(self, route: Route) -> None:
        # A test may end before the last suggestions come.
        with suppress(Error):
            if delay := next(self._delays):
                self._page.wait_for_timeout(delay)
            route.continue_()


def type_in(page: Page, entries: list[str], delay: int) -> None:
    page.keyboard.type("".join(f"{entry}\n" for entry in entries), delay=delay)


def members(code: str) -> list[str]:
    return list(ContactMailingGroup.objects.filter(mailing_group__code=code).order_by("pk").values_list("contact__number", flat=True))


def lines() -> list[str]:
    return list(SegmentLine.objects.filter(segment__number="SM00001").order_by("line_number").values_list("contact__number", flat=True))


def groups_of(contact: Contact) -> list[str]:
    return list(
        ContactMailingGroup.objects.filter(standing(), contact=contact).order_by("pk").values_list("mailing_group__code", flat=True)
    )


def contact_field(page: Page) -> Locator:
    field = page.get_by_role("combobox", name=SAY["field.contact_no"], exact=True)
    field.focus()
    return field


@pytest.fixture
def group(visit: Visits) -> Locator:
    """A group whose contacts to come have telephone numbers that hold the ends of the numbers that are typed."""
    telephones()
    make_group("LEEG")
    return contact_field(visit("/mailing-groups/LEEG/"))


@pytest.fixture
def segment(visit: Visits) -> Locator:
    telephones()
    make_segment("Verhuizing")
    return contact_field(visit("/segments/SM00001/"))


@pytest.fixture
def nele(site: object) -> Contact:
    return make_person(name="Nele Wouters")


def telephones() -> None:
    for number in TELEPHONES:
        make_company(name=f"Aannemer {number}", phone=f"+32 9 {number}")


def window_field(page: Page) -> Locator:
    page.get_by_role("button", name=SAY["page.mailing_groups"], exact=True).click()
    field = page.get_by_role("dialog").get_by_role("combobox")
    expect(field).to_be_focused()
    return field


@pytest.mark.parametrize(("late", "delay"), SPEEDS)
def test_numbers_typed_on_a_group_are_its_members(group: Locator, late: tuple[int, ...], delay: int) -> None:
    Late(group.page, late)
    type_in(group.page, NUMBERS, delay)
    expect(group.page.locator("#members").get_by_role("row").filter(has_text=NUMBERS[-1])).to_have_count(1)
    expect(group).to_be_focused()
    assert members("LEEG") == NUMBERS
    expect(group).to_have_value("")


@pytest.mark.parametrize(("late", "delay"), SPEEDS)
def test_numbers_typed_on_a_segment_are_its_lines(segment: Locator, late: tuple[int, ...], delay: int) -> None:
    Late(segment.page, late)
    type_in(segment.page, NUMBERS, delay)
    expect(segment.page.locator("#lines").get_by_role("row").filter(has_text=NUMBERS[-1])).to_have_count(1)
    expect(segment).to_be_focused()
    assert lines() == NUMBERS
    expect(segment).to_have_value("")


@pytest.mark.parametrize(("late", "delay"), SPEEDS)
def test_codes_typed_into_the_window_are_the_groups_of_the_contact(nele: Contact, visit: Visits, late: tuple[int, ...], delay: int) -> None:
    field = window_field(visit(f"/contacts/{nele.number}/"))
    Late(field.page, late)
    type_in(field.page, CODES, delay)
    expect(field.page.get_by_role("dialog").get_by_role("row").filter(has_text=CODES[-1])).to_have_count(1)
    expect(field).to_be_focused()
    assert groups_of(nele) == CODES
    expect(field).to_have_value("")


def test_codes_typed_into_the_same_as_a_page_are_its_groups_and_the_act_is_told(nele: Contact, visit: Visits) -> None:
    page = visit(f"/contacts/{nele.number}/mailing-groups")
    field = page.get_by_role("combobox", name=SAY["field.mailing_group_code"])
    expect(field).to_be_focused()
    Late(page, (200,))
    type_in(page, CODES, 60)
    expect(page.get_by_role("row").filter(has_text=CODES[-1])).to_have_count(1)
    expect(field).to_be_focused()
    assert groups_of(nele) == CODES
    expect(page.locator("#toasts")).to_contain_text(CODES[-1])
    page.get_by_role("button", name=SAY["action.undo"]).last.click()
    expect(page.get_by_role("row").filter(has_text=CODES[-1])).to_have_count(0)
    assert groups_of(nele) == CODES[:-1]


def test_what_is_refused_between_others_is_told_and_the_others_are_stored(group: Locator) -> None:
    Late(group.page, (200,))
    type_in(group.page, ["CT000210", "CT999999", "CT000211", "CT999998"], 30)
    group.page.keyboard.type("CT0002", delay=30)
    told = group.page.locator("[data-not-stored]")
    expect(told).to_contain_text("CT999998")
    expect(group).to_be_focused()
    expect(told).to_contain_text("CT999999")
    assert members("LEEG") == ["CT000210", "CT000211"]
    expect(group).to_have_value("CT0002")


@pytest.mark.parametrize("pause", [0, 700])
def test_what_is_typed_after_a_refusal_does_not_run_into_it(group: Locator, pause: int) -> None:
    type_in(group.page, ["CT999999"], 20)
    group.page.wait_for_timeout(pause)
    type_in(group.page, ["CT000210"], 20)
    expect(group.page.locator("#members").get_by_role("row").filter(has_text="CT000210")).to_have_count(1)
    expect(group.page.locator("[data-not-stored]")).to_contain_text("CT999999")
    assert members("LEEG") == ["CT000210"]


def test_a_part_that_was_entered_before_its_list_came_means_nobody(group: Locator) -> None:
    type_in(group.page, ["Aannemer 0002"], 10)
    expect(group).to_have_attribute("aria-invalid", "true")
    expect(group).to_have_value("Aannemer 0002")
    expect(group.page.get_by_role("option").first).to_be_visible()
    assert members("LEEG") == []
    # What the list now shows for it is taken.
    group.page.keyboard.press("ArrowDown")
    group.page.keyboard.press("Enter")
    expect(group).to_have_value("")
    assert [Contact.objects.get(number=number).name for number in members("LEEG")] == ["Aannemer 000212"]
    expect(group.page.locator("[data-not-stored]")).to_have_count(0)


def test_what_was_chosen_by_the_arrows_is_not_exchanged_for_what_comes_later(group: Locator) -> None:
    group.page.keyboard.type("Aannemer")
    expect(group.page.get_by_role("option")).to_have_count(len(TELEPHONES))
    Late(group.page, (400,))
    group.page.keyboard.type(" 2")
    group.page.keyboard.press("ArrowDown")
    chosen = group.page.locator('[role="option"][aria-selected="true"]')
    number = chosen.get_attribute("data-value")
    group.page.wait_for_timeout(700)
    group.page.keyboard.press("Enter")
    expect(group).to_have_value("")
    assert members("LEEG") == [number]


def test_what_was_typed_before_one_went_to_and_fro_is_entered_all_the_same(nele: Contact, visit: Visits) -> None:
    page = window_field(visit(f"/contacts/{nele.number}/")).page
    Late(page, (800,))
    type_in(page, CODES[:1], 0)
    page.keyboard.type(CODES[1])
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("row").filter(has_text=CODES[1])).to_have_count(1)
    assert groups_of(nele) == CODES[:2]


def test_what_waits_when_the_window_is_closed_is_told(nele: Contact, visit: Visits) -> None:
    page = window_field(visit(f"/contacts/{nele.number}/")).page
    Late(page, (400,))
    type_in(page, CODES, 10)
    page.keyboard.press("Escape")
    if page.get_by_role("dialog").is_visible():
        page.keyboard.press("Escape")
    expect(page.locator("[data-not-stored]")).to_contain_text(CODES[-1])
    told = page.locator("[data-not-stored] p").inner_text()
    assert [code for code in CODES if code not in told] == groups_of(nele)


def test_what_was_entered_without_a_connection_is_told_or_stands_in_the_field(group: Locator, visit: Visits) -> None:
    page = group.page
    page.route("**/mailing-groups/LEEG/", lambda route: route.abort())
    type_in(page, NUMBERS, 10)
    page.wait_for_timeout(500)
    expect(page.locator("#notices [role=alert]")).to_be_visible()
    told = page.locator("[data-not-stored]").inner_text() + group.input_value()
    assert [number for number in NUMBERS if number not in told] == []
    assert members("LEEG") == []
    visit.faults.clear()  # what could not be reached is logged
