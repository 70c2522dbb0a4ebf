"""Filters with several fields, typed: one sentence says all of them, and the address has each under a name of its own."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from postkring.contacts.models import Contact
from tests.browser.site import Site
from tests.browser.visits import Visits
from tests.factories import make_entry, make_segment


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_list_on_another_day(visit: Visits, site: Site) -> None:
    page = visit("/contacts/?filters=1&mailingGroup=KERSTKAART", language="en", width=390)
    page.locator("[data-filter-add]").select_option(label="Mailing Group in the past")
    day = page.locator("[name='mailingGroup.asOf']")
    expect(day).to_be_focused()
    day.fill("1/1/2020")
    expect(page.locator("#meaning_mailingGroup")).to_have_text("in mailing group KERSTKAART on 01/01/2020")
    assert asked(page)["mailingGroup.asOf"] == ["1/1/2020"]
    expect(page.locator("tbody tr")).to_have_count(0)
    day.fill("")
    expect(page.locator("#meaning_mailingGroup")).to_have_text("in mailing group KERSTKAART")
    assert "mailingGroup.asOf" not in asked(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_a_step_by_interactions(visit: Visits, site: Site) -> None:
    make_segment("Kerst")
    make_entry(Contact.objects.order_by("number")[0])
    page = visit("/segments/SM00001/add-contacts", language="en")
    page.get_by_role("button", name="Interaction", exact=True).click()
    page.locator("[name='interaction.date']").fill("1/2/2026")
    expect(page.locator("#meaning_interaction")).to_have_text("with an interaction (Date is 01/02/2026)")
    expect(page.get_by_role("button", name="Add 1 contact")).to_be_visible()
    page.locator("[name='interaction.templateCode']").fill("NIETS")
    expect(page.locator("#meaning_interaction")).to_contain_text("NIETS does not exist")
