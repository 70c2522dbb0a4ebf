"""For tests of who may do what: everybody who may not is refused, and nothing changes; everybody who may, may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from postkring.accounts.models import Role, User
from postkring.accounts.permissions import PERMISSIONS, Permission
from postkring.kit.errors import NotPermitted
from tests.factories import make_user
from tests.snapshots import everything


def those_who_may_not(permission: Permission) -> list[User | AnonymousUser | None]:
    """Each role without the permission, an administrator who was disabled, somebody not signed in, and nobody at all."""
    without = [role for role in Role.values if permission not in PERMISSIONS[role]]
    disabled = make_user(Role.ADMINISTRATOR, username="disabled", is_active=False)
    unknown = make_user(Role.READER, username="unknown")
    unknown.role = "owner"
    return [*(make_user(role, username=f"no-{role}") for role in without), disabled, unknown, AnonymousUser(), None]


def assert_only_with(permission: Permission, act: Callable[[Any], object]) -> None:
    refused = those_who_may_not(permission)
    before = everything()
    for user in refused:
        with pytest.raises(NotPermitted):
            act(user)
        assert everything() == before


def those_who_may(permission: Permission) -> list[User]:
    return [make_user(role, username=f"yes-{role}") for role in Role.values if permission in PERMISSIONS[role]]
