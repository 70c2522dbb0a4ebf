"""Making and revoking tokens: by whom, what is refused, and what the ledger and the tables keep of it."""

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import serializers
from django.db import connection
from django.utils import timezone

from postkring.accounts.actions import disable_user
from postkring.accounts.models import ApiToken, Role, User
from postkring.accounts.permissions import PERMISSIONS
from postkring.accounts.reading import changes_to_read
from postkring.accounts.token_actions import make_token, revoke_token, token_to_revoke
from postkring.accounts.tokens import caller_of_token
from postkring.accounts.undoing import undo_act
from postkring.kit.errors import DomainError, NotAcceptable, NotFound, NotPermitted, Refused, TooLong
from postkring.ledger.models import ChangeSet, Image
from tests.factories import make_user
from tests.snapshots import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def made(owner: User, **values: Any) -> tuple[ApiToken, str]:
    return make_token(owner, **{"name": "Excel", "role": Role.READER, "expires": None, "by": owner} | values)


@pytest.mark.parametrize("role", Role.values)
def test_everyone_makes_tokens_of_one_s_own(role: str) -> None:
    owner = make_user(Role(role))
    token, _ = made(owner, name="  Excel thuis ", role=role)
    stored = ApiToken.objects.get()
    assert stored == token
    assert (stored.owner, stored.name, stored.role, stored.expires, stored.last_used, stored.revoked) == (
        owner,
        "Excel thuis",
        role,
        None,
        None,
        None,
    )
    change_set = ChangeSet.objects.get()
    assert (change_set.verb, change_set.by, change_set.at) == ("token.create", owner, stored.created)
    assert change_set.sentence == f"API token “Excel thuis” of user {role} made, role {Role(role).label}"


def test_the_text_is_256_random_bits_with_a_beginning_that_tells_what_it_is(editor: User) -> None:
    texts = {made(editor)[1] for _ in range(20)}
    assert len(texts) == 20
    assert all(re.fullmatch(r"pk_[A-Za-z0-9_-]{43}", text) for text in texts)


def test_only_the_digest_and_the_first_signs_are_stored(editor: User) -> None:
    token, text = made(editor)
    stored = ApiToken.objects.get()
    assert stored.digest == hashlib.sha256(text.encode()).hexdigest()
    assert stored.hint == text[:10]
    kept = serializers.serialize("json", [stored, *ChangeSet.objects.all(), *Image.objects.all()])
    assert text not in kept
    assert text[11:] not in kept
    assert text not in str(token)


def test_the_ledger_never_holds_the_digest(editor: User) -> None:
    token, _ = made(editor)
    revoke_token(token, by=editor)
    assert ChangeSet.objects.count() == 2
    images = serializers.serialize("json", [*ChangeSet.objects.all(), *Image.objects.all()])
    assert token.digest not in images
    assert token.hint not in images
    assert [image.kind for image in Image.objects.order_by("pk")] == [Image.INSERTED, Image.UPDATED]
    assert list(Image.objects.get(kind=Image.UPDATED).after or {}) == ["revoked"]


def test_the_log_never_holds_the_text(editor: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        token, text = made(editor)
        caller_of_token(text)
        revoke_token(token, by=editor)
    assert not any(text in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("owner", Role.values)
def test_its_role_is_at_most_the_owner_s(owner: str) -> None:
    user = make_user(Role(owner))
    above = [role for role in Role.values if not PERMISSIONS[role] <= PERMISSIONS[owner]]
    assert len(above) == len(Role.values) - [Role.READER, Role.EDITOR, Role.MARKETER, Role.ADMINISTRATOR].index(Role(owner)) - 1
    before = everything()
    for role in above:
        with pytest.raises(NotAcceptable, match="no more than its owner") as refused:
            made(user, role=role)
        assert refused.value.field == "role"
    assert everything() == before


def test_a_token_makes_none_that_may_more_than_itself(administrator: User) -> None:
    caller = caller_of_token(made(administrator, role=Role.EDITOR)[1])
    assert caller is not None
    with pytest.raises(NotAcceptable):
        made(administrator, role=Role.ADMINISTRATOR, by=caller.user)
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "kind", "field"),
    [
        ({"name": ""}, NotAcceptable, "name"),
        ({"name": "   "}, NotAcceptable, "name"),
        ({"name": "a\x00b"}, NotAcceptable, "name"),
        ({"name": "a" * 101}, TooLong, "name"),
        ({"role": "owner"}, NotAcceptable, "role"),
        ({"role": ""}, NotAcceptable, "role"),
        ({"expires": timezone.now() - timedelta(days=1)}, NotAcceptable, "expires"),
    ],
)
def test_what_is_not_acceptable_makes_nothing(editor: User, values: dict[str, Any], kind: type[DomainError], field: str) -> None:
    before = everything()
    with pytest.raises(kind) as refused:
        made(editor, **values)
    assert refused.value.field == field
    assert everything() == before


def test_nobody_makes_a_token_for_somebody_else(administrator: User, editor: User) -> None:
    disabled = make_user(Role.ADMINISTRATOR, username="disabled", is_active=False)
    before = everything()
    for other in (administrator, make_user(Role.READER), AnonymousUser(), disabled):
        with pytest.raises(NotPermitted):
            made(editor, by=other)
    with pytest.raises(NotPermitted):
        made(disabled)
    assert not ApiToken.objects.exists()
    assert everything()[1] == before[1]


def test_from_the_terminal_for_whom_one_likes_but_the_disabled(administrator: User, editor: User) -> None:
    made(editor, role=Role.EDITOR, by=None)
    change_set = ChangeSet.objects.get()
    assert (change_set.by, change_set.permission) == (None, "administer")
    with pytest.raises(NotAcceptable):
        made(editor, role=Role.MARKETER, by=None)
    disable_user(editor, by=administrator)
    editor.refresh_from_db()
    with pytest.raises(Refused, match="User editor is disabled"):
        made(editor, by=None)
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("role", Role.values)
def test_everyone_revokes_one_s_own(role: str) -> None:
    owner = make_user(Role(role))
    token, _ = made(owner)
    revoke_token(token, by=owner)
    change_set = ChangeSet.objects.get(verb="token.revoke")
    assert ApiToken.objects.get().revoked == change_set.at
    assert (change_set.by, change_set.sentence) == (owner, f"API token “Excel” of user {role} revoked")


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.MARKETER])
def test_that_of_another_only_administrators_revoke(administrator: User, role: Role) -> None:
    owner, other = make_user(Role.READER, username="owner"), make_user(role, username="other")
    token, _ = made(owner)
    disabled = make_user(Role.ADMINISTRATOR, username="disabled", is_active=False)
    before = everything()
    nobodies: tuple[Any, ...] = (other, disabled, AnonymousUser())
    for who in nobodies:
        with pytest.raises(NotPermitted):
            revoke_token(token, by=who)
    with pytest.raises(NotFound):
        token_to_revoke(token.pk, by=other)
    with pytest.raises(NotPermitted):
        token_to_revoke(token.pk, by=disabled)
    assert everything() == before
    assert token_to_revoke(token.pk, by=owner) == token_to_revoke(token.pk, by=administrator) == token
    revoke_token(token, by=administrator)
    assert ChangeSet.objects.latest("number").permission == "administer"
    assert ApiToken.objects.get().revoked is not None


def test_an_administrator_s_token_with_a_lower_role_revokes_only_one_s_own(administrator: User, editor: User) -> None:
    caller = caller_of_token(made(administrator, role=Role.EDITOR)[1])
    assert caller is not None
    token, _ = made(editor)
    with pytest.raises(NotPermitted):
        revoke_token(token, by=caller.user)
    with pytest.raises(NotFound):
        token_to_revoke(token.pk, by=caller.user)
    assert ApiToken.objects.get(pk=token.pk).revoked is None


def test_revoking_twice_is_once(editor: User) -> None:
    token, _ = made(editor)
    revoke_token(token, by=editor)
    before = everything()
    revoke_token(token, by=editor)
    assert everything() == before
    for key in (token.pk, token.pk + 1, 2**63):
        with pytest.raises(NotFound):
            token_to_revoke(key, by=editor)


@pytest.mark.parametrize("verb", ["token.create", "token.revoke"])
def test_no_undo_takes_a_token_away_or_brings_one_back(administrator: User, verb: str) -> None:
    token, text = made(administrator)
    revoke_token(token, by=administrator)
    before = everything()
    with pytest.raises(Refused, match="What was done with an API token is not undone"):
        undo_act(ChangeSet.objects.get(verb=verb), by=administrator)
    assert everything() == before
    assert caller_of_token(text) is None


def test_of_one_s_tokens_only_administrators_read_beside_oneself(administrator: User, marketer: User, editor: User) -> None:
    made(editor)
    assert [changes_to_read(by=user).count() for user in (editor, administrator, marketer)] == [1, 1, 0]


def test_one_digest_stands_once_by_the_database() -> None:
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, ApiToken._meta.db_table).values()
    assert any(each["unique"] and each["columns"] == ["digest"] for each in constraints)
