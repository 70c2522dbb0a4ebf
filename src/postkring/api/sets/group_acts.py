"""The acts on mailing groups: putting a selection in, taking it out, making the group equal to it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.api.acting import Act, Numbers, Prepared, selection_in
from postkring.classifications.mailing_groups import MailingGroup
from postkring.classifications.members import Mode, outcome_numbers, outcome_sets
from postkring.criteria.selections import Selection, contacts, sentence


def prepared_for(group: MailingGroup, selection: Selection, mode: Mode, by: User) -> Prepared:
    """Raises NotPermitted: whoever may not do it need not know what it would do."""
    require(by, Permission.EDIT_CONTACTS)
    chosen = contacts(selection)
    counted = outcome_numbers(chosen, group, mode)
    sets = outcome_sets(chosen, group, mode)
    return Prepared(
        numbers=Numbers(**counted),
        touched=sets["removed" if mode is Mode.REMOVE else "added"],
        sentence=sentence(selection),
        kind="group",
        arguments={"code": group.code, "mode": mode, "selection": selection.as_data()},
        expected=counted,
    )


def _prepare(mode: Mode) -> Callable[[int, Mapping[str, Any], User], Prepared]:
    def prepare(key: int, body: Mapping[str, Any], by: User) -> Prepared:
        return prepared_for(MailingGroup.objects.get(pk=key), selection_in(body), mode, by)

    return prepare


_TAKES: Final[dict[str, type]] = {"selection": dict}
GROUP_ACTS: Final = {
    "addContacts": Act(_TAKES, _prepare(Mode.ADD)),
    "removeContacts": Act(_TAKES, _prepare(Mode.REMOVE)),
    "replaceContacts": Act(_TAKES, _prepare(Mode.REPLACE)),
}
