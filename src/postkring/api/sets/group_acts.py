"""The acts on the codes of a classification: putting a selection in, taking it out, making the group equal to it."""

from collections.abc import Callable, Mapping
from typing import Any

from postkring.accounts.permissions import Permission
from postkring.api.acting import Act, Numbers, Prepared, selection_in
from postkring.classifications.catalogue import spec_of
from postkring.classifications.members import Mode, outcome_numbers, outcome_sets
from postkring.classifications.pair import Classification
from postkring.classifications.spec import Spec
from postkring.criteria.selections import Selection, contacts, sentence


def prepared_for(group: Classification, selection: Selection, mode: Mode) -> Prepared:
    chosen = contacts(selection)
    counted = outcome_numbers(chosen, group, mode)
    sets = outcome_sets(chosen, group, mode)
    return Prepared(
        numbers=Numbers(**counted),
        touched=[sets[name] for name in ("added", "removed") if name in sets],
        sentence=sentence(selection),
        kind="group",
        arguments={"code": group.code, "mode": mode, "selection": selection.as_data(), "table": spec_of(group).name},
        expected=counted,
    )


def _prepare(spec: Spec, mode: Mode) -> Callable[[int, Mapping[str, Any]], Prepared]:
    def prepare(key: int, body: Mapping[str, Any]) -> Prepared:
        return prepared_for(spec.codes().get(pk=key), selection_in(body), mode)

    return prepare


def acts_on(spec: Spec) -> Mapping[str, Act]:
    modes = {"addContacts": Mode.ADD, "removeContacts": Mode.REMOVE, "replaceContacts": Mode.REPLACE}
    return {name: Act(Permission.EDIT_CONTACTS, {"selection": dict}, _prepare(spec, mode)) for name, mode in modes.items()}
