import pytest

from tests.browser.site import Site
from tests.browser.visits import LOCALES, Visits


@pytest.mark.parametrize("language", LOCALES)
def test_sign_in_page_speaks_the_language_of_the_browser(visit: Visits, language: str) -> None:
    page = visit("/sign-in/", language=language, role=None)
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("role", ["administrator", "marketer", "editor", "reader"])
def test_every_role_sees_the_contacts(visit: Visits, role: str) -> None:
    page = visit("/contacts/", role=role, language="en")
    assert page.get_by_role("heading", level=1).inner_text() == "Contacts"


def test_stranger_is_sent_to_the_sign_in_page(visit: Visits, site: Site) -> None:
    page = visit("/contacts/", role=None)
    assert page.url == f"{site.url}/sign-in/?next=/contacts/"


def test_page_that_misbehaves_is_noticed(visit: Visits) -> None:
    page = visit("/sign-in/", role=None)
    page.evaluate("() => { document.body.setAttribute('onclick', 'alert(1)'); console.error('broken'); }")
    page.evaluate("() => { fetch('http://elsewhere.example/').catch(() => {}); }")
    page.wait_for_timeout(200)
    noticed = " ".join(visit.faults)
    visit.faults.clear()
    assert "broken" in noticed
    assert "elsewhere.example" in noticed
