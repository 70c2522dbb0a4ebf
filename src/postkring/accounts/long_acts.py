"""Acts in steps go on as long as whoever began them may still do such acts."""

from functools import partial

from postkring.accounts.access import require_still
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.ledger.long_acts import LongAct, go_on
from postkring.ledger.models import ChangeSet


def go_on_by(long: LongAct, change_set: ChangeSet, *, by: User) -> ChangeSet | None:
    """To the end, from where it has come to. Raises NotPermitted in the middle: then what was done is to be taken back."""
    return go_on(long, change_set, ask=partial(require_still, by, Permission(change_set.permission)))
