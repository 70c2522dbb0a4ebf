"""Who may take an act back."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from postkring.accounts.actions import add_user, disable_user, set_role
from postkring.accounts.models import Role, User
from postkring.accounts.undoing import may_take_back, undo_act, undoable_until
from postkring.contacts.actions import create_contact
from postkring.contacts.actions.change_all import change_for_all, read_change
from postkring.contacts.models import Contact
from postkring.kit.errors import NotPermitted, Refused
from postkring.ledger.models import ChangeSet
from tests.factories import make_user
from tests.snapshots import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def may_undo(change_set: ChangeSet, *, by: Any) -> bool:
    stands = change_set.standing()
    return stands is not None and may_take_back(change_set, stands, by=by)


def an_act(by: User) -> ChangeSet:
    create_contact({"name": "Aerts"}, by=by)
    return ChangeSet.objects.latest("number")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MARKETER, Role.ADMINISTRATOR])
def test_one_s_own_act(role: Role) -> None:
    user = make_user(role)
    change_set = an_act(user)
    assert may_undo(change_set, by=user)
    undo_act(change_set, by=user)
    assert not Contact.objects.exists()
    assert not may_undo(change_set, by=user)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.MARKETER])
def test_the_act_of_another_is_for_administrators(role: Role, administrator: User) -> None:
    other = make_user(role, username="other")
    change_set = an_act(administrator)
    before = everything()
    assert not may_undo(change_set, by=other)
    with pytest.raises(NotPermitted):
        undo_act(change_set, by=other)
    assert everything() == before
    theirs = an_act(make_user(Role.EDITOR, username="third"))
    assert may_undo(theirs, by=administrator)
    undo_act(theirs, by=administrator)


def test_whoever_may_no_longer_do_such_acts_may_no_longer_undo_them(administrator: User, editor: User) -> None:
    change_set = an_act(editor)
    set_role(editor, "reader", by=administrator)
    editor.refresh_from_db()
    assert not may_undo(change_set, by=editor)
    with pytest.raises(NotPermitted):
        undo_act(change_set, by=editor)
    set_role(editor, "editor", by=administrator)
    disable_user(editor, by=administrator)
    editor.refresh_from_db()
    with pytest.raises(NotPermitted):
        undo_act(change_set, by=editor)
    assert Contact.objects.count() == 1


def test_strangers_undo_nothing_least_of_all_what_nobody_did(administrator: User) -> None:
    change_set = an_act(administrator)
    ChangeSet.objects.filter(pk=change_set.pk).update(by=None)
    change_set.refresh_from_db()
    nobodies: tuple[Any, ...] = (None, AnonymousUser(), User(username="unsaved", role=Role.EDITOR))
    for nobody in nobodies:
        assert not may_undo(change_set, by=nobody)
        with pytest.raises(NotPermitted):
            undo_act(change_set, by=nobody)
    assert Contact.objects.count() == 1


def test_undoing_who_is_an_administrator_leaves_at_least_one(administrator: User) -> None:
    second = make_user(Role.READER, username="second")
    set_role(second, "administrator", by=administrator)
    promoted = ChangeSet.objects.latest("number")
    set_role(administrator, "reader", by=second)
    second.refresh_from_db()
    before = everything()
    with pytest.raises(Refused, match="at least one active administrator"):
        undo_act(promoted, by=second)
    assert everything() == before


def test_a_user_is_never_taken_away(administrator: User) -> None:
    add_user("an.peeters", role=Role.EDITOR, password="circus lepel 9", by=administrator)
    before = everything()
    with pytest.raises(Refused, match=r"A user is not taken away again\. Disable the user instead\."):
        undo_act(ChangeSet.objects.get(verb="user.add"), by=administrator)
    assert everything() == before
    assert User.objects.filter(username="an.peeters", is_active=True).exists()


def test_an_act_can_be_undone_for_the_days_of_the_setting_by_nobody_longer(administrator: User, editor: User, settings: Any) -> None:
    settings.UNDO_DAYS = 30
    change_set = an_act(editor)
    today = timezone.localdate()
    assert undoable_until(change_set) == today + timedelta(days=30)
    for days, still in ((30, True), (31, False)):
        change_set.at = timezone.now() - timedelta(days=days)
        change_set.save()
        assert [may_undo(change_set, by=user) for user in (editor, administrator)] == [still, still]
    before = everything()
    for user in (editor, administrator):
        with pytest.raises(Refused, match=rf"This could be undone until {today - timedelta(days=1):%d/%m/%Y}\. It stays as it is\."):
            undo_act(change_set, by=user)
    assert everything() == before
    settings.UNDO_DAYS = 31
    undo_act(change_set, by=editor)
    assert not Contact.objects.exists()


def redone(change_set: ChangeSet, *, by: User) -> ChangeSet:
    """The act that does it again, after it was undone."""
    for _ in range(2):
        change_set = undo_act(change_set, by=by).change_set or change_set
    return change_set


def test_what_another_did_again_is_not_one_s_own_to_undo(administrator: User, editor: User) -> None:
    change_set = an_act(editor)
    redone(change_set, by=administrator)
    before = everything()
    assert not may_undo(change_set, by=editor)
    with pytest.raises(NotPermitted):
        undo_act(change_set, by=editor)
    assert everything() == before
    undo_act(change_set, by=administrator)
    assert not Contact.objects.exists()


def test_how_old_it_is_is_asked_of_what_goes(administrator: User, editor: User, settings: Any) -> None:
    settings.UNDO_DAYS = 30
    change_set = an_act(editor)
    again = redone(change_set, by=editor)
    long_ago = timezone.now() - timedelta(days=31)
    ChangeSet.objects.filter(pk=change_set.pk).update(at=long_ago)
    change_set.refresh_from_db()
    assert may_undo(change_set, by=editor)
    ChangeSet.objects.filter(pk=again.pk).update(at=long_ago)
    before = everything()
    for each in (change_set, ChangeSet.objects.get(pk=again.pk)):
        assert not may_undo(each, by=editor)
        with pytest.raises(Refused, match="This could be undone until"):
            undo_act(each, by=editor)
    assert everything() == before
    ChangeSet.objects.filter(pk=again.pk).update(at=timezone.now())
    undo_act(change_set, by=editor)
    assert not Contact.objects.exists()


def test_an_undo_that_lifts_the_privacy_block_of_many_is_for_administrators(administrator: User, editor: User) -> None:
    for name in ("Aerts", "Claes"):
        create_contact({"name": name}, by=editor)
    everybody, blocking = Contact.objects.all(), read_change("privacy_blocked", "yes")
    change_set = change_for_all(everybody, blocking, expected=None, by=editor)
    assert change_set is not None
    before = everything()
    assert not may_undo(change_set, by=editor)
    with pytest.raises(NotPermitted):
        undo_act(change_set, by=editor)
    assert everything() == before
    again = redone(change_set, by=administrator)
    ChangeSet.objects.filter(pk=again.pk).update(by=editor)
    with pytest.raises(NotPermitted):
        undo_act(ChangeSet.objects.get(pk=again.pk), by=editor)
    assert everybody.filter(privacy_blocked=True).count() == 2
    undo_act(change_set, by=administrator)
    assert not everybody.filter(privacy_blocked=True).exists()


def test_the_block_of_one_contact_is_lifted_by_an_undo_as_on_its_card(editor: User) -> None:
    create_contact({"name": "Aerts"}, by=editor)
    change_set = change_for_all(Contact.objects.all(), read_change("privacy_blocked", "yes"), expected=None, by=editor)
    assert change_set is not None
    undo_act(change_set, by=editor)
    assert not Contact.objects.get().privacy_blocked
