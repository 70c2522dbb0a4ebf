"""Making and revoking API tokens. From the terminal `by` is None: whoever may run the command owns the installation."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import pgettext

from postkring.accounts.access import permissions_of, require
from postkring.accounts.actions import clean_role
from postkring.accounts.models import HINT_LENGTH, TOKEN_NAME_LENGTH, ApiToken, Role, User
from postkring.accounts.permissions import PERMISSIONS, Permission
from postkring.accounts.tokens import digest_of, new_text
from postkring.kit.errors import NotAcceptable, NotFound, NotPermitted, Refused
from postkring.kit.text import short_line
from postkring.ledger.acts import act


def make_token(owner: User, name: str, *, role: str, expires: datetime | None, by: User | None) -> tuple[ApiToken, str]:
    """The token, and its text: this once, for what is stored cannot give it back. `expires`: its first instant without effect, or None."""
    permission = _needed_to_make(owner, by)
    token = ApiToken(owner=owner, name=_clean_name(name), role=_at_most_ones_own(role, by or owner), expires=_coming(expires))
    text = new_text()
    token.hint, token.digest = text[:HINT_LENGTH], digest_of(text)
    with act("token.create", by=by, permission=permission) as writer:
        token.created = writer.at
        writer.insert(token)
        writer.count(added=1)
        writer.say(
            lambda: (
                pgettext("ledger.token_made", "API token “%(name)s” of user %(user)s made, role %(role)s")
                % {"name": token.name, "user": owner.username, "role": Role(token.role).label}
            )
        )
    return token, text


def revoke_token(token: ApiToken, *, by: User | None) -> None:
    """It opens nothing from now on. One that is revoked already stays so, and leaves no second trace."""
    permission = Permission.ADMINISTER if by is None else needed_to_revoke(token, by=by)
    if by is not None:
        require(by, permission)
    with act("token.revoke", by=by, permission=permission) as writer:
        rows = ApiToken.objects.filter(pk=token.pk)
        rows.select_for_update().first()
        with writer.updating(rows, ["revoked"]):
            rows.filter(revoked=None).update(revoked=writer.at)
        writer.say(
            lambda: (
                pgettext("ledger.token_revoked", "API token “%(name)s” of user %(user)s revoked")
                % {"name": token.name, "user": token.owner.username}
            )
        )


def needed_to_revoke(token: ApiToken, *, by: User) -> Permission:
    """One's own needs no more than reading."""
    return Permission.READ if token.owner_id == by.pk else Permission.ADMINISTER


def token_to_revoke(key: int, *, by: User) -> ApiToken:
    """Raises NotFound, for the token of somebody else as well, unless an administrator asks."""
    require(by, Permission.READ)
    found = ApiToken.objects.select_related("owner").filter(pk=key, revoked=None).first() if key < 2**63 else None
    if found is None or needed_to_revoke(found, by=by) not in permissions_of(by):
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    return found


def _needed_to_make(owner: User, by: User | None) -> Permission:
    if by is not None:
        require(by, Permission.READ)
        if by.pk != owner.pk:
            raise NotPermitted(pgettext("msg.token_own_only", "An API token is made by the user whose it is."))
        return Permission.READ
    if not owner.is_active:
        raise Refused(pgettext("msg.token_owner_disabled", "User %(user)s is disabled.") % {"user": owner.username})
    return Permission.ADMINISTER


def _clean_name(name: str) -> str:
    label = pgettext("field.name", "Name")
    cleaned = short_line(name, field="name", label=label, longest=TOKEN_NAME_LENGTH)
    if not cleaned:
        raise NotAcceptable(pgettext("msg.required", "Fill in %(field)s.") % {"field": label}, field="name")
    return cleaned


def _at_most_ones_own(role: str, whose: User) -> str:
    cleaned = clean_role(role)
    if not PERMISSIONS[cleaned] <= permissions_of(whose):
        raise NotAcceptable(pgettext("msg.token_role_too_high", "An API token may do no more than its owner."), field="role")
    return cleaned


def _coming(expires: datetime | None) -> datetime | None:
    if expires is not None and expires <= timezone.now():
        raise NotAcceptable(pgettext("msg.token_expires_before", "This day is over: choose a later one."), field="expires")
    return expires
