"""Two administrators at one page of the set-up: what the other has stored meanwhile is not overwritten unnoticed."""

import html
import re

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.setup.actions import change_inheritance, change_organisation
from postkring.setup.models import NumberSeries
from postkring.setup.queries import marketing_setup, organisation
from tests.snapshots import everything
from tests.web.asking import get, post, text_of

pytestmark = pytest.mark.django_db


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the page would send if nothing were touched."""
    page = get(client, address).content.decode()
    fields = re.findall(r"<input[^>]*>", page[page.index('<div class="narrow">') :])
    shown = [field for field in fields if 'type="checkbox"' not in field or "checked" in field]
    return {_attribute("name", field): "on" if "checkbox" in field else html.unescape(_attribute("value", field)) for field in shown}


def _attribute(name: str, field: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', field)
    return found[1] if found else ""


def test_a_name_that_somebody_else_has_changed_is_shown_before_it_is_replaced(as_administrator: Client, administrator: User) -> None:
    address = "/setup/organisation"
    sent = form_of(as_administrator, address) | {"country": "BE"}
    change_organisation(name="Van iemand anders", country="BE", by=administrator)
    before = everything()
    answer = post(as_administrator, address, sent | {"name": "Van mij"})
    assert answer.status_code == 422
    assert "It is now: “Van iemand anders”. Save again to replace it." in text_of(answer)
    assert everything() == before
    again = post(as_administrator, address, sent | {"name": "Van mij", "seen_name": "Van iemand anders"})
    assert (again.status_code, organisation().name) == (302, "Van mij")


def test_what_was_left_alone_stays_as_somebody_else_has_stored_it(as_administrator: Client, administrator: User) -> None:
    sent = form_of(as_administrator, "/setup/inheritance")
    assert sent["seen_inherit_address"] == "True"
    change_inheritance(frozenset(), by=administrator)
    del sent["inherit_communication"]
    assert post(as_administrator, "/setup/inheritance", sent).status_code == 302
    assert (marketing_setup().inherit_address, marketing_setup().inherit_communication) == (False, False)


def test_a_series_keeps_the_increment_of_somebody_else(as_administrator: Client) -> None:
    address = "/setup/number-series/CONT/"
    sent = form_of(as_administrator, address)
    NumberSeries.objects.filter(code="CONT").update(increment=7)
    assert post(as_administrator, address, sent | {"description": "Contacten"}).status_code == 302
    series = NumberSeries.objects.get(code="CONT")
    assert (series.description, series.increment) == ("Contacten", 7)
