import re

import pytest
from django.test import Client

from postkring.classifications.mailing_groups import MailingGroup
from tests.factories import make_company, make_group
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts

pytestmark = pytest.mark.django_db

DELETE, EMPTY = "/mailing-groups/PERS/delete", "/mailing-groups/PERS/empty-and-delete"


def test_an_empty_group_is_deleted_at_once_and_comes_back_by_undo(as_editor: Client) -> None:
    make_group("PERS")
    before = snapshot()
    assert post(as_editor, DELETE).headers["Location"] == "/mailing-groups/"
    assert not MailingGroup.objects.exists()
    [(said, undo)] = toasts(as_editor)
    assert said == "Mailing group PERS deleted"
    post(as_editor, undo)
    assert snapshot() == before


def test_a_group_in_use_is_refused_with_its_number_as_a_link_and_the_way_out(as_editor: Client) -> None:
    make_group("PERS", members=[make_company(), make_company(name="Twee")])
    before = everything()
    response = post(as_editor, DELETE, part="dialog")
    assert response.status_code == 422
    assert "Mailing group PERS is still assigned to 2 contacts and cannot be deleted." in text_of(response)
    assert re.search(r'<a href="/mailing-groups/PERS/#tab-members"[^>]*>2</a>', response.content.decode())
    assert f'href="{EMPTY}"' in response.content.decode()
    assert everything() == before


def test_emptying_asks_with_the_number_first(as_editor: Client) -> None:
    make_group("PERS", members=[make_company()])
    before = everything()
    page = get(as_editor, EMPTY)
    assert "Contacts concerned: 1. Continue?" in text_of(page)
    assert 'name="expected"' in page.content.decode()
    assert 'value="1"' in page.content.decode()
    assert everything() == before


def test_emptying_and_deleting_is_one_act_with_one_undo(as_editor: Client) -> None:
    make_group("PERS", members=[make_company(), make_company(name="Twee")])
    before = snapshot()
    assert post(as_editor, EMPTY, {"expected": "2"}).headers["Location"] == "/mailing-groups/"
    assert not MailingGroup.objects.exists()
    [(said, undo)] = toasts(as_editor)
    assert said == "2 contacts taken out of mailing group PERS, and the group deleted"
    post(as_editor, undo)
    assert snapshot() == before


@pytest.mark.parametrize("expected", ["1", "", "x"])
def test_another_number_than_the_one_asked_about_does_nothing_and_asks_again(as_editor: Client, expected: str) -> None:
    make_group("PERS", members=[make_company(), make_company(name="Twee")])
    before = everything()
    response = post(as_editor, EMPTY, {"expected": expected})
    assert "Contacts concerned: 2. Continue?" in text_of(response)
    assert everything() == before


def test_a_group_that_is_gone_says_so(as_editor: Client) -> None:
    assert [post(as_editor, url).status_code for url in (DELETE, EMPTY)] == [404, 404]
