"""Users who are salespeople themselves: a user may be tied to one of them."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.codes import asked_code
from postkring.kit.refusals import unknown
from postkring.ledger.acts import Writer, act
from postkring.ledger.models import ChangeSet
from postkring.setup.models import Salesperson, UserSetup


def salesperson_of(user: User) -> Salesperson | None:
    tied = UserSetup.objects.filter(user=user).select_related("salesperson").first()
    return tied.salesperson if tied else None


def own_salesperson(user: User) -> Salesperson | None:
    """For what the user makes (R-4002): somebody blocked cannot be chosen, and is not taken over either."""
    own = salesperson_of(user)
    return None if own is None or own.privacy_blocked else own


def with_salesperson(users: "QuerySet[User]") -> "QuerySet[User]":
    """With `salesperson_code`, None where there is none."""
    return users.annotate(salesperson_code=Subquery(UserSetup.objects.filter(user=OuterRef("pk")).values("salesperson")[:1]))


def tie_user(user: User, code: str, *, by: User) -> ChangeSet | None:
    """Ties the user to the salesperson, to none with a blank code. None when it is so already."""
    require(by, Permission.ADMINISTER)
    with act("user.salesperson", by=by, permission=Permission.ADMINISTER) as writer:
        User.objects.select_for_update().get(pk=user.pk)
        wanted = _called(code)
        _write(writer, user, wanted)
        writer.count(changed=1)
        writer.say(lambda: _sentence(user, wanted))
    return writer.change_set if writer.did_something else None


def _write(writer: Writer, user: User, wanted: Salesperson | None) -> None:
    row = UserSetup.objects.filter(user=user)
    if wanted is None:
        writer.delete(row)
    elif row.exists():
        with writer.updating(row, ["salesperson"]):
            row.update(salesperson=wanted)
    else:
        writer.insert(UserSetup(user=user, salesperson=wanted))


def _called(code: str) -> Salesperson | None:
    if not code.strip():
        return None
    found = Salesperson.objects.filter(code=asked_code(code)).first()
    if found is None:
        raise unknown(code, pgettext("page.salespeople", "Salespeople"), field="salesperson")
    return found


def _sentence(user: User, salesperson: Salesperson | None) -> str:
    if salesperson is None:
        return pgettext("ledger.user_untied", "User %(user)s is tied to no salesperson") % {"user": user.username}
    return pgettext("ledger.user_tied", "User %(user)s is tied to salesperson %(code)s") % {
        "user": user.username,
        "code": salesperson.code,
    }
