"""What each role may do: exactly the table, and nothing for whoever is not in it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from postkring.accounts.access import may, permission_name, require
from postkring.accounts.models import Role, User
from postkring.accounts.permissions import PERMISSIONS, Permission
from postkring.kit.errors import NotPermitted
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("english")

TABLE = {
    Role.READER: {"read"},
    Role.EDITOR: {"read", "edit_contacts"},
    Role.MARKETER: {"read", "edit_contacts", "edit_segments", "share_views"},
    Role.ADMINISTRATOR: {"read", "edit_contacts", "edit_segments", "share_views", "administer"},
}


def test_the_table_is_whole() -> None:
    assert {role: {each.value for each in permissions} for role, permissions in PERMISSIONS.items()} == TABLE
    assert set(Role) == set(TABLE)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_user_may_what_the_role_may(role: Role, permission: Permission) -> None:
    user = make_user(role)
    allowed = permission in TABLE[role]
    assert may(user, permission) is allowed
    if allowed:
        require(user, permission)
        return
    with pytest.raises(NotPermitted) as refusal:
        require(user, permission)
    assert refusal.value.values["permission"] == permission
    assert permission_name(permission) in refusal.value.message


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize(
    "nobody",
    [
        None,
        AnonymousUser(),
        "administrator",
        User(username="gone", role=Role.ADMINISTRATOR, is_active=False),
        User(username="odd", role="owner"),
        User(username="blank", role=""),
        User(username="root", role="", is_superuser=True, is_staff=True),
    ],
)
def test_nobody_else_may_anything(nobody: Any, permission: Permission) -> None:
    assert not may(nobody, permission)
    with pytest.raises(NotPermitted, match="You have no permission to do this"):
        require(nobody, permission)


def test_every_permission_has_a_name() -> None:
    assert len({permission_name(permission) for permission in Permission}) == len(Permission)
