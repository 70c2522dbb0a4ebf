"""What a token opens: as its owner, with no more than token and owner may, and only as long as it is valid."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from postkring.accounts import tokens
from postkring.accounts.access import may, permissions_of, require_still
from postkring.accounts.actions import disable_user, enable_user, set_role
from postkring.accounts.models import ApiToken, Role, User
from postkring.accounts.permissions import PERMISSIONS, Permission
from postkring.accounts.token_actions import make_token, revoke_token
from postkring.accounts.tokens import LENGTH, caller_of_credentials, caller_of_token, tokens_of
from postkring.contacts.actions import create_contact
from postkring.contacts.models import Contact
from postkring.kit.errors import NotPermitted
from postkring.ledger.models import ChangeSet
from tests.factories import make_user
from tests.snapshots import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def text_of(owner: User, role: str = Role.READER, *, expires: datetime | None = None) -> str:
    return make_token(owner, "Excel", role=role, expires=expires, by=owner)[1]


def test_a_token_opens_as_its_owner(editor: User) -> None:
    token, text = make_token(editor, "Excel", role=Role.EDITOR, expires=None, by=editor)
    caller = caller_of_token(text)
    assert caller is not None
    assert (caller.user, caller.token) == (editor, token.pk)


def test_what_it_does_stands_under_the_name_of_the_owner(editor: User) -> None:
    caller = caller_of_token(text_of(editor, Role.EDITOR))
    assert caller is not None
    create_contact({"name": "Aerts"}, by=caller.user)
    assert ChangeSet.objects.get(verb="contact.create").by == editor


@pytest.mark.parametrize(
    ("owner", "role"),
    [(owner, role) for owner in Role.values for role in Role.values if PERMISSIONS[role] <= PERMISSIONS[owner]],
)
def test_it_may_what_its_role_may(owner: str, role: str) -> None:
    caller = caller_of_token(text_of(make_user(Role(owner)), role))
    assert caller is not None
    assert permissions_of(caller.user) == PERMISSIONS[role]


def test_a_reader_s_token_of_an_administrator_changes_nothing(administrator: User) -> None:
    caller = caller_of_token(text_of(administrator, Role.READER))
    assert caller is not None
    before = everything()
    with pytest.raises(NotPermitted):
        create_contact({"name": "Aerts"}, by=caller.user)
    with pytest.raises(NotPermitted):
        set_role(administrator, "reader", by=caller.user)
    assert everything() == before
    assert not Contact.objects.exists()


def test_the_owner_s_present_role_counts(administrator: User, marketer: User) -> None:
    text = text_of(marketer, Role.MARKETER)
    set_role(marketer, "reader", by=administrator)
    caller = caller_of_token(text)
    assert caller is not None
    assert permissions_of(caller.user) == PERMISSIONS[Role.READER]
    set_role(marketer, "administrator", by=administrator)
    caller = caller_of_token(text)
    assert caller is not None
    assert permissions_of(caller.user) == PERMISSIONS[Role.MARKETER]


def test_an_act_under_way_is_asked_for_no_more_than_the_token_may(administrator: User) -> None:
    caller = caller_of_token(text_of(administrator, Role.EDITOR))
    assert caller is not None
    require_still(caller.user, Permission.EDIT_CONTACTS)
    with pytest.raises(NotPermitted):
        require_still(caller.user, Permission.ADMINISTER)
    require_still(administrator, Permission.ADMINISTER)


def test_the_role_of_the_token_is_never_stored_with_the_owner(administrator: User) -> None:
    caller = caller_of_token(text_of(administrator, Role.READER))
    assert caller is not None
    caller.user.save()
    administrator.refresh_from_db()
    assert administrator.role == Role.ADMINISTRATOR
    assert may(User.objects.get(pk=administrator.pk), Permission.ADMINISTER)


def test_a_disabled_owner_s_token_opens_nothing(administrator: User, editor: User) -> None:
    text = text_of(editor)
    disable_user(editor, by=administrator)
    assert caller_of_token(text) is None
    assert caller_of_credentials("editor", text) is None
    enable_user(editor, by=administrator)
    assert caller_of_token(text) is not None


def test_a_removed_owner_s_token_opens_nothing(editor: User) -> None:
    text = text_of(editor)
    ChangeSet.objects.all().delete()
    editor.delete()
    assert caller_of_token(text) is None
    assert not ApiToken.objects.exists()


def test_a_revoked_token_opens_nothing(editor: User) -> None:
    token, text = make_token(editor, "Excel", role=Role.READER, expires=None, by=editor)
    other = text_of(editor)
    revoke_token(token, by=editor)
    assert caller_of_token(text) is None
    assert caller_of_credentials("editor", text) is None
    assert caller_of_token(other) is not None


def test_it_opens_until_it_expires_and_not_at_that_instant(editor: User) -> None:
    expires = timezone.now() + timedelta(days=1)
    text = text_of(editor, expires=expires)
    assert caller_of_token(text, now=expires - timedelta(microseconds=1)) is not None
    assert caller_of_token(text, now=expires) is None
    assert caller_of_credentials("editor", text, now=expires) is None


@pytest.mark.parametrize(
    "wrong", ["", "pk_", "pk_" + "A" * 43, "x" * LENGTH, "pk_" + "é" * 43, "pk_" + "\udcff" * 43, "pk_\x00" + "A" * 42]
)
def test_what_is_no_token_opens_nothing(editor: User, wrong: str) -> None:
    text_of(editor)
    assert caller_of_token(wrong) is None
    assert caller_of_credentials("editor", wrong) is None


def test_neither_the_digest_nor_a_part_or_another_case_opens_anything(editor: User) -> None:
    text = text_of(editor)
    for wrong in (ApiToken.objects.get().digest, text[:-1], text + "A", f" {text}", text.swapcase(), text[3:]):
        assert caller_of_token(wrong) is None


def test_a_digest_that_is_found_is_compared_whole(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index may find what a collation takes for equal: what decides is the comparison."""
    text = text_of(editor)
    compared: list[Any] = []
    monkeypatch.setattr("postkring.accounts.tokens.secrets.compare_digest", lambda *pair: compared.append(pair))
    assert caller_of_token(text) is None
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert compared == [(digest, digest)]


@pytest.mark.parametrize("name", ["", "Editor", "editor ", "administrator", "édi", "\udcff", "x" * 500])
def test_with_a_name_it_has_to_be_the_owner_s(administrator: User, editor: User, name: str) -> None:
    text = text_of(editor)
    assert caller_of_credentials(name, text) is None
    assert ApiToken.objects.get().last_used is None
    found = caller_of_credentials("editor", text)
    assert found is not None
    assert found.user == editor


def test_a_call_is_one_query_and_a_write_every_five_minutes(editor: User) -> None:
    text, now = text_of(editor), timezone.now()

    def queries(at: datetime) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert caller_of_credentials("editor", text, now=at) is not None
        return len(captured)

    minutes = [0, 0, 4.9, 5, 9.9, 10]
    assert [queries(now + timedelta(minutes=each)) for each in minutes] == [2, 1, 1, 2, 1, 2]
    assert ApiToken.objects.get().last_used == now + timedelta(minutes=10)


def test_use_is_no_act(editor: User) -> None:
    text = text_of(editor)
    before = ChangeSet.objects.count()
    caller_of_token(text)
    assert ChangeSet.objects.count() == before
    assert ApiToken.objects.get().last_used is not None


def test_what_is_refused_counts_as_no_use(administrator: User, editor: User) -> None:
    text = text_of(editor)
    disable_user(editor, by=administrator)
    caller_of_token(text)
    assert ApiToken.objects.get().last_used is None


@pytest.mark.parametrize("is_busy", [True, False])
def test_a_database_that_is_busy_keeps_nobody_from_reading(editor: User, monkeypatch: pytest.MonkeyPatch, is_busy: bool) -> None:
    text = text_of(editor)

    def refuse(self: object, **values: object) -> int:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(QuerySet, "update", refuse)
    monkeypatch.setattr(tokens, "is_busy", lambda error: is_busy)
    if is_busy:
        assert caller_of_token(text) is not None
    else:
        with pytest.raises(DatabaseError):
            caller_of_token(text)


def test_tokens_are_seen_by_their_owner_and_by_administrators(administrator: User, marketer: User, editor: User) -> None:
    first, second, gone = (make_token(editor, name, role=Role.READER, expires=None, by=editor)[0] for name in ("1", "2", "3"))
    make_token(marketer, "other", role=Role.READER, expires=None, by=marketer)
    revoke_token(gone, by=editor)
    assert list(tokens_of(editor, by=editor)) == list(tokens_of(editor, by=administrator)) == [second, first]
    for other in (marketer, make_user(Role.ADMINISTRATOR, username="disabled", is_active=False)):
        with pytest.raises(NotPermitted):
            tokens_of(editor, by=other)
