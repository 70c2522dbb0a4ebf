"""May this user do this? Deny by default: no user, a disabled one or an unknown role may do nothing."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.accounts.permissions import PERMISSIONS, Permission
from postkring.kit.errors import NotPermitted


def may(user: User | AnonymousUser | None, permission: Permission) -> bool:
    return permission in permissions_of(user)


def permissions_of(user: User | AnonymousUser | None) -> frozenset[Permission]:
    """What the role of the user and the role of what acts in the user's name both allow."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    return PERMISSIONS.get(user.role, frozenset()) & PERMISSIONS.get(user.at_most, frozenset())


def require(user: User | AnonymousUser | None, permission: Permission) -> None:
    """Raises NotPermitted, naming what is missing. The first line of every act."""
    if not may(user, permission):
        raise NotPermitted(
            pgettext("msg.no_permission_for", "You have no permission to do this: %(action)s. Ask an administrator.")
            % {"action": permission_name(permission)},
            permission=permission.value,
        )


def require_still(user: User, permission: Permission) -> None:
    """The same of an act under way: what is stored of the user by now counts, and still no more than whoever began it was lent."""
    stored = User.objects.filter(pk=user.pk).first()
    if stored is not None:
        stored.at_most = user.at_most
    require(stored, permission)


def permission_name(permission: Permission) -> str:
    names = {
        Permission.READ: pgettext("permission.read", "read contacts and mailing groups"),
        Permission.EDIT_CONTACTS: pgettext("permission.edit_contacts", "change contacts and mailing groups"),
        Permission.EDIT_SEGMENTS: pgettext("permission.edit_segments", "change segments"),
        Permission.SHARE_VIEWS: pgettext("permission.share_views", "share views and change shared ones"),
        Permission.ADMINISTER: pgettext("permission.administer", "change the set-up and the users"),
    }
    return names[permission]
