"""The main job where the browser runs no script: plain forms and links do it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.models import Contact
from postkring.segments.models import SegmentLine
from tests.browser.visits import Visits
from tests.browser.words import words

SAY = words("nl")


def test_the_main_job_without_script(visit: Visits) -> None:
    page = visit("/", role=None, scripts=False)
    button(page, "signin.demo").click()
    find_the_page(page)
    define_the_codes(page)
    make_a_person(page)
    assign_from_the_card(page)
    assign_from_the_list(page)
    use_them_in_a_segment(page)


def find_the_page(page: Page) -> None:
    button(page, "search.icon").click()
    expect(page.get_by_role("heading", level=1, name=SAY["search.tell_me"])).to_be_visible()
    field = page.get_by_role("main").get_by_label(SAY["search.tell_me"])
    field.fill("mailing")
    field.press("Enter")
    page.get_by_role("main").get_by_role("link", name=SAY["page.mailing_groups"], exact=True).first.click()
    expect(page.get_by_role("heading", level=1, name=SAY["page.mailing_groups"])).to_be_visible()


def define_the_codes(page: Page) -> None:
    for code in ("VERHUIZING", "geschenk"):
        button(page, "action.new").click()
        page.get_by_role("textbox", name=SAY["field.code"], exact=True).fill(code)
        button(page, "action.save").click()
        expect(page.get_by_role("link", name=code.upper(), exact=True)).to_be_visible()
    # A wrong code is refused, and what was typed stays.
    button(page, "action.new").click()
    for wrong, named in [("VERHUIZINGEN", "12"), ("A-B", "-"), ("A B", "letters")]:
        code_field = page.get_by_role("textbox", name=SAY["field.code"], exact=True)
        code_field.fill(wrong)
        button(page, "action.save").click()
        expect(code_field).to_have_value(wrong)
        expect(code_field).to_have_accessible_description(re.compile(named))
    expect(page.get_by_text("3/11")).to_be_visible()


def make_a_person(page: Page) -> None:
    go_to(page, "page.contacts")
    button(page, "action.new").click()
    page.get_by_role("radio", name=SAY["option.person"]).check()
    page.get_by_role("textbox", name=SAY["field.name"], exact=True).fill("Nele Wouters")
    page.get_by_role("textbox", name=SAY["field.company_name"]).fill("Drukkerij Schelfhout BV")
    button(page, "action.save").click()
    expect(page.get_by_role("heading", level=1, name="Nele Wouters")).to_be_visible()


def assign_from_the_card(page: Page) -> None:
    button(page, "page.mailing_groups").click()
    expect(page.get_by_role("heading", level=1, name=SAY["page.contact_mailing_groups"])).to_be_visible()
    for code in ("VERHUIZING", "GESCHENK", "KERSTKAART", "GESCHENK"):
        field = page.get_by_role("textbox", name=SAY["field.mailing_group_code"])
        field.fill(code.lower())
        field.press("Enter")
        expect(page.get_by_role("row").filter(has_text=code)).to_have_count(1)
    page.get_by_role("button", name=re.compile("KERSTKAART")).click()
    expect(page.get_by_role("row").filter(has_text="KERSTKAART")).to_have_count(0)
    button(page, "action.undo").last.click()
    expect(page.get_by_role("row").filter(has_text="KERSTKAART")).to_have_count(1)
    page.get_by_role("main").get_by_role("link", name=re.compile("Nele Wouters")).first.click()
    section = page.get_by_role("region", name=SAY["tab.segmentation"])
    expect(section.get_by_role("link", name=re.compile(SAY["field.no_of_mailing_groups"]))).to_contain_text("3")


def assign_from_the_list(page: Page) -> None:
    go_to(page, "page.contacts")
    button(page, "page.mailing_groups").first.click()
    expect(page.get_by_text(SAY["msg.select_rows_first"])).to_be_visible()
    go_to(page, "page.contacts")
    page.get_by_role("searchbox").fill("drukkerij schelfhout aalst")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("checkbox", name=SAY["a11y.select_row"].replace("{name}", "Drukkerij Schelfhout BV")).check()
    button(page, "page.mailing_groups").first.click()
    expect(page.get_by_role("heading", level=1, name=SAY["page.contact_mailing_groups"])).to_be_visible()
    page.get_by_role("textbox", name=SAY["field.mailing_group_code"]).fill("GESCHENK")
    page.get_by_role("button", name=SAY["action.assign"], exact=True).click()
    expect(page.get_by_role("row").filter(has_text="GESCHENK")).to_have_count(1)


def use_them_in_a_segment(page: Page) -> None:
    go_to(page, "page.segments")
    button(page, "action.new").click()
    page.get_by_role("textbox", name=SAY["field.description"], exact=True).fill("Verhuizing")
    button(page, "action.save").click()
    expect(page.get_by_role("heading", level=1, name="SM00001")).to_be_visible()
    go_to(page, "page.segments")
    page.get_by_role("checkbox", name=SAY["a11y.select_row"].replace("{name}", "SM00001")).check()
    button(page, "action.add_contacts").click()
    field = page.get_by_label(SAY["field.mailing_group_code"], exact=True)
    field.fill("VERHUIZING|GESCHENK")
    button(page, "action.preview").click()
    page.get_by_role("button", name=SAY["action.add_n_contacts.other"].replace("{count}", "2"), exact=True).click()
    expect(page.get_by_role("row").filter(has_text="Nele Wouters")).to_be_visible()
    assert lines() == ["Drukkerij Schelfhout BV", "Nele Wouters"]
    button(page, "action.go_back").click()
    button(page, "action.go_back").click()
    expect(page.get_by_role("row").filter(has_text="Nele Wouters")).to_have_count(0)
    assert lines() == []
    # What was taken back can be put back.
    button(page, "action.undo").click()
    expect(page.get_by_role("row").filter(has_text="Nele Wouters")).to_be_visible()
    assert lines() == ["Drukkerij Schelfhout BV", "Nele Wouters"]


def button(page: Page, term: str) -> Locator:
    return page.get_by_role("button", name=SAY[term], exact=True)


def go_to(page: Page, term: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=SAY[term], exact=True).click()
    expect(page.get_by_role("heading", level=1, name=SAY[term])).to_be_visible()


def lines() -> list[str]:
    return sorted(
        Contact.objects.filter(pk__in=SegmentLine.objects.filter(segment__number="SM00001").values("contact")).values_list(
            "name", flat=True
        )
    )


def test_acts_on_many_without_script(visit: Visits, site: object) -> None:
    page = visit("/contacts/?city=G*&size=25", language="en", scripts=False)
    total = Contact.objects.filter(city_folded__startswith="g").count()
    bar = page.locator(".selection-bar")
    expect(bar).to_be_visible()
    expect(bar.get_by_role("button", name="Clear Selection")).to_be_hidden()
    chosen = []
    for place in (0, 2):
        box = page.locator("[name=selected]").nth(place)
        box.check()
        chosen.append(box.get_attribute("value"))
    bar.get_by_role("button", name="Change group…").click()
    page.get_by_label("Mailing Group Code").fill("JUBILEUM")
    page.get_by_role("button", name="Preview").click()
    page.locator("button[name=expected]").click()
    expect(page).to_have_url(re.compile(r"/contacts/\?city=G\*&size=25$"))
    members = ContactMailingGroup.objects.filter(mailing_group__code="JUBILEUM", ended_at__isnull=True)
    assert members.filter(contact__number__in=chosen).count() == 2
    # All that the list shows, whatever is ticked.
    page.locator("[name=selected]").first.check()
    page.get_by_role("checkbox", name=f"Select all {total} results").check()
    bar.get_by_role("button", name="Change field…").click()
    page.get_by_label("Field", exact=True).select_option("language")
    page.get_by_role("button", name="Preview").click()
    page.get_by_label("New value").select_option("fr")
    page.get_by_role("button", name="Preview").click()
    page.locator("button[name=expected]").click()
    expect(page).to_have_url(re.compile(r"/contacts/\?city=G\*&size=25$"))
    assert Contact.objects.filter(city_folded__startswith="g", language_id="fr").count() == total


def test_what_only_a_script_can_do_is_not_there(visit: Visits, site: object) -> None:
    page = visit("/mailing-groups/KERSTKAART/", language="en", scripts=False)
    bar = page.locator(".selection-bar")
    expect(bar.get_by_role("button", name="Change group…")).to_be_visible()
    expect(bar.get_by_role("button", name="Take out of group…")).to_be_hidden()
    expect(page.locator("[data-select-page]")).to_be_hidden()
    page.locator("[name=selected]").first.check()
    bar.get_by_role("button", name="Exclude…").click()
    page.get_by_role("link", name="Cancel").or_(page.get_by_role("button", name="Cancel")).first.click()
    expect(page).to_have_url(re.compile("/mailing-groups/KERSTKAART/$"))


def test_the_bar_without_script_on_a_phone_opens_its_further_acts(visit: Visits, site: object, shot: Callable[[Page, str], Path]) -> None:
    page = visit("/contacts/", language="en", scripts=False, width=390)
    page.locator("[name=selected]").first.check()
    shot(page, "no-script-390")
    page.locator(".selection-opens-more").click()
    page.get_by_role("button", name="Exclude…").click()
    expect(page.get_by_role("button", name="Preview")).to_be_visible()
