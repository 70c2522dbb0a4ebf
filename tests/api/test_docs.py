"""The page for integrators: for whoever is signed in, with every set and every property."""

import pytest
from django.test import Client

from postkring.api.catalogue import ENTITY_SETS, LISTED_SETS

pytestmark = pytest.mark.django_db


def test_it_names_everything_there_is(as_reader: Client) -> None:
    page = as_reader.get("/api/docs", headers={"Accept-Language": "en"}).content.decode()
    for declared in (*ENTITY_SETS.values(), *LISTED_SETS.values()):
        assert f'data-fasttab="{declared.name}"' in page
        for each in declared.properties:
            assert f">{each.name}</th>" in page
    assert "<code>POST mailingGroups({id})/replaceContacts</code>" in page
    assert "<code>PATCH marketingSetup</code>" in page
    assert "<code>POST changeSets({number})/undo</code>" in page
    assert "<code>GET segments({id})/why(contactNumber=&#x27;…&#x27;)</code>" in page
    assert "Edm.String (100)" in page


def test_it_asks_to_sign_in(as_stranger: Client) -> None:
    assert as_stranger.get("/api/docs").status_code == 302


def test_the_page_of_tokens_leads_to_it(as_reader: Client) -> None:
    assert 'href="/api/docs"' in as_reader.get("/settings/tokens/").content.decode()
