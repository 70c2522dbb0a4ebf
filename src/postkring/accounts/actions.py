"""What administrators do with users. From the terminal `by` is None: whoever may run the command owns the installation."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import Role, User
from postkring.accounts.permissions import Permission
from postkring.kit.errors import AlreadyExists, NotAcceptable, Refused
from postkring.kit.text import short_line
from postkring.ledger.acts import Writer, act

USER_NAME_LENGTH = 150


def add_user(username: str, *, role: str, password: str, by: User | None) -> User:
    _require_administrator(by)
    name = _clean_user_name(username)
    user = User(username=name, role=clean_role(role))
    _set_password(user, password)
    with act("user.add", by=by, permission=Permission.ADMINISTER) as writer:
        writer.insert(user)
        writer.count(added=1)
        writer.say(lambda: pgettext("ledger.user_added", "User %(user)s added") % {"user": name})
    return user


def set_role(user: User, role: str, *, by: User | None) -> None:
    _require_administrator(by)
    cleaned = clean_role(role)
    with act("user.role", by=by, permission=Permission.ADMINISTER) as writer:
        _update(writer, user, role=cleaned)
        writer.say(
            lambda: pgettext("ledger.user_role", "User %(user)s became %(role)s") % {"user": user.username, "role": Role(cleaned).label}
        )


def disable_user(user: User, *, by: User | None) -> None:
    _set_active(user, False, by=by)


def enable_user(user: User, *, by: User | None) -> None:
    _set_active(user, True, by=by)


def set_password(user: User, password: str, *, by: User | None) -> None:
    """Sets a password; a user may set one's own. The hash itself leaves no image."""
    if by is not None:
        require(by, Permission.READ if by.pk == user.pk else Permission.ADMINISTER)
    with act("user.password", by=by, permission=Permission.ADMINISTER) as writer:
        _set_password(user, password)
        user.save(update_fields=["password"])
        writer.keep = True
        writer.say(lambda: pgettext("ledger.user_password", "Password of user %(user)s set") % {"user": user.username})


def save_settings(user: User, *, language: str, theme: str, shortcuts: bool) -> None:
    """How the pages look to this user. View state: it stands outside the ledger."""
    user.language, user.theme, user.shortcuts = language, theme, shortcuts
    user.save(update_fields=["language", "theme", "shortcuts"])


def _set_active(user: User, active: bool, *, by: User | None) -> None:
    _require_administrator(by)
    with act("user.enable" if active else "user.disable", by=by, permission=Permission.ADMINISTER) as writer:
        _update(writer, user, is_active=active)
        if active:
            writer.say(lambda: pgettext("ledger.user_enabled", "User %(user)s enabled") % {"user": user.username})
        else:
            writer.say(lambda: pgettext("ledger.user_disabled", "User %(user)s disabled") % {"user": user.username})


def _update(writer: Writer, user: User, **values: object) -> None:
    with writer.updating(User.objects.filter(pk=user.pk), list(values)):
        for name, value in values.items():
            setattr(user, name, value)
        hold_administrators()
        user.save(update_fields=list(values))
        refuse_without_administrator()


def hold_administrators() -> None:
    """Holds the administrators still, so that two of them cannot remove each other at once."""
    list(User.objects.select_for_update().filter(role=Role.ADMINISTRATOR).values_list("pk", flat=True))


def refuse_without_administrator() -> None:
    if not User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        raise Refused(pgettext("msg.last_administrator", "There must be at least one active administrator."))


def _require_administrator(by: User | None) -> None:
    if by is not None:
        require(by, Permission.ADMINISTER)


def _clean_user_name(username: str) -> str:
    name = short_line(username, field="username", label=pgettext("field.user_name", "User name"), longest=USER_NAME_LENGTH)
    try:
        User.username_validator(name)
    except ValidationError as error:
        raise NotAcceptable(
            pgettext("msg.user_name_signs", "A user name may hold only letters, digits and the signs @ . + - and _, no blanks."),
            field="username",
        ) from error
    if User.objects.filter(username__iexact=name).exists():
        raise AlreadyExists(pgettext("msg.user_exists", "User %(user)s exists already.") % {"user": name}, field="username")
    return name


def clean_role(role: str) -> str:
    if role not in Role.values:
        raise NotAcceptable(
            pgettext("msg.role_unknown", "“%(role)s” is not a role. Roles: %(roles)s.") % {"role": role, "roles": ", ".join(Role.values)},
            field="role",
        )
    return role


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise NotAcceptable(" ".join(error.messages), field="password") from error
    user.set_password(password)
