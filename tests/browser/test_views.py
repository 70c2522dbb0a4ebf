"""Saving how one looks at a list, coming back to it, sharing it, and seeing its count on the home page."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from postkring.contacts.models import Contact
from postkring.saved_views.models import SavedView
from tests.browser.visits import Visits
from tests.factories import make_segment, make_view

PHONE: dict[str, Any] = {"width": 390, "has_touch": True, "is_mobile": True}


def tab(page: Page, name: str) -> Any:
    return page.get_by_role("navigation", name="Views").get_by_role("link", name=name)


def test_a_view_is_saved_changed_reset_shared_pinned_and_found(visit: Visits, site: object, shot: Callable[..., Path]) -> None:
    number = Contact.objects.filter(city="Gent").count()
    assert number > 1
    page = visit("/contacts/", language="en", role="marketer")
    expect(page.locator("#views nav")).to_have_count(0)
    page.keyboard.press("Shift+F3")
    page.locator("#filter_city").fill("Gent")
    page.locator("#views").get_by_role("button", name="Save View").click()
    window = page.locator("#dialog")
    window.get_by_label("Name").fill("Clients in Ghent")
    window.get_by_label("On my home page, with its count").check()
    window.get_by_role("button", name="Save", exact=True).click()
    expect(tab(page, "Clients in Ghent")).to_have_attribute("aria-current", "page")
    expect(page.locator(".toast")).to_contain_text("View “Clients in Ghent” saved.")
    expect(page.locator("#views").get_by_role("button", name="Reset")).to_have_count(0)

    page.keyboard.press("F3")
    page.keyboard.type("a")
    expect(page.locator("#views").get_by_role("button", name="Save as…")).to_be_visible()
    page.locator("#views").get_by_role("button", name="Reset").click()
    expect(page.locator("[data-list-search]")).to_have_value("")
    page.keyboard.press("Shift+F3")
    page.locator("#filter_city").fill("")
    expect(page.locator(".list-filters")).to_have_count(0)
    page.locator("[data-filter-reset]").click()
    expect(page.locator(".list-filters .chip")).to_have_count(1)
    page.locator(".list-table thead a[data-sort=city]").click()
    expect(page.locator("#views").get_by_role("button", name="Save View")).to_be_visible()
    page.locator("#views").get_by_role("button", name="Save View").click()
    expect(page).to_have_url(re.compile(r"view=\d+&city=Gent&sort=city$"))
    assert SavedView.objects.get().query == {"city": "Gent", "sort": "city"}

    page.goto("/")
    cue = page.get_by_role("link", name=re.compile("Clients in Ghent"))
    expect(cue.locator(".cue-count")).to_have_text(str(number))
    shot(page, "view-pinned", full_page=True)
    cue.click()
    expect(page.locator(".pagination-rows")).to_contain_text(f"of {number}")
    page.locator("#views").get_by_role("button", name="Edit view").click()
    window.get_by_label("Shared with everyone").check()
    window.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("View “Clients in Ghent” shared with everyone")

    other = visit("/", language="en", role="reader")
    other.keyboard.press("Alt+q")
    other.keyboard.type("clients ghent")
    other.get_by_role("option", name=re.compile("Clients in Ghent")).click()
    expect(tab(other, "Clients in Ghent")).to_have_attribute("aria-current", "page")
    other.keyboard.press("F3")
    other.keyboard.type("a")
    expect(other.locator("#views").get_by_role("button", name="Save as…")).to_be_visible()
    expect(other.locator("#views").get_by_role("button", name="Save View")).to_have_count(0)


def test_a_view_is_saved_and_deleted_without_script(visit: Visits, site: object) -> None:
    page = visit("/mailing-groups/?q=kerst", language="en", role="reader", scripts=False)
    page.get_by_role("button", name="Save View").click()
    page.get_by_label("Name").fill("Christmas")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(tab(page, "Christmas")).to_have_attribute("aria-current", "page")
    page.goto(page.url + "&size=25")
    page.get_by_role("button", name="Save View").click()
    assert SavedView.objects.get().query == {"q": "kerst", "size": "25"}
    page.get_by_role("button", name="Edit view").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete").click()
    expect(page).to_have_url(re.compile("/mailing-groups/$"))
    assert not SavedView.objects.exists()


def test_add_contacts_starts_from_a_view(visit: Visits, site: object) -> None:
    make_segment("Verhuizing")
    make_view("Gentenaars", city="Gent")
    page = visit("/segments/SM00001/add-contacts", language="en", role="marketer")
    page.get_by_label("Start from a view").select_option("Gentenaars")
    page.get_by_role("button", name="Fill in").click()
    expect(page.get_by_label("City")).to_have_value("Gent")
    expect(page.locator("#preview .sample")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tabs_and_what_saves_fit_on_a_telephone(visit: Visits, site: object, shot: Callable[..., Path], theme: Any) -> None:
    for name in ("Gentenaars", "Klanten zonder e-mail in de streek", "Leveranciers", "Nieuw dit jaar", "Pers"):
        make_view(name, city="Gent")
    view = SavedView.objects.order_by("pk")[1]
    for look, options in {"phone": PHONE, "desk": {"width": 1280}}.items():
        page = visit(f"/contacts/?view={view.pk}&city=Gent&size=25&q=a", theme=theme, language="nl", role="marketer", **options)
        assert page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth") <= 0
        heights = [button.bounding_box() for button in page.locator("#views :is(a, button)").all()]
        assert [box for box in heights if box and min(box["width"], box["height"]) < (44 if look == "phone" else 24)] == []
        nav, current = (page.locator(f"#views nav{part}").bounding_box() for part in ("", " [aria-current]"))
        assert nav is not None
        assert current is not None
        assert nav["x"] - 1 <= current["x"] <= nav["x"] + nav["width"] - min(current["width"], nav["width"]) + 1
        shot(page, f"views-{look}-{theme}")
        page.locator("#views").get_by_role("button", name="Weergave bewerken").click()
        expect(page.locator("#dialog [name=name]")).to_be_visible()
        shot(page, f"view-window-{look}-{theme}")
        page.goto("/views/")
        shot(page, f"all-views-{look}-{theme}")
