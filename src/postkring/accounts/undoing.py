"""Who may take an act back: whoever did it, as long as they may still do such acts; administrators may undo those of others."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import pgettext

from postkring.accounts.access import may, require
from postkring.accounts.actions import hold_administrators, refuse_without_administrator
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.errors import Refused
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Ledgered, declaration
from postkring.ledger.models import ChangeSet, Image, State
from postkring.ledger.undo import UndoReport, undo
from postkring.ledger.undo_in_steps import is_for_steps, under_way, undo_in_steps
from postkring.ledger.undoable import refuse_being_undone, refuse_unfinished


def undo_act(change_set: ChangeSet, *, by: User | AnonymousUser | None) -> UndoReport:
    """Raises NotPermitted, Refused for what is older than the days of the setting, or what the ledger refuses."""
    for permission in _needed(change_set, by):
        require(by, permission)
    return undo(change_set, by=by, ask=lambda stands: refuse_undo(change_set, stands, by=by))


def undo_large_act(change_set: ChangeSet, *, by: User | AnonymousUser | None) -> UndoReport:
    """The same in steps, where the act is one for them. What is under way goes on, whatever has become of the right meanwhile."""
    if not under_way(change_set):
        for permission in _needed(change_set, by):
            require(by, permission)
        if not is_for_steps(change_set.standing() or change_set):
            return undo_act(change_set, by=by)
    return undo_in_steps(change_set, by=by, ask=lambda stands: refuse_undo(change_set, stands, by=by))


def refuse_undo(change_set: ChangeSet, stands: ChangeSet, *, by: User | AnonymousUser | None) -> None:
    """`stands` is what an undo of `change_set` takes back: itself, or the act that did it again.

    Who may do it is asked of both: nobody takes back by an act of one's own what another did again. How old it is, of what goes.
    """
    for each in {change_set, stands}:
        for permission in _needed(each, by):
            require(by, permission)
    refuse_being_undone(stands)
    refuse_unfinished(stands)
    refuse_old(stands)


def may_take_back(change_set: ChangeSet, stands: ChangeSet, *, by: User | AnonymousUser | None) -> bool:
    """Whether refuse_undo lets them. It asks the database only about acts that blocked several contacts."""
    needed = frozenset[Permission]().union(*(_needed(each, by) for each in {change_set, stands}))
    is_done = stands.state == State.DONE
    return is_done and all(may(by, permission) for permission in needed) and timezone.localdate() <= undoable_until(stands)


def undoable_until(change_set: ChangeSet) -> date:
    """The last day on which the act can be undone: the same promise for everybody, administrators too."""
    return timezone.localdate(change_set.at) + timedelta(days=settings.UNDO_DAYS)


def refuse_old(change_set: ChangeSet) -> None:
    last = undoable_until(change_set)
    if timezone.localdate() > last:
        raise Refused(
            pgettext("msg.undo_too_old", "This could be undone until %(day)s. It stays as it is.")
            % {"day": date_format(last, "SHORT_DATE_FORMAT")}
        )


def keep_users(change_set: ChangeSet) -> None:
    """A user is disabled, never deleted: acts name who did them, and no image of a row may hold a password."""
    if Image.objects.filter(change_set=change_set, label="accounts.user", kind=Image.INSERTED).exists():
        raise Refused(pgettext("msg.user_stays", "A user is not taken away again. Disable the user instead."))


def keep_tokens(change_set: ChangeSet) -> None:
    """A token is revoked, never deleted: no image of a row may hold a digest. And what is revoked nobody brings back by an undo."""
    raise Refused(pgettext("msg.token_stays", "What was done with an API token is not undone. Revoke the token, or make another."))


def after_users(writer: Writer, undone: ChangeSet) -> None:
    """Whatever is taken back, somebody stays who may administer."""
    hold_administrators()
    refuse_without_administrator()


def _needed(change_set: ChangeSet, by: User | AnonymousUser | None) -> frozenset[Permission]:
    own = isinstance(by, User) and change_set.by_id is not None and change_set.by_id == by.pk
    return frozenset([Permission(change_set.permission), *_of_the_opposite(change_set)]) if own else frozenset([Permission.ADMINISTER])


def _of_the_opposite(change_set: ChangeSet) -> Iterator[Permission]:
    """What tables say that an act needs that would do the opposite."""
    for declared in map(declaration, change_set.tables):
        if isinstance(declared, Ledgered) and declared.opposite and (needed := import_string(declared.opposite)(change_set)):
            yield Permission(needed)
