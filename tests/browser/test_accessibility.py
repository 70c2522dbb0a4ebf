from collections.abc import Sequence
from typing import Final

import pytest
from django.urls import get_resolver, resolve

from postkring.contacts.models import Contact
from postkring.setup.models import Salesperson
from tests.browser.accessibility import Shown, faults, shown_in
from tests.browser.addresses import NO_PAGES, PAGES, STRANGERS_PAGES
from tests.browser.site import Site
from tests.browser.states import EMPTY_PAGES, STATES, without_any_data
from tests.browser.visits import LOCALES, THEMES, Visits
from tests.factories import make_segment

LOOKS: Final = [(language, theme) for language in LOCALES for theme in THEMES]


def shown(look: int, everything: Sequence[Shown]) -> Sequence[Shown]:
    return shown_in(look, len(LOOKS), everything)


in_every_look: Final = pytest.mark.parametrize("look", range(len(LOOKS)), ids=["-".join(look) for look in LOOKS])


@in_every_look
def test_axe_finds_nothing_on_any_page(visit: Visits, site: Site, look: int) -> None:
    language, theme = LOOKS[look]
    Salesperson.objects.create(code="JR", name="Jan Raes")
    make_segment("Verhuizing", contacts=Contact.objects.order_by("number")[:5], campaign_number="CP1", salesperson_id="JR")
    page = visit("/", language=language, theme=theme)
    found = []
    for address in shown(look, PAGES):
        response = page.goto(address)
        assert response is not None
        assert response.status in {200, 422}, address
        found += faults(page)
    assert found == []


@in_every_look
def test_axe_finds_nothing_in_any_state_of_a_page(visit: Visits, site: Site, look: int) -> None:
    language, theme = LOOKS[look]
    make_segment("Verhuizing", contacts=Contact.objects.order_by("number")[:5])
    page = visit("/", language=language, theme=theme)
    visit.expect_status(404)
    found = []
    for state in shown(look, STATES):
        state(page)
        found += [f"{state.__name__}: {fault}" for fault in faults(page)]
    assert found == []


@in_every_look
def test_axe_finds_nothing_where_there_is_no_data_yet(visit: Visits, look: int) -> None:
    language, theme = LOOKS[look]
    if not (addresses := shown(look, EMPTY_PAGES)):
        return
    page = visit("/", language=language, theme=theme)
    without_any_data(page)
    found = []
    for address in addresses:
        page.goto(address)
        found += faults(page)
    assert found == []


@in_every_look
def test_axe_finds_nothing_on_the_pages_of_a_stranger(visit: Visits, look: int) -> None:
    language, theme = LOOKS[look]
    page = visit("/sign-in/", language=language, theme=theme, role=None)
    page.locator("#main .button-primary").click()  # refused, for nothing was filled in
    found = faults(page)
    for address in shown(look, STRANGERS_PAGES):
        page.goto(address)
        found += faults(page)
    assert found == []


def test_every_route_is_looked_at_or_said_to_be_no_page() -> None:
    looked_at = {resolve(address.partition("?")[0]).url_name for address in (*PAGES, "/sign-in/")}
    routes = {getattr(route, "name", None) for route in get_resolver("postkring.web.urls").url_patterns}
    assert routes - looked_at == NO_PAGES
