import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from postkring.accounts.models import Role, User
from postkring.accounts.permissions import Permission
from postkring.classifications.actions import add_to_group, empty_and_delete_group, take_out_of_group
from postkring.contacts.actions import change_contact, create_contact
from postkring.contacts.actions.change_all import change_for_all, read_change
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from tests.factories import make_group, make_user
from tests.people import client_of
from tests.snapshots import snapshot
from tests.web.asking import get, post, queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(editor: User) -> Contact:
    return create_contact({"number": "A1", "name": "Aerts", "phone": "014 21 00 00"}, by=editor)


def history(client: Client) -> str:
    page = str(get(client, "/contacts/A1/").content.decode())
    return page.split('id="tab-history"')[1].split("</section>", maxsplit=1)[0]


def said(client: Client) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", history(client)))


def undos(client: Client) -> list[str]:
    return re.findall(r'action="(/changes/\d+/undo)"', history(client))


def test_it_says_what_each_act_changed(as_editor: Client, editor: User, contact: Contact) -> None:
    change_contact(contact, {"phone": "014 22 00 00", "city": "Gent"}, by=editor)
    assert "Phone No. 014 21 00 00 → 014 22 00 00" in said(as_editor)
    assert "City empty → Gent" in said(as_editor)
    assert f'href="/changes/{ChangeSet.objects.latest("number").number}/"' in history(as_editor)
    assert 'href="/changes/?contact=A1"' in history(as_editor)


def test_it_says_which_groups_it_was_put_into_and_taken_out_of(as_editor: Client, editor: User, contact: Contact) -> None:
    mine, stays, goes = Contact.objects.filter(pk=contact.pk), make_group("BLIJFT"), make_group("WEG")
    for group in (stays, goes):
        add_to_group(mine, group, by=editor)
    take_out_of_group(mine, stays, by=editor)
    empty_and_delete_group(goes, by=editor)
    told = said(as_editor)
    assert re.findall(r"(Put into|Taken out of): (\w+)", told) == [
        ("Taken out of", "WEG"),
        ("Taken out of", "BLIJFT"),
        ("Put into", "WEG"),
        ("Put into", "BLIJFT"),
    ]


def test_each_act_can_be_undone_from_there(as_editor: Client, editor: User, contact: Contact) -> None:
    before = snapshot()
    change_contact(contact, {"city": "Gent"}, by=editor)
    [latest, _] = undos(as_editor)
    assert latest == f"/changes/{ChangeSet.objects.latest('number').number}/undo"
    assert post(as_editor, latest, {"next": "/contacts/A1/"}).headers["Location"] == "/contacts/A1/"
    assert snapshot() == before
    assert latest not in undos(as_editor)
    assert "Undone:" in said(as_editor)


def test_an_act_on_more_than_this_contact_is_asked_about_first(as_editor: Client, editor: User, contact: Contact) -> None:
    create_contact({"number": "A2", "name": "Claes"}, by=editor)
    add_to_group(Contact.objects.all(), make_group("PERS"), by=editor)
    ask = f"/changes/{ChangeSet.objects.latest('number').number}/undo?next=%2Fcontacts%2FA1%2F"
    assert f'href="{ask}"' in history(as_editor)
    assert len(undos(as_editor)) == 1
    assert "2 contacts added to PERS" in text_of(get(as_editor, ask))
    assert "2 added" in text_of(get(as_editor, ask))


@pytest.mark.parametrize(("role", "offered"), [(Role.READER, 0), (Role.EDITOR, 0), (Role.MARKETER, 0), (Role.ADMINISTRATOR, 1)])
def test_undo_is_offered_to_whoever_may(role: Role, offered: int, contact: Contact) -> None:
    assert len(undos(client_of(make_user(role, username="other")))) == offered


def test_what_is_too_old_is_not_offered(as_editor: Client, contact: Contact) -> None:
    assert len(undos(as_editor)) == 1
    ChangeSet.objects.update(at=timezone.now() - timedelta(days=31))
    assert undos(as_editor) == []


def test_the_number_of_queries_does_not_grow_with_the_acts(as_administrator: Client, editor: User, contact: Contact) -> None:
    mine = Contact.objects.filter(pk=contact.pk)
    change_contact(contact, {"name_2": "Gent"}, by=editor)
    add_to_group(mine, make_group("PERS"), by=editor)
    few = queries(as_administrator, "/contacts/A1/")
    for place in range(5):
        change_contact(Contact.objects.get(), {"name_2": f"Gent {place}"}, by=editor)
        add_to_group(mine, make_group(f"G{place}"), by=editor)
    assert queries(as_administrator, "/contacts/A1/") == few
    assert text_of(get(as_administrator, "/contacts/A1/")).count("Put into:") == 5


def test_an_act_for_administrators_on_it_stands_there_and_can_be_opened(as_editor: Client, administrator: User, contact: Contact) -> None:
    change_contact(contact, {"privacy_blocked": True}, by=administrator)
    lifting = read_change("privacy_blocked", "no")
    lifted = change_for_all(Contact.objects.filter(pk=contact.pk), lifting, expected=None, by=administrator)
    assert lifted is not None
    url = f"/changes/{lifted.number}/"
    assert f'href="{url}"' in history(as_editor)
    assert get(as_editor, url).status_code == 200
    assert url in get(as_editor, "/changes/?contact=A1").content.decode()
    assert len(undos(as_editor)) == 1  # of its own making


def test_an_act_that_is_not_to_be_read_stands_neither_there_nor_in_the_list(as_editor: Client, contact: Contact) -> None:
    ChangeSet.objects.update(verb="demo.load", permission=Permission.ADMINISTER)
    assert "Aerts created" not in said(as_editor)
    assert "Aerts created" not in text_of(get(as_editor, "/changes/?contact=A1")).replace("A1 Aerts", "")


def test_who_was_left_out_of_an_act_does_not_make_it_one_on_many(as_editor: Client, contact: Contact) -> None:
    counts = {"changed": 1, "unchanged": 4, "minors": 2, "unfit": 3, "refused": 5}
    ChangeSet.objects.filter(verb="contact.create").update(counts=counts)
    assert len(undos(as_editor)) == 1
