"""What pages look like after somebody did something: windows and menus open, refusals, nothing found.

Found without words, for every language.
"""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import Page, expect

State = Callable[[Page], None]


def of_window(page: Page, address: str, opener: str) -> None:
    page.goto(address)
    page.locator(opener).first.click()
    expect(page.locator("#dialog")).to_be_visible()
    expect(page.locator("#dialog :focus")).to_be_visible()


def groups_window(page: Page) -> None:
    of_window(page, "/contacts/CT000001/", '.action-bar [href$="/mailing-groups"]')


def groups_window_with_suggestions(page: Page) -> None:
    groups_window(page)
    page.keyboard.type("k")
    expect(page.locator("#dialog [role=option]").first).to_be_visible()


def groups_window_refusing(page: Page) -> None:
    groups_window(page)
    page.keyboard.type("?!")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog [aria-invalid=true]")).to_be_visible()


def groups_window_with_toasts(page: Page) -> None:
    groups_window(page)
    for code in ("PROEFDRUK", "PERS"):
        page.locator("#dialog [role=combobox]").press_sequentially(code)
        page.keyboard.press("Enter")
        expect(page.locator("#dialog tr").filter(has_text=code)).to_have_count(1)
    expect(page.locator(".toast:visible")).to_have_count(2)


def rows_selected(page: Page) -> None:
    page.goto("/contacts/")
    for place in range(3):
        page.locator("[name=selected]").nth(place).check()
    expect(page.locator("[data-selection-bar]")).to_be_visible()


def groups_of_several(page: Page) -> None:
    rows_selected(page)
    page.locator("[data-needs-selection]").first.click()
    expect(page.locator("#dialog [data-group-states]")).to_be_visible()


def nothing_selected(page: Page) -> None:
    page.goto("/contacts/")
    page.evaluate("sessionStorage.clear()")  # what was ticked in a state before stays ticked
    page.reload()
    page.locator("[data-needs-selection]").first.click()
    expect(page.locator("#notices .notice")).to_be_visible()


def filtered(page: Page) -> None:
    page.goto("/contacts/?group=KERSTKAART&type=Person")
    expect(page.locator(".list-filters .chip")).to_have_count(2)


def filtered_by_nothing_known(page: Page) -> None:
    page.goto("/contacts/?group=WEG")


def export_window(page: Page) -> None:
    of_window(page, "/mailing-groups/KERSTKAART/", '.action-bar [href*="/export"]')


def row_menu_of_a_member(page: Page) -> None:
    page.goto("/mailing-groups/KERSTKAART/")
    page.locator("[data-row-menu]").first.click()
    expect(page.locator("#row-menu")).to_be_visible()


def view_of_the_lines(page: Page) -> None:
    of_window(page, "/segments/SM00001/", '[href*="choose=1"]')


def export_of_a_narrowed_list(page: Page) -> None:
    of_window(page, "/mailing-groups/KERSTKAART/?city=gent", '.action-bar [href*="/export"]')


def filtered_changes(page: Page) -> None:
    page.goto("/changes/?filters=1&by=%25me&about=groups&date=x")


def row_menu(page: Page) -> None:
    page.goto("/contacts/")
    page.locator("[data-row-menu]").first.click()
    expect(page.locator("#row-menu")).to_be_visible()


def language_menu(page: Page) -> None:
    page.goto("/")
    page.locator("[popovertarget=menu-language]").click()
    expect(page.locator("#menu-language")).to_be_visible()


def user_menu(page: Page) -> None:
    page.goto("/")
    page.locator("[popovertarget=menu-user]").click()
    expect(page.locator("#menu-user")).to_be_visible()


def shortcuts(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Control+F1")
    expect(page.locator("#keys")).to_be_visible()


def tell_me(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Alt+q")
    expect(page.locator("#tell-me input:focus")).to_be_visible()
    page.keyboard.type("pap")
    expect(page.locator("#tell-me [role=option]").first).to_be_visible()


def tell_me_finding_nothing(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Alt+q")
    expect(page.locator("#tell-me input:focus")).to_be_visible()
    page.keyboard.type("xyzzy")
    expect(page.locator("#tell-me .hits-note")).to_contain_text("xyzzy")


def new_contact_refused(page: Page) -> None:
    page.goto("/contacts/new")
    page.locator("#main .button-primary").click()
    expect(page.locator("[aria-invalid=true]")).to_be_visible()


def new_group_refused(page: Page) -> None:
    of_window(page, "/mailing-groups/", "[data-new]")
    page.keyboard.type("VERHUIZINGEN")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog [aria-invalid=true]")).to_be_visible()


def field_of_card_refused(page: Page) -> None:
    page.goto("/contacts/CT000001/")
    page.locator("#main input[name=email]").fill("geen adres")
    page.locator("#main input[name=email]").blur()
    expect(page.locator("[name=email][aria-invalid=true]")).to_be_visible()


def field_of_card_saved(page: Page) -> None:
    page.goto("/contacts/CT000001/")
    page.locator("#main input[name=mobile]").fill("0470 12 34 56")
    page.locator("#main input[name=mobile]").blur()
    expect(page.locator("#undo-saved [data-undo]")).to_be_visible()


def preview(page: Page) -> None:
    page.goto("/segments/SM00001/add-contacts")
    expect(page.locator("#main input:focus")).to_be_visible()  # the first field has it by itself, a moment after the page is there
    page.keyboard.type("KERSTKAART|NIEUWSBRIEF")
    expect(page.locator("#preview .sample")).to_be_visible()


def unclear_filter(page: Page) -> None:
    page.goto("/segments/SM00001/add-contacts")
    expect(page.locator("#main input:focus")).to_be_visible()  # the first field has it by itself, a moment after the page is there
    page.keyboard.type("KERSTKAART|")
    expect(page.locator(".criterion-unclear")).to_be_visible()


def no_filter(page: Page) -> None:
    page.goto("/segments/SM00001/add-contacts")
    page.locator("#add").click()
    expect(page.locator("[role=alert]")).to_be_visible()


def _view_of_ghent(page: Page) -> None:
    """A shared view of that name; whoever comes here again has it already."""
    page.goto("/views/")
    if not page.locator(".view-list a").count():
        page.goto("/views/new/contacts?city=Gent")
        page.locator("#main [name=name]").fill("Gentenaars met een naam die lang is")
        for name in ("shared", "pinned"):
            page.locator(f"#main [name={name}]").check()
        page.locator("#main .button-primary").click()
        expect(page.locator("#views nav [aria-current]")).to_be_visible()
    page.goto("/contacts/")
    page.locator("#views nav a").nth(1).click()


def view_with_a_change(page: Page) -> None:
    _view_of_ghent(page)
    page.locator("[data-list-search]").fill("an")
    expect(page.locator("#views form")).to_be_visible()


def view_window(page: Page) -> None:
    _view_of_ghent(page)
    page.locator('#views [href$="/edit"]').click()
    expect(page.locator("#dialog [name=name]")).to_be_visible()


def view_to_be_deleted(page: Page) -> None:
    view_window(page)
    page.locator('#dialog [href$="/delete"]').click()
    expect(page.locator("#dialog .button-danger")).to_be_visible()


def new_view_refused(page: Page) -> None:
    page.goto("/segments/?q=ver")
    page.locator('#views [href*="/views/new/"]').click()
    page.locator("#dialog .button-primary").click()
    expect(page.locator("#dialog [aria-invalid=true]")).to_be_visible()


def all_views(page: Page) -> None:
    _view_of_ghent(page)
    page.goto("/views/")
    expect(page.locator(".view-list a").first).to_be_visible()


def pinned_view(page: Page) -> None:
    _view_of_ghent(page)
    page.goto("/")
    expect(page.locator('.cue[href^="/views/"]')).to_contain_text("Gentenaars")
    expect(page.locator('.cue[href^="/views/"] .cue-count')).not_to_have_text("…")


def _saved_criteria(page: Page) -> None:
    """Saved under a code; whoever comes here again has them already."""
    page.goto("/saved-criteria/")
    if not page.locator(".list-table tbody th a").count():
        page.goto("/segments/SM00001/save-criteria")
        page.locator("#main [name=code]").fill("KERST")
        page.locator("#main [name=description]").fill("Kerstkaarten, met een omschrijving die lang is")
        page.locator("#main .button-primary").click()
        page.wait_for_url("**/criteria")
        page.goto("/saved-criteria/")
    page.locator(".list-table tbody th a").first.click()
    expect(page.locator("#actions-title")).to_be_visible()


def saved_criteria_card(page: Page) -> None:
    _saved_criteria(page)


def saved_criteria_to_be_deleted(page: Page) -> None:
    _saved_criteria(page)
    page.locator('.action-bar [href$="/delete"]').click()
    expect(page.locator("#dialog .button-danger")).to_be_visible()


def reuse_refused(page: Page) -> None:
    """The segment has steps, and nobody has ticked that more may come behind them."""
    _saved_criteria(page)
    page.goto("/segments/SM00001/")
    page.locator("[popovertarget=menu-steps]").click()
    page.locator('#menu-steps [href$="/reuse-criteria"]').click()
    page.locator("#dialog .button-primary").click()
    expect(page.locator("#dialog [aria-invalid=true]")).to_be_visible()


def go_back_window(page: Page) -> None:
    of_window(page, "/segments/SM00001/", '.action-bar [href$="/go-back"]')


def situation_of_a_group(page: Page) -> None:
    page.goto("/mailing-groups/KERSTKAART/?on=01/01/2020")


def own_data_window(page: Page) -> None:
    of_window(page, "/", '[href="/own-data"]')


def new_user_refused(page: Page) -> None:
    page.goto("/users/new")
    page.locator("#main .button-primary").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def not_there(page: Page) -> None:
    page.goto("/contacts/CT999999/")


def no_such_page(page: Page) -> None:
    page.goto("/nowhere")


STATES: Final[tuple[State, ...]] = (
    groups_window,
    groups_window_with_suggestions,
    groups_window_refusing,
    groups_window_with_toasts,
    rows_selected,
    groups_of_several,
    nothing_selected,
    filtered,
    filtered_by_nothing_known,
    export_window,
    export_of_a_narrowed_list,
    row_menu_of_a_member,
    view_of_the_lines,
    filtered_changes,
    row_menu,
    language_menu,
    user_menu,
    shortcuts,
    tell_me,
    tell_me_finding_nothing,
    new_contact_refused,
    new_group_refused,
    field_of_card_refused,
    field_of_card_saved,
    preview,
    unclear_filter,
    no_filter,
    view_with_a_change,
    view_window,
    view_to_be_deleted,
    new_view_refused,
    all_views,
    pinned_view,
    saved_criteria_card,
    saved_criteria_to_be_deleted,
    reuse_refused,
    go_back_window,
    situation_of_a_group,
    own_data_window,
    new_user_refused,
    not_there,
    no_such_page,
)
EMPTY_PAGES: Final = ("/", "/contacts/", "/mailing-groups/", "/segments/", "/search?q=iets")


def without_any_data(page: Page) -> None:
    """Takes the demo organisation out; then EMPTY_PAGES are empty."""
    page.goto("/own-data")
    page.locator("#main .button-danger").click()
    page.wait_for_url("**/")
