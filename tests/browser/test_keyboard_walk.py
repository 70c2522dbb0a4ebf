"""The main job by keyboard alone: nothing here clicks, fills in or looks for a place to point at."""

import re

import pytest
from playwright.sync_api import Page, expect

from postkring.contacts.models import Contact
from postkring.segments.models import SegmentLine
from tests.browser.keyboard import Keyboard
from tests.browser.visits import Visits
from tests.browser.words import words

SAY = words("nl")


@pytest.fixture
def page(visit: Visits) -> Page:
    return visit("/", role=None)


@pytest.fixture
def keyboard(page: Page) -> Keyboard:
    return Keyboard(page)


def test_the_main_job_by_keyboard_alone(page: Page, keyboard: Keyboard) -> None:
    sign_in(page, keyboard)
    define_the_codes(page, keyboard)
    make_a_company(page, keyboard)
    make_a_person(page, keyboard)
    assign_from_the_card(page, keyboard)
    assign_from_the_list(page, keyboard)
    use_them_in_a_segment(page, keyboard)
    type_a_line_by_number(page, keyboard)


def sign_in(page: Page, keyboard: Keyboard) -> None:
    keyboard.go("button", SAY["signin.demo"])
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=SAY["page.home"])).to_be_visible()
    keyboard.at("main")


def define_the_codes(page: Page, keyboard: Keyboard) -> None:
    tell_me(page, keyboard, "mailing", SAY["page.mailing_groups"])
    for code, description in [("VERHUIZING", "Kantoorverhuizing"), ("geschenk", "Relatiegeschenk")]:
        keyboard.press("Alt+n")
        keyboard.at("textbox", SAY["field.code"])
        keyboard.type(code)
        keyboard.press("Tab")
        keyboard.at("textbox", SAY["field.description"])
        keyboard.type(description)
        keyboard.press("Enter")
        expect(page.get_by_role("link", name=code.upper(), exact=True)).to_be_visible()
        keyboard.at("button", SAY["action.new"])
    # What is refused keeps the text, and the focus stands where it is mended.
    keyboard.press("Enter")
    code_field = keyboard.at("textbox", SAY["field.code"])
    keyboard.type("A B")
    keyboard.press("Enter")
    expect(code_field).to_have_attribute("aria-invalid", "true")
    expect(keyboard.at("textbox", SAY["field.code"])).to_have_value("A B")
    keyboard.press("Escape")
    keyboard.at("button", SAY["action.new"])


def make_a_company(page: Page, keyboard: Keyboard) -> None:
    tell_me(page, keyboard, "contacten", SAY["page.contacts"])
    keyboard.press("Alt+n")
    keyboard.at("textbox", SAY["field.name"])
    keyboard.press("Shift+Tab")
    expect(keyboard.at("radio", SAY["option.company"])).to_be_checked()
    keyboard.press("Tab")
    keyboard.type("Zadelmakerij Wouters")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Zadelmakerij Wouters")).to_be_visible()
    keyboard.at("main")


def make_a_person(page: Page, keyboard: Keyboard) -> None:
    tell_me(page, keyboard, "contacten", SAY["page.contacts"])
    keyboard.press("Alt+n")
    keyboard.at("textbox", SAY["field.name"])
    keyboard.press("Shift+Tab", "ArrowRight")
    expect(keyboard.at("radio", SAY["option.person"])).to_be_checked()
    keyboard.press("Tab")
    keyboard.at("textbox", SAY["field.name"])
    keyboard.type("Nele Wouters")
    keyboard.go("combobox", SAY["field.company_name"])
    keyboard.type("schelf")
    expect(page.get_by_role("option").first).to_contain_text("Drukkerij Schelfhout BV")
    keyboard.press("Enter")
    expect(keyboard.at("combobox", SAY["field.company_name"])).to_have_value(re.compile("Schelfhout"))
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Nele Wouters")).to_be_visible()
    keyboard.at("main")


def assign_from_the_card(page: Page, keyboard: Keyboard) -> None:
    keyboard.go("button", SAY["page.mailing_groups"])
    keyboard.press("Enter")
    window = page.get_by_role("dialog", name=SAY["page.contact_mailing_groups"])
    field = keyboard.at("combobox", SAY["field.mailing_group_code"], within=window)
    # Three groups are: type the code, Enter.
    for code in ("verhuizing", "geschenk", "kerstkaart"):
        keyboard.type(code)
        keyboard.press("Enter")
        expect(window.get_by_role("row").filter(has_text=code.upper())).to_have_count(1)
        expect(keyboard.at("combobox", SAY["field.mailing_group_code"], within=window)).to_have_value("")
    take_out_and_undo(page, keyboard)
    expect(field).to_be_visible()
    keyboard.press("Escape")
    expect(window).to_be_hidden()
    keyboard.at("button", SAY["page.mailing_groups"])
    section = page.get_by_role("region", name=SAY["tab.segmentation"])
    expect(section.get_by_role("link", name=re.compile(SAY["field.no_of_mailing_groups"]))).to_contain_text("3")


def take_out_and_undo(page: Page, keyboard: Keyboard) -> None:
    # × takes out and the next × has the focus; Ctrl+Z puts back what was taken out last.
    window = page.get_by_role("dialog")
    keyboard.go("button", re.compile("GESCHENK"), within=window)
    keyboard.press("Enter")
    expect(window.get_by_role("row").filter(has_text="GESCHENK")).to_have_count(0)
    keyboard.at("button", re.compile("KERSTKAART"), within=window)
    keyboard.press("Control+z")
    expect(window.get_by_role("row").filter(has_text="GESCHENK")).to_have_count(1)
    expect(window.get_by_role("row")).to_have_count(4)
    keyboard.at("button", re.compile("GESCHENK"), within=window)


def assign_from_the_list(page: Page, keyboard: Keyboard) -> None:
    tell_me(page, keyboard, "contacten", SAY["page.contacts"])
    keyboard.press("F3")
    keyboard.at("searchbox")
    keyboard.type("drukkerij schelfhout aalst")
    expect(page.get_by_role("row")).to_have_count(8)
    keyboard.at("searchbox")
    keyboard.go("checkbox", SAY["a11y.select_row"].replace("{name}", "Drukkerij Schelfhout BV"))
    keyboard.press(" ")
    keyboard.go("button", SAY["page.mailing_groups"], key="Shift+Tab")
    keyboard.press("Enter")
    window = page.get_by_role("dialog", name=SAY["page.contact_mailing_groups"])
    keyboard.at("combobox", SAY["field.mailing_group_code"], within=window)
    keyboard.type("geschenk")
    keyboard.press("Enter")
    expect(window.get_by_role("row").filter(has_text="GESCHENK")).to_have_count(1)
    keyboard.press("Escape")
    expect(window).to_be_hidden()
    keyboard.at("button", SAY["page.mailing_groups"])
    open_and_close_the_row_menu(page, keyboard)


def open_and_close_the_row_menu(page: Page, keyboard: Keyboard) -> None:
    keyboard.go("link", "Nele Wouters")
    keyboard.press("Shift+F10", "ArrowDown")
    keyboard.at("link", SAY["page.mailing_groups"], within=page.locator("#row-menu"))
    keyboard.press("Enter")
    window = page.get_by_role("dialog", name=SAY["page.contact_mailing_groups"])
    keyboard.at("combobox", SAY["field.mailing_group_code"], within=window)
    keyboard.press("Escape")
    expect(window).to_be_hidden()
    keyboard.sees()
    keyboard.press("Shift+Tab")
    keyboard.at("link", "Nele Wouters")


def use_them_in_a_segment(page: Page, keyboard: Keyboard) -> None:
    tell_me(page, keyboard, "segmenten", SAY["page.segments"])
    keyboard.press("Alt+n")
    keyboard.at("textbox", SAY["field.description"])
    keyboard.type("Verhuizing")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="SM00001")).to_be_visible()
    keyboard.at("main")
    keyboard.go("button", SAY["action.add_contacts"])
    keyboard.press("Enter")
    keyboard.at("combobox", SAY["field.mailing_group_code"])
    keyboard.type("VERHUIZING|GESCHENK")
    keyboard.go("button", SAY["action.add_n_contacts.other"].replace("{count}", "2"))
    keyboard.press(" ")
    expect(page.get_by_role("row").filter(has_text="Nele Wouters")).to_be_visible()
    keyboard.at("main")
    assert lines() == ["Drukkerij Schelfhout BV", "Nele Wouters"]
    see_the_criteria(page, keyboard)
    keyboard.go("button", SAY["action.go_back"])
    keyboard.press("Enter")
    window = page.get_by_role("dialog", name=SAY["action.go_back"])
    keyboard.at("button", SAY["action.cancel"], within=window)
    keyboard.press("Shift+Tab")
    keyboard.at("button", SAY["action.go_back"], within=window)
    keyboard.press("Enter")
    expect(window).to_be_hidden()
    expect(page.get_by_role("row").filter(has_text="Nele Wouters")).to_have_count(0)
    keyboard.at("button", SAY["action.go_back"])
    assert lines() == []


def see_the_criteria(page: Page, keyboard: Keyboard) -> None:
    keyboard.go("link", f"{SAY['field.no_of_criteria_actions']}: 1")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=SAY["page.segment_criteria"])).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="VERHUIZING")).to_have_count(1)
    keyboard.go("link", re.compile("SM00001"), within=page.get_by_role("main"))
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="SM00001")).to_be_visible()


def type_a_line_by_number(page: Page, keyboard: Keyboard) -> None:
    keyboard.go("combobox", SAY["field.contact_no"])
    keyboard.type(Contact.objects.get(name="Zadelmakerij Wouters").number)
    keyboard.press("Enter")
    expect(page.get_by_role("row").filter(has_text="Zadelmakerij Wouters")).to_have_count(1)
    expect(keyboard.at("combobox", SAY["field.contact_no"])).to_have_value("")
    assert lines() == ["Zadelmakerij Wouters"]


def tell_me(page: Page, keyboard: Keyboard, typed: str, title: str) -> None:
    keyboard.press("Alt+q")
    keyboard.at("combobox", SAY["search.tell_me"])
    keyboard.type(typed)
    expect(page.get_by_role("dialog").get_by_role("option").first).to_contain_text(title)
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    keyboard.at("main")


def lines() -> list[str]:
    return sorted(
        Contact.objects.filter(pk__in=SegmentLine.objects.filter(segment__number="SM00001").values("contact")).values_list(
            "name", flat=True
        )
    )
