"""Which acts a user may read about."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from postkring.accounts.actions import set_role
from postkring.accounts.models import Role, User
from postkring.accounts.reading import change_to_read, changes_to_read, may_read
from postkring.accounts.undoing import undo_act
from postkring.contacts.actions import create_contact
from postkring.contacts.actions.change_all import change_for_all, read_change
from postkring.contacts.models import Contact
from postkring.kit.errors import NotFound, NotPermitted
from postkring.ledger.models import ChangeSet
from postkring.saved_views.actions import create_view
from postkring.saved_views.models import SavedView
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def acts(administrator: User) -> tuple[ChangeSet, ChangeSet]:
    """One on a contact and one on a user."""
    create_contact({"name": "Aerts"}, by=administrator)
    set_role(make_user(Role.READER, username="third"), Role.EDITOR, by=administrator)
    on_contact, on_user = ChangeSet.objects.order_by("number")
    return on_contact, on_user


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.MARKETER])
def test_whoever_reads_contacts_reads_acts_on_them_and_no_others(acts: tuple[ChangeSet, ChangeSet], role: Role) -> None:
    on_contact, on_user = acts
    user = make_user(role, username="other")
    assert list(changes_to_read(by=user)) == [on_contact]
    assert change_to_read(on_contact.number, by=user) == on_contact
    assert [may_read(act, by=user) for act in acts] == [True, False]
    with pytest.raises(NotPermitted):
        change_to_read(on_user.number, by=user)


def test_an_administrator_reads_all_of_them(acts: tuple[ChangeSet, ChangeSet], administrator: User) -> None:
    assert list(changes_to_read(by=administrator).order_by("number")) == list(acts)
    assert [change_to_read(act.number, by=administrator) for act in acts] == list(acts)


def test_strangers_and_disabled_users_read_nothing(acts: tuple[ChangeSet, ChangeSet]) -> None:
    nobodies: tuple[Any, ...] = (None, AnonymousUser(), make_user(Role.ADMINISTRATOR, username="gone", is_active=False))
    for nobody in nobodies:
        with pytest.raises(NotPermitted):
            changes_to_read(by=nobody)
        with pytest.raises(NotPermitted):
            change_to_read(acts[0].number, by=nobody)


def test_an_act_that_there_never_was_is_not_found(administrator: User) -> None:
    with pytest.raises(NotFound):
        change_to_read(999, by=administrator)


def test_an_act_on_contacts_that_only_administrators_may_do_is_read_by_whoever_reads_contacts(administrator: User, reader: User) -> None:
    contact = create_contact({"name": "Aerts", "privacy_blocked": True}, by=administrator)
    lifted = change_for_all(Contact.objects.filter(pk=contact.pk), read_change("privacy_blocked", "no"), expected=None, by=administrator)
    assert lifted is not None
    undone = undo_act(lifted, by=administrator).change_set
    assert undone is not None
    assert {lifted, undone} <= set(changes_to_read(by=reader))
    assert [may_read(each, by=reader) for each in (lifted, undone)] == [True, True]
    assert change_to_read(undone.number, by=reader) == undone


def test_what_needed_no_more_than_reading_is_read_by_who_did_it_and_by_administrators(reader: User, administrator: User) -> None:
    other = make_user(Role.MARKETER, username="other")
    view = create_view("contacts", "Mijn lijst", {"city": "Gent"}, by=reader)
    undo_act(ChangeSet.objects.latest("number"), by=administrator)
    assert not SavedView.objects.filter(pk=view.pk).exists()
    made, undone = ChangeSet.objects.order_by("number")
    assert list(changes_to_read(by=reader).order_by("number")) == [made, undone]
    assert list(changes_to_read(by=administrator).order_by("number")) == [made, undone]
    assert not changes_to_read(by=other).exists()
    assert [[may_read(act, by=user) for act in (made, undone)] for user in (reader, administrator, other)] == [
        [True] * 2,
        [True] * 2,
        [False] * 2,
    ]
    with pytest.raises(NotPermitted):
        change_to_read(made.number, by=other)
