"""Industry groups and job responsibilities as people use them: by keyboard in the windows, and on a telephone."""

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.job_responsibilities import JOB_RESPONSIBILITIES
from postkring.classifications.queries import codes_by_contact
from postkring.contacts.models import Contact
from tests.browser.accessibility import faults
from tests.browser.test_narrow import faults_at
from tests.browser.visits import Visits
from tests.factories import make_code, make_segment

PHONE: Final[dict[str, Any]] = {"has_touch": True, "is_mobile": True, "width": 390}


@pytest.fixture
def company(site: object) -> Contact:
    found = Contact.objects.companies().filter(members__type="Person").order_by("number").first()
    assert found is not None
    make_code(INDUSTRY_GROUPS, "ZZBOUW", "Bouwbedrijven en wegenwerken", members=[found])
    make_code(INDUSTRY_GROUPS, "ZZHAVEN", "Haven en overslag")
    make_code(JOB_RESPONSIBILITIES, "ZZINKOOP", "Inkoop", members=Contact.objects.persons().filter(company=found)[:1])
    return found


def held(contact: Contact) -> list[str]:
    return [code for code in codes_by_contact([contact.pk], INDUSTRY_GROUPS).get(contact.pk, []) if code.startswith("ZZ")]


def test_codes_are_typed_on_the_card_one_after_another_and_a_new_one_is_made_on_the_way(visit: Visits, company: Contact) -> None:
    page = visit(f"/contacts/{company.number}/", language="en")
    section = page.locator("#segmentation")
    section.get_by_role("button", name="Assign: Industry Group").click()
    window = page.locator("#dialog")
    for typed, code in (("overslag", "ZZHAVEN"), ("zznieuw", "ZZNIEUW")):
        expect(window.get_by_role("combobox", name="Industry Group Code")).to_be_focused()
        page.keyboard.type(typed)
        expect(window.get_by_role("option").first).to_contain_text(code)
        if code == "ZZNIEUW":  # Enter alone does not make anything
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(window.get_by_role("row").filter(has_text=code)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(section.get_by_role("link", name="ZZNIEUW")).to_be_visible()
    assert held(company) == ["ZZBOUW", "ZZHAVEN", "ZZNIEUW"]


def test_of_the_rows_that_are_ticked_those_that_fit_get_the_code(visit: Visits, company: Contact) -> None:
    page = visit(f"/contacts/?companyNumber='{company.number}'", language="en")
    page.locator("thead [type=checkbox]").check()
    page.locator("[data-selection-bar]").get_by_role("button", name="Industry Groups").click()
    window = page.locator("#dialog")
    expect(window).to_contain_text("Industry Groups are for companies only")
    page.keyboard.type("zzhaven")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(window).to_contain_text("ZZHAVEN: to add 1")
    page.keyboard.press("Control+Enter")
    expect(window).to_be_hidden()
    assert held(company) == ["ZZBOUW", "ZZHAVEN"]


@pytest.mark.parametrize("look", [{"width": 1280, "theme": "light"}, {**PHONE, "theme": "dark"}], ids=["light", "dark"])
def test_their_pages_are_in_order_for_every_eye_and_every_finger(visit: Visits, company: Contact, shot: Any, look: dict[str, Any]) -> None:
    person = Contact.objects.persons().filter(company=company)[0]
    number = make_segment("Verhuizing").number
    page = visit("/", **look)
    narrow = look["width"] < 1000
    found = []
    for name, address in {
        "list": "/industry-groups/",
        "card": "/industry-groups/ZZBOUW/",
        "rename": "/industry-groups/ZZBOUW/rename?code=ZZWEG",
        "delete": "/industry-groups/ZZBOUW/delete",
        "job": "/job-responsibilities/ZZINKOOP/",
        "company": f"/contacts/{company.number}/#tab-segmentation",
        "window": f"/contacts/{company.number}/industry-groups",
        "person": f"/contacts/{person.number}/industry-groups",
        "several": f"/contacts/industry-groups?every=1&query=companyNumber%3D%27{company.number}%27",
        "bulk": f"/contacts/bulk/industry-group?every=1&query=companyNumber%3D%27{company.number}%27&code=ZZHAVEN&mode=add",
        "add": f"/segments/{number}/add-contacts?industryGroup=ZZBOUW",
    }.items():
        if narrow:
            found += faults_at(page, address)
        else:
            page.goto(address)
        found += faults(page)
        shot(page, f"codes-{look['theme']}-{name}", full_page=True)
    assert found == []
    _bar(page, shot, look["theme"])


def _bar(page: Page, shot: Any, theme: str) -> None:
    page.goto("/contacts/")
    page.locator("[name=selected]").first.check()
    expect(page.locator("[data-selection-bar]")).to_be_visible()
    shot(page, f"codes-{theme}-bar")
