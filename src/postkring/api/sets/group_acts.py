"""The acts on mailing groups: putting a selection in, taking it out, making the group equal to it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from postkring.accounts.permissions import Permission
from postkring.api.acting import Act, Numbers, Prepared, selection_in
from postkring.classifications.mailing_groups import MailingGroup
from postkring.classifications.members import Mode, outcome_numbers, outcome_sets
from postkring.criteria.selections import Selection, contacts, sentence


def prepared_for(group: MailingGroup, selection: Selection, mode: Mode) -> Prepared:
    chosen = contacts(selection)
    counted = outcome_numbers(chosen, group, mode)
    sets = outcome_sets(chosen, group, mode)
    return Prepared(
        numbers=Numbers(**counted),
        touched=[sets[name] for name in ("added", "removed") if name in sets],
        sentence=sentence(selection),
        kind="group",
        arguments={"code": group.code, "mode": mode, "selection": selection.as_data()},
        expected=counted,
    )


def _prepare(mode: Mode) -> Callable[[int, Mapping[str, Any]], Prepared]:
    def prepare(key: int, body: Mapping[str, Any]) -> Prepared:
        return prepared_for(MailingGroup.objects.get(pk=key), selection_in(body), mode)

    return prepare


def _act(mode: Mode) -> Act:
    return Act(Permission.EDIT_CONTACTS, {"selection": dict}, _prepare(mode))


GROUP_ACTS: Final = {
    "addContacts": _act(Mode.ADD),
    "removeContacts": _act(Mode.REMOVE),
    "replaceContacts": _act(Mode.REPLACE),
}
