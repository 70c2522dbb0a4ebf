"""API tokens in the browser: made, copied and revoked, with a script and without."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from catalogue_files import read_entries
from postkring.accounts.models import ApiToken, Role, User
from postkring.accounts.token_actions import make_token
from postkring.accounts.tokens import caller_of_token
from tests.browser.accessibility import faults
from tests.browser.visits import Visits

SAY = {entry.text.context: entry.forms[0] for entry in read_entries(Path(settings.PACKAGE), "nl").values()}
SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


def button(page: Page, term: str) -> None:
    page.get_by_role("button", name=SAY[term], exact=True).click()


def make_one(page: Page) -> str:
    button(page, "action.new")
    page.get_by_role("textbox", name=SAY["field.name"], exact=True).fill("Power BI")
    page.locator("input[name=role][value=editor]").check()
    button(page, "action.make")
    expect(page.get_by_role("heading", level=1, name=SAY["token.made"])).to_be_visible()
    return page.locator("#token-text").input_value()


def revoke_it(page: Page) -> None:
    page.get_by_role("button", name=SAY["token.revoke_label"].replace("%(name)s", "Power BI")).click()
    button(page, "action.revoke")
    expect(page.get_by_text(SAY["token.none"])).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_token_is_made_and_revoked(visit: Visits, scripts: bool) -> None:
    page = visit("/settings/tokens/", scripts=scripts)
    text = make_one(page)
    caller = caller_of_token(text)
    assert caller is not None
    assert caller.user.at_most == Role.EDITOR
    copy = page.get_by_role("button", name=SAY["action.copy"], exact=True)
    expect(copy).to_be_visible(visible=scripts)
    button(page, "token.to_list")
    expect(page.get_by_text(text)).to_have_count(0)
    revoke_it(page)
    assert caller_of_token(text) is None


def test_the_button_copies_the_whole_token(visit: Visits) -> None:
    page = visit("/settings/tokens/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text = make_one(page)
    button(page, "action.copy")
    expect(page.get_by_role("button", name=SAY["token.copied"], exact=True)).to_be_focused()
    expect(page.locator("#announcer")).to_have_text(SAY["token.copied"])
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_without_the_clipboard_of_the_browser_it_is_copied_the_old_way(visit: Visits) -> None:
    """A page that came unencrypted from another machine has none."""
    page = visit("/settings/tokens/")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    text = make_one(page)
    page.evaluate("document.addEventListener('copy', () => (window.selected = document.activeElement.value))")
    button(page, "action.copy")
    expect(page.get_by_role("button", name=SAY["token.copied"], exact=True)).to_be_visible()
    assert page.evaluate("window.selected") == text


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_at_every_width(visit: Visits, shot: Callable[[Page, str], Path], width: int) -> None:
    owner = User.objects.get(username="administrator")
    for name, role in (("Excel op kantoor", Role.READER), ("Een heel lange naam voor een token dat iets met Power BI doet", Role.EDITOR)):
        _, text = make_token(owner, name, role=role, expires=None, by=owner)
    caller_of_token(text)
    key = ApiToken.objects.latest("pk").pk
    pages = {
        "list": "/settings/tokens/",
        "new": "/settings/tokens/new",
        "revoke": f"/settings/tokens/{key}/revoke",
        "of": f"/users/{owner.pk}/tokens",
    }
    for name, url in pages.items():
        page = visit(url, width=width)
        assert page.evaluate(SIDEWAYS) <= 0, name
        assert faults(page) == []
        shot(page, f"tokens-{name}-{width}")
    page = visit("/settings/tokens/", width=width)
    make_one(page)
    assert page.evaluate(SIDEWAYS) <= 0
    assert faults(page) == []
    shot(page, f"tokens-made-{width}")
