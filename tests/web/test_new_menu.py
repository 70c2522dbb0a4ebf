"""The menu New in the head of every page."""

import re

import pytest
from django.test import Client

from postkring.accounts.models import Role
from tests.factories import make_user
from tests.people import client_of
from tests.web.asking import get

pytestmark = pytest.mark.django_db

CONTACT, GROUP, SEGMENT = "/contacts/new", "/mailing-groups/new", "/segments/new"


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.READER, []),
        (Role.EDITOR, [CONTACT, GROUP]),
        (Role.MARKETER, [CONTACT, GROUP, SEGMENT]),
        (Role.ADMINISTRATOR, [CONTACT, GROUP, SEGMENT]),
    ],
)
def test_the_menu_new_offers_what_the_user_may_make(role: Role, offered: list[str]) -> None:
    page = get(client_of(make_user(role)), "/settings/").content.decode()
    assert re.findall(r'class="menu-item"\s+href="(/[a-z-]*/new)"', page) == offered
    assert ('id="menu-new"' in page) is bool(offered)


def test_times_are_shown_in_the_zone_of_the_organisation(client: Client) -> None:
    assert 'data-time-zone="Europe/Brussels"' in get(client_of(make_user(Role.READER)), "/settings/").content.decode()
