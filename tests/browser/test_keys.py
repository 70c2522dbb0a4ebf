"""Keys that lead over a page without passing every field."""

from playwright.sync_api import expect

from postkring.contacts.models import Contact
from postkring.segments.models import SegmentLine
from tests.browser.visits import Visits
from tests.factories import make_segment


def test_f6_goes_from_section_to_section_and_back(visit: Visits) -> None:
    page = visit("/contacts/CT000002/", language="en")
    heads = page.locator("#main .fasttab-head button")
    for place in (0, 1, 2):
        page.keyboard.press("F6")
        expect(heads.nth(place)).to_be_focused()
    page.keyboard.press("Shift+F6")
    expect(heads.nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+F6")
    expect(heads.nth(1)).to_be_focused()
    heads.last.focus()
    page.keyboard.press("F6")
    expect(heads.first).to_be_focused()


def test_control_enter_adds_the_contacts_of_the_preview(visit: Visits, site: object) -> None:
    make_segment("Verhuizing")
    page = visit("/segments/SM00001/add-contacts", language="en")
    page.get_by_role("combobox", name="Mailing Group Code", exact=True).fill("KERSTKAART")
    expect(page.locator("#add")).to_have_attribute("value", "119")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1, name="SM00001")).to_be_visible()
    assert SegmentLine.objects.filter(segment__number="SM00001").count() == 119


def test_control_and_arrows_go_from_record_to_record_in_the_order_of_the_list(visit: Visits) -> None:
    page = visit("/contacts/?sort=city", language="en")
    names = page.locator(".list-table tbody th a").all_inner_texts()
    page.locator(".list-table tbody th a").nth(1).click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text(names[1])
    for key, place in (("ArrowDown", 2), ("ArrowUp", 1), ("ArrowUp", 0), ("ArrowUp", 0)):
        page.wait_for_load_state()
        page.keyboard.press(f"Control+{key}")
        expect(title).to_contain_text(names[place])


def test_what_is_typed_is_saved_before_the_next_record_is_shown(visit: Visits) -> None:
    page = visit("/contacts/", language="en")
    row = page.locator(".list-table tbody th a")
    name, following = row.nth(0).inner_text(), row.nth(1).inner_text()
    row.nth(0).click()
    page.get_by_label("Name 2").fill("afdeling Post")
    page.keyboard.press("Control+ArrowDown")
    expect(page.get_by_role("heading", level=1)).to_contain_text(following)
    assert Contact.objects.get(name=name).name_2 == "afdeling Post"
