"""Territories: made, described and deleted by an administrator. A code stays: contacts and saved criteria name it."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.codes import NUMBER_LENGTH, clean_code
from postkring.kit.refusals import taken
from postkring.kit.text import fold, short_line
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet
from postkring.setup.coded import held, refuse_in_use
from postkring.setup.models import Territory

DESCRIPTION_LENGTH = 100


def create_territory(code: str, *, description: str = "", by: User) -> Territory:
    require(by, Permission.ADMINISTER)
    with act("territory.create", by=by, permission=Permission.ADMINISTER) as writer:
        territory = Territory(code=clean_code(code, longest=NUMBER_LENGTH), description=_cleaned(description))
        _refuse_taken(territory.code)
        writer.insert(territory)
        writer.count(added=1)
        writer.say(lambda: pgettext("ledger.territory_created", "Territory %(code)s created") % {"code": territory.code})
    return territory


def describe_territory(territory: Territory, description: str, *, by: User) -> ChangeSet | None:
    """None when it is described so already."""
    require(by, Permission.ADMINISTER)
    with act("territory.describe", by=by, permission=Permission.ADMINISTER) as writer:
        row = Territory.objects.filter(pk=held(territory).pk)
        with writer.updating(row, ["description"]):
            row.update(description=_cleaned(description))
        writer.count(changed=1)
        writer.say(lambda: pgettext("ledger.territory_changed", "Territory %(code)s changed") % {"code": territory.code})
    return writer.change_set if writer.did_something else None


def delete_territory(territory: Territory, *, by: User) -> ChangeSet:
    """Refused while anything refers to it (D8)."""
    require(by, Permission.ADMINISTER)
    with act("territory.delete", by=by, permission=Permission.ADMINISTER) as writer:
        stored = held(territory)
        refuse_in_use(stored, pgettext("msg.territory_in_use", "Territory %(code)s is still in use and cannot be deleted: %(uses)s."))
        writer.delete(Territory.objects.filter(pk=stored.pk))
        writer.count(deleted=1)
        writer.say(lambda: pgettext("ledger.territory_deleted", "Territory %(code)s deleted") % {"code": stored.code})
    return writer.change_set


def _cleaned(text: str) -> str:
    return short_line(text, field="description", label=pgettext("field.description", "Description"), longest=DESCRIPTION_LENGTH)


def _refuse_taken(code: str) -> None:
    other = Territory.objects.filter(code__fold=fold(code)).first()
    if other is not None:
        raise taken(code, other=other.code, description=other.description)
