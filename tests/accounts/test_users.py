"""What administrators do with users, and what every user may do with oneself."""

from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction

from postkring.accounts.actions import add_user, disable_user, enable_user, save_settings, set_password, set_role
from postkring.accounts.models import Role, Theme, User
from postkring.kit.errors import AlreadyExists, NotAcceptable, NotPermitted, Refused, TooLong
from postkring.ledger.models import ChangeSet, Image
from tests.factories import make_user
from tests.snapshots import everything
from tests.together import at_once

pytestmark = pytest.mark.usefixtures("english")

GOOD = "vuurtoren-9-blauw"


@pytest.mark.django_db
def test_an_administrator_adds_a_user(administrator: User) -> None:
    user = add_user("  An.Peeters ", role="editor", password=GOOD, by=administrator)
    user.refresh_from_db()
    assert (user.username, user.role, user.is_active, user.is_staff, user.is_superuser) == ("An.Peeters", "editor", True, False, False)
    assert user.check_password(GOOD)
    change_set = ChangeSet.objects.get()
    assert (change_set.verb, change_set.by, change_set.sentence) == ("user.add", administrator, "User An.Peeters added")
    assert GOOD not in str(list(Image.objects.values()))


@pytest.mark.django_db
def test_from_the_terminal_nobody_needs_to_be_signed_in() -> None:
    user = add_user("An", role="administrator", password=GOOD, by=None)
    assert ChangeSet.objects.get().by is None
    assert user.role == Role.ADMINISTRATOR


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "kind"),
    [
        ("", NotAcceptable),
        ("  ", NotAcceptable),
        ("an peeters", NotAcceptable),
        ("an/peeters", NotAcceptable),
        ("an\x00", NotAcceptable),
        ("an\n", None),
        ("a" * 151, TooLong),
        ("EDITOR", AlreadyExists),
        ("editor", AlreadyExists),
        ("josé@x.example+1-2_3", None),
        ("a" * 150, None),
    ],
)
def test_a_user_name_is_checked(administrator: User, editor: User, username: str, kind: type[Exception] | None) -> None:
    before = everything()
    if kind is None:
        assert add_user(username, role="reader", password=GOOD, by=administrator).username == username.strip()
        return
    with pytest.raises(kind) as refusal:
        add_user(username, role="reader", password=GOOD, by=administrator)
    assert vars(refusal.value)["field"] == "username"
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["", "owner", "Administrator", "reader ", "\x00"])
def test_an_unknown_role_is_refused(administrator: User, editor: User, role: str) -> None:
    before = everything()
    with pytest.raises(NotAcceptable, match="is not a role"):
        add_user("an", role=role, password=GOOD, by=administrator)
    with pytest.raises(NotAcceptable, match="Roles: administrator, marketer, editor, reader"):
        set_role(editor, role, by=administrator)
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("kort-9-bla", None),
        ("kort-9-bl", "at least 10 characters"),
        ("", "at least 10 characters"),
        ("1234567890", "entirely numeric"),
        ("password123", "too common"),
        ("an.peeters1", "too similar"),
    ],
)
def test_a_password_is_checked(administrator: User, password: str, why: str | None) -> None:
    user = make_user(username="an.peeters")
    if why is None:
        set_password(user, password, by=administrator)
        user.refresh_from_db()
        assert user.check_password(password)
        return
    before, stored = everything(), user.password
    with pytest.raises(NotAcceptable, match=why) as refusal:
        set_password(user, password, by=administrator)
    assert refusal.value.field == "password"
    with pytest.raises(NotAcceptable):
        add_user("an.peeters2", role="reader", password=password.replace("an.peeters1", "an.peeters2"), by=administrator)
    user.refresh_from_db()
    assert (everything(), user.password) == (before, stored)


@pytest.mark.django_db
def test_a_password_leaves_neither_itself_nor_its_hash_in_the_ledger(administrator: User, editor: User) -> None:
    set_password(editor, GOOD, by=administrator)
    change_set = ChangeSet.objects.get()
    assert (change_set.verb, change_set.sentence) == ("user.password", "Password of user editor set")
    assert not Image.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_one_s_own_password_may_be_set_by_everybody_and_that_of_another_by_administrators(role: Role) -> None:
    user, other = make_user(role), make_user(username="other")
    set_password(user, GOOD, by=user)
    assert user.check_password(GOOD)
    if role == Role.ADMINISTRATOR:
        set_password(other, GOOD, by=user)
        return
    with pytest.raises(NotPermitted):
        set_password(other, GOOD, by=user)
    other.refresh_from_db()
    assert not other.check_password(GOOD)


@pytest.mark.django_db
def test_whoever_is_disabled_sets_no_password_any_more(administrator: User) -> None:
    user = make_user(username="gone", is_active=False)
    with pytest.raises(NotPermitted):
        set_password(user, GOOD, by=user)
    set_password(user, GOOD, by=administrator)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.MARKETER, None])
def test_only_administrators_work_on_users(role: Role | None) -> None:
    by: Any = AnonymousUser() if role is None else make_user(role)
    other = make_user(username="other")
    before = everything()
    for act in (
        lambda: add_user("an", role="reader", password=GOOD, by=by),
        lambda: set_role(other, "administrator", by=by),
        lambda: disable_user(other, by=by),
        lambda: enable_user(other, by=by),
        lambda: set_password(other, GOOD, by=by),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert everything() == before


@pytest.mark.django_db
def test_a_role_changes_and_the_ledger_says_so(administrator: User, editor: User) -> None:
    set_role(editor, "marketer", by=administrator)
    editor.refresh_from_db()
    assert editor.role == "marketer"
    assert ChangeSet.objects.get().sentence == "User editor became Marketer"
    before = everything()
    set_role(editor, "marketer", by=administrator)
    assert everything() == before


@pytest.mark.django_db
def test_a_user_is_disabled_and_enabled(administrator: User, editor: User) -> None:
    disable_user(editor, by=administrator)
    assert not User.objects.get(pk=editor.pk).is_active
    enable_user(editor, by=administrator)
    assert User.objects.get(pk=editor.pk).is_active
    sentences = [change_set.sentence for change_set in ChangeSet.objects.order_by("number")]
    assert sentences == ["User editor disabled", "User editor enabled"]


@pytest.mark.django_db
def test_the_last_administrator_is_neither_disabled_nor_given_another_role(administrator: User) -> None:
    make_user(Role.ADMINISTRATOR, username="gone", is_active=False)
    before = everything()
    for by in (administrator, None):
        with pytest.raises(Refused, match="at least one active administrator"):
            disable_user(User.objects.get(pk=administrator.pk), by=by)
        with pytest.raises(Refused, match="at least one active administrator"):
            set_role(User.objects.get(pk=administrator.pk), "editor", by=by)
    assert everything() == before


@pytest.mark.django_db
def test_with_another_administrator_one_may_go(administrator: User) -> None:
    second = make_user(Role.ADMINISTRATOR, username="second")
    set_role(administrator, "reader", by=administrator)
    with pytest.raises(Refused):
        disable_user(second, by=None)
    assert User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).get() == second


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("demote", [True, False])
def test_two_administrators_do_not_remove_each_other_at_once(demote: bool) -> None:
    for number in range(4):
        User.objects.update(is_active=False)
        left, right = (make_user(Role.ADMINISTRATOR, username=f"{side}{number}") for side in ("left", "right"))
        both = Barrier(2)

        def remove(other: User, by: User, both: Barrier = both) -> str:
            both.wait()
            if demote:
                set_role(other, "reader", by=by)
            else:
                disable_user(other, by=by)
            return "removed"

        outcome = at_once(partial(remove, left, right), partial(remove, right, left))
        assert User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count() == 1
        assert outcome.count("removed") == 1
        assert [type(each) for each in outcome if each != "removed"] in ([Refused], [NotPermitted])


@pytest.mark.django_db
def test_settings_of_the_pages_stand_outside_the_ledger(reader: User) -> None:
    save_settings(reader, language="fr", theme=Theme.DARK, shortcuts=False)
    reader.refresh_from_db()
    assert (reader.language, reader.theme, reader.shortcuts) == ("fr", "dark", False)
    assert not ChangeSet.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"role": "owner"}, {"role": ""}, {"theme": "pink"}])
def test_the_database_itself_refuses_unknown_roles_and_themes(values: dict[str, str]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.create(username="odd", **values)
    assert not User.objects.exists()
