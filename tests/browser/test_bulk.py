"""The window for acts on several contacts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.models import Contact
from tests.browser.keyboard import Keyboard
from tests.browser.states import rows_selected
from tests.browser.visits import Visits
from tests.factories import make_company, make_group

Shot = Callable[[Page, str], Path]


def test_another_field_brings_its_own_choices_and_keeps_the_focus(visit: Visits, site: object) -> None:
    page = visit("/", language="en")
    rows_selected(page)
    page.locator("[name=selected]").nth(2).uncheck()
    chosen = [box.get_attribute("value") for box in page.locator("[name=selected]:checked").all()]
    assert len(chosen) == 2
    Contact.objects.filter(number__in=chosen).update(language_id="nl")
    page.locator('[data-selection-bar] [formaction$="/bulk/field"], [href$="/bulk/field"], [hx-get$="/bulk/field"]').first.click()
    window = page.locator("#dialog")
    field, value = window.locator("[name=field]"), window.locator("[name=value]")
    expect(field).to_be_visible()
    field.focus()
    field.select_option("privacy_blocked")
    expect(value.locator("option")).to_have_text(["", "Yes", "No"])
    expect(window.locator("[name=expected]")).to_have_count(0)
    field.select_option("language")
    expect(value.locator("option[value=fr]")).to_have_count(1)
    expect(field).to_be_focused()
    expect(value).to_have_value("")
    value.select_option("fr")
    expect(window.locator("[name=expected]")).to_have_attribute("value", re.compile("^changed:2,unchanged:0,"))
    expect(value).to_have_value("fr")
    window.locator("[name=expected]").click()
    expect(window).to_be_hidden()
    assert Contact.objects.filter(number__in=chosen, language_id="fr").count() == 2


def test_deleting_a_row_by_its_menu_keeps_the_others_selected(visit: Visits, site: object) -> None:
    page = visit("/", language="en")
    rows_selected(page)
    make_company(name="Aaa One")
    page.goto("/contacts/?sort=name")
    row = page.get_by_role("row").filter(has_text="Aaa One")
    row.get_by_role("button", name="Actions for Aaa One", exact=True).click()
    page.locator('#row-menu [href*="/delete"], #row-menu [hx-get*="/delete"], #row-menu [formaction*="/delete"]').first.click()
    window = page.locator("#dialog")
    window.locator("[name=expected]").click()
    expect(page.get_by_role("row").filter(has_text="Aaa One")).to_have_count(0)
    expect(page.locator("[data-selection-count]")).to_have_text("3 selected")


def test_the_pane_edits_a_name_of_another_page_and_reset_keeps_the_order(visit: Visits, site: object) -> None:
    page = visit("/contacts/?company=CT000001&filters=1", language="en")
    page.locator("#filter_companyNumber").fill("")
    expect(page).not_to_have_url(re.compile("company="))
    page.goto("/contacts/?company=CT000001&sort=-name&filters=1")
    page.locator("[data-filter-reset]").click()
    expect(page).to_have_url(re.compile(r"/contacts/\?sort=-name$"))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_bar_leads_to_the_groups_of_the_rows_that_are_ticked_further_down(visit: Visits, site: object, shot: Shot, width: int) -> None:
    group = make_group("AAP")
    page = visit("/contacts/", language="en", width=width)
    keyboard, bar = Keyboard(page), page.locator("[data-selection-bar]")
    for place in (30, 31):
        page.locator("[name=selected]").nth(place).focus()
        keyboard.press(" ")
    expect(bar.get_by_role("button", name="Mailing Groups")).to_be_in_viewport()
    shot(page, f"bar-{width}")
    page.locator("[name=selected]").last.focus()
    keyboard.go("button", "Mailing Groups", within=bar)
    keyboard.press("Enter")
    window = page.get_by_role("dialog", name="Mailing groups of 2 contacts")
    expect(window).to_be_visible()
    keyboard.press("Escape")
    keyboard.at("button", "Mailing Groups", within=bar)
    keyboard.press("Enter")
    keyboard.at("searchbox", within=window)
    keyboard.type("aap")
    keyboard.press("Enter", "Enter")
    expect(window.get_by_role("checkbox", name="AAP")).to_be_checked()
    keyboard.press("Control+Enter")
    expect(window).to_be_hidden()
    assert ContactMailingGroup.objects.filter(mailing_group=group).count() == 2


def test_one_ticked_row_opens_its_own_groups_from_the_bar(visit: Visits, site: object) -> None:
    page = visit("/contacts/", language="en")
    keyboard, bar = Keyboard(page), page.locator("[data-selection-bar]")
    page.locator("[name=selected]").nth(30).check()
    bar.get_by_role("button", name="Mailing Groups").click()
    window = page.get_by_role("dialog", name="Contact Mailing Groups")
    keyboard.at("combobox", within=window)
    keyboard.type("opendeur")
    keyboard.press("Enter")
    expect(window.get_by_role("row").filter(has_text="OPENDEUR")).to_have_count(1)
    keyboard.press("Escape")
    keyboard.at("button", "Mailing Groups", within=bar)


def test_excluding_asks_once_and_is_undone(visit: Visits, site: object) -> None:
    page = visit("/", language="en")
    rows_selected(page)
    chosen = [box.get_attribute("value") for box in page.locator("[name=selected]:checked").all()]
    Contact.objects.filter(number__in=chosen).update(exclude_from_segment=False)
    page.locator('[data-selection-bar] [formaction$="/bulk/exclude"]').click()
    window = page.locator("#dialog")
    expect(window.locator("[name=expected]")).to_have_text(f"Exclude {len(chosen)} contacts")
    window.locator("[name=exclude][value=no]").check()
    expect(window.locator("[name=expected]")).to_have_count(0)
    window.locator("[name=exclude][value=yes]").check()
    window.locator("[name=expected]").click()
    expect(window).to_be_hidden()
    assert Contact.objects.filter(number__in=chosen, exclude_from_segment=True).count() == len(chosen)
    page.locator("#toasts form[action$='/undo'] button").click()
    expect(page.locator("#toasts")).to_contain_text("Undone")
    assert not Contact.objects.filter(number__in=chosen, exclude_from_segment=True).exists()


def test_words_typed_above_the_changes_stay_when_the_filters_are_used(visit: Visits, site: object) -> None:
    make_company(name="Aaa One")
    page = visit("/changes/", language="en")
    page.locator("[data-list-search]").fill("contact")
    expect(page).to_have_url(re.compile("q=contact"))
    page.locator("[data-filter-toggle]").click()
    page.locator("#filters [name=about]").select_option("contacts")
    expect(page).to_have_url(re.compile(r"(?=.*about=contacts)(?=.*q=contact)"))
    expect(page.locator("#meaning_about")).to_have_text("About is Contacts")
    page.locator("[data-list-search]").fill("nothing is called so")
    expect(page).to_have_url(re.compile(r"(?=.*about=contacts)(?=.*q=nothing)"))
    expect(page.locator("#rows")).to_contain_text("Nothing matches these filters.")


def test_all_members_but_one_leave_their_group(visit: Visits, site: object) -> None:
    page = visit("/mailing-groups/KERSTKAART/", language="en")
    members = ContactMailingGroup.objects.filter(mailing_group__code="KERSTKAART", ended_at=None)
    total = members.count()
    page.locator("[data-select-page]").check()
    page.locator('[data-selection-bar] [hx-get="/contacts/export"]').click()
    expect(page.locator("#dialog [name=for_mailing]")).to_be_checked()
    page.keyboard.press("Escape")
    page.locator("[data-select-all]").click()
    kept = page.locator("[name=selected]").first
    stays = kept.get_attribute("value")
    kept.uncheck()
    expect(page.locator("[data-selection-count]")).to_have_text(f"{total - 1} selected, 1 left out")
    page.locator('[data-selection-bar] [hx-get*="mode=remove"]').click()
    window = page.locator("#dialog")
    expect(window.locator("[name=expected]")).to_have_text(f"Take {total - 1} contacts out")
    window.locator("[name=expected]").click()
    expect(window).to_be_hidden()
    expect(page).to_have_url(re.compile("/mailing-groups/KERSTKAART/"))
    assert [member.contact.number for member in members.select_related("contact")] == [stays]
