"""The main job by mouse alone: the keyboard only types text, and never presses Enter, Tab or a shortcut."""

import re

from playwright.sync_api import Locator, Page, expect

from postkring.contacts.models import Contact
from postkring.segments.models import SegmentLine
from tests.browser.visits import Visits
from tests.browser.words import words

SAY = words("nl")


def test_the_main_job_by_mouse_alone(visit: Visits) -> None:
    page = visit("/", role=None)
    button(page, "signin.demo").click()
    define_the_codes(page)
    make_a_person(page)
    assign_from_the_card(page)
    assign_from_the_list(page)
    use_them_in_a_segment(page)


def define_the_codes(page: Page) -> None:
    button(page, "search.icon").click()
    type_into(page.get_by_role("combobox", name=SAY["search.tell_me"]), "mailing")
    page.get_by_role("option", name=SAY["page.mailing_groups"], exact=True).first.click()
    for code, description in [("VERHUIZING", "Kantoorverhuizing"), ("geschenk", "Relatiegeschenk")]:
        button(page, "action.new").click()
        type_into(page.get_by_role("textbox", name=SAY["field.code"], exact=True), code)
        type_into(page.get_by_role("textbox", name=SAY["field.description"], exact=True), description)
        button(page, "action.save").click()
        expect(page.get_by_role("link", name=code.upper(), exact=True)).to_be_visible()


def make_a_person(page: Page) -> None:
    go_to(page, "page.contacts")
    button(page, "action.new").click()
    page.get_by_text(SAY["option.person"], exact=True).click()
    type_into(page.get_by_role("textbox", name=SAY["field.name"], exact=True), "Nele Wouters")
    type_into(page.get_by_role("combobox", name=SAY["field.company_name"]), "schelf")
    page.get_by_role("option").filter(has_text="Drukkerij Schelfhout BV").click()
    button(page, "action.save").click()
    expect(page.get_by_role("heading", level=1, name="Nele Wouters")).to_be_visible()


def assign_from_the_card(page: Page) -> None:
    button(page, "page.mailing_groups").click()
    window = page.get_by_role("dialog", name=SAY["page.contact_mailing_groups"])
    for code in ("VERHUIZING", "GESCHENK", "KERSTKAART"):
        window.get_by_role("combobox").click()
        window.get_by_role("option").filter(has_text=code).click()
        expect(window.get_by_role("row").filter(has_text=code)).to_have_count(1)
    # × takes out, and the toast puts back.
    window.get_by_role("button", name=re.compile("GESCHENK")).click()
    expect(window.get_by_role("row").filter(has_text="GESCHENK")).to_have_count(0)
    undo = window.get_by_role("button", name=SAY["action.undo"]).last
    expect(window.get_by_role("button", name=SAY["action.undo"])).to_have_count(2)
    undo.click()
    expect(window.get_by_role("row").filter(has_text="GESCHENK")).to_have_count(1)
    window.get_by_role("button", name=SAY["action.close"]).first.click()
    expect(window).to_be_hidden()
    section = page.get_by_role("region", name=SAY["tab.segmentation"])
    expect(section.get_by_role("link", name=re.compile(SAY["field.no_of_mailing_groups"]))).to_contain_text("3")


def assign_from_the_list(page: Page) -> None:
    go_to(page, "page.contacts")
    button(page, "page.mailing_groups").click()
    expect(page.get_by_text(SAY["msg.select_rows_first"]).first).to_be_visible()
    type_into(page.get_by_role("searchbox"), "drukkerij schelfhout aalst")
    expect(page.get_by_role("row")).to_have_count(8)
    page.get_by_role("checkbox", name=SAY["a11y.select_row"].replace("{name}", "Drukkerij Schelfhout BV")).click()
    button(page, "page.mailing_groups").first.click()
    window = page.get_by_role("dialog", name=SAY["page.contact_mailing_groups"])
    window.get_by_role("combobox").click()
    window.get_by_role("option").filter(has_text="GESCHENK").click()
    expect(window.get_by_role("row").filter(has_text="GESCHENK")).to_have_count(1)
    window.get_by_role("button", name=SAY["action.close"]).first.click()
    expect(window).to_be_hidden()


def use_them_in_a_segment(page: Page) -> None:
    go_to(page, "page.segments")
    button(page, "action.new").click()
    type_into(page.get_by_role("textbox", name=SAY["field.description"], exact=True), "Verhuizing")
    button(page, "action.save").click()
    expect(page.get_by_role("heading", level=1, name="SM00001")).to_be_visible()
    button(page, "action.add_contacts").click()
    type_into(page.get_by_label(SAY["field.mailing_group_code"], exact=True), "VERHUIZING|GESCHENK")
    page.get_by_role("button", name=SAY["action.add_n_contacts.other"].replace("{count}", "2"), exact=True).click()
    expect(page.get_by_role("row").filter(has_text="Nele Wouters")).to_be_visible()
    assert lines() == ["Drukkerij Schelfhout BV", "Nele Wouters"]
    button(page, "action.go_back").click()
    page.get_by_role("dialog").get_by_role("button", name=SAY["action.go_back"], exact=True).click()
    expect(page.get_by_role("row").filter(has_text="Nele Wouters")).to_have_count(0)
    assert lines() == []


def button(page: Page, term: str) -> Locator:
    return page.get_by_role("button", name=SAY[term], exact=True)


def type_into(field: Locator, text: str) -> None:
    field.click()
    field.page.keyboard.type(text)


def go_to(page: Page, term: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=SAY[term], exact=True).click()
    expect(page.get_by_role("heading", level=1, name=SAY[term])).to_be_visible()


def lines() -> list[str]:
    return sorted(
        Contact.objects.filter(pk__in=SegmentLine.objects.filter(segment__number="SM00001").values("contact")).values_list(
            "name", flat=True
        )
    )
