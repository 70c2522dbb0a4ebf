"""Many contacts and several groups: into some, out of others, and nothing of a group that nobody touched. One act, and one undo of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import npgettext

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.actions import locked, put_in, said_added, said_removed, take_out
from postkring.classifications.counters import recount
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.members import Mode, outcome_sets, table_of
from postkring.classifications.pair import Classification
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.kit.sql import one_of
from postkring.kit.text import grouped
from postkring.ledger.acts import Writer, act
from postkring.ledger.expectations import hold_numbers_to
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean
from postkring.ledger.models import ChangeSet

SEVERAL: Final = "mailing_group.several"
SELECTED: Final = "selected"  # the number that the act is held to: how many contacts it is about
_INTO, _OUT_OF = "added", "removed"
_MODES: Final = {_INTO: Mode.ADD, _OUT_OF: Mode.REMOVE}


def change_groups(
    contacts: ContactQuerySet,
    *,
    spec: Spec = MAILING_GROUPS,
    into: Sequence[Classification] = (),
    out_of: Sequence[Classification] = (),
    expected: Mapping[str, int] | None = None,
    by: User,
) -> ChangeSet | None:
    """Raises PreviewChanged when the contacts are not as many as were `expected`. None when everybody was where they should be."""
    require(by, Permission.EDIT_CONTACTS)
    with act(spec.verb("several"), by=by, permission=Permission.EDIT_CONTACTS) as writer:
        # A selection may depend on the groups themselves: who is meant is settled before the first of them changes.
        chosen = list(contacts.order_by().values_list("pk", flat=True))
        hold_numbers_to({SELECTED: len(chosen)}, expected)
        writer.count(added=0, removed=0)
        data = _data(spec, into, out_of, len(chosen))
        for each in data["groups"]:
            _move(writer, table_of(data), each, Contact.objects.filter(one_of(chosen)))
        writer.say(lambda: _said(data, writer.counts))
    return writer.change_set if writer.did_something else None


def change_groups_in_steps(
    contacts: ContactQuerySet,
    *,
    spec: Spec = MAILING_GROUPS,
    into: Sequence[Classification],
    out_of: Sequence[Classification],
    expected: Mapping[str, int] | None,
    by: User,
) -> ChangeSet | None:
    """The same act in steps. Raises NotFound in the middle when somebody has deleted one of the groups: then what was done is to be taken
    back."""
    require(by, Permission.EDIT_CONTACTS)

    def settle(writer: Writer) -> Data:
        number = contacts.order_by().count()
        hold_numbers_to({SELECTED: number}, expected)
        data = _data(spec, into, out_of, number)
        for each in data["groups"]:
            mean(writer, outcome_sets(contacts, _held(spec, each), _MODES[each["way"]])[each["way"]], part=_part(each))
        writer.count(added=0, removed=0)
        return data

    return go_on_by(
        CHANGING_GROUPS, begin(CHANGING_GROUPS, spec.verb("several"), by=by, permission=Permission.EDIT_CONTACTS, settle=settle), by=by
    )


def _data(spec: Spec, into: Sequence[Classification], out_of: Sequence[Classification], number: int) -> Data:
    """In the order of the keys: two such acts at once hold the groups in the same order."""
    ways = [*((group, _INTO) for group in into), *((group, _OUT_OF) for group in out_of)]
    groups = [{"pk": group.pk, "code": group.code, "way": way, "moved": 0} for group, way in sorted(ways, key=lambda each: each[0].pk)]
    return {"groups": groups, "chosen": number, "table": spec.name}


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    parts = set(todo.values_list("part", flat=True).distinct())
    for each in data["groups"]:
        if _part(each) in parts:
            _move(writer, table_of(data), each, Contact.objects.filter(pk__in=keys(todo, _part(each))))


def _move(writer: Writer, spec: Spec, each: dict[str, Any], contacts: ContactQuerySet) -> None:
    group = _held(spec, each)
    moved = put_in(writer, group, contacts) if each["way"] == _INTO else take_out(writer, group, contacts)
    if moved:
        recount(spec.codes().filter(pk=group.pk))
    each["moved"] += moved
    writer.count(**{each["way"]: moved})


def _held(spec: Spec, each: dict[str, Any]) -> Classification:
    group = locked(spec.row(pk=each["pk"], code=each["code"]))
    each["code"] = group.code  # somebody may have renamed it
    return group


def _part(each: Mapping[str, Any]) -> str:
    return f"{each['way']} {each['pk']}"


def _said(data: Data, counts: Mapping[str, int]) -> str:
    groups = sorted((each for each in data["groups"] if each["moved"]), key=lambda each: (each["way"], each["code"]))
    if len(groups) == 1:
        say = said_added if groups[0]["way"] == _INTO else said_removed
        return say("", groups[0]["moved"], groups[0]["code"])
    said = npgettext("ledger.groups_of_several", "%(count)s contact: %(groups)s", "%(count)s contacts: %(groups)s", data["chosen"])
    moves = [f"{each['code']} {'+' if each['way'] == _INTO else '−'}{grouped(each['moved'])}" for each in groups]
    return said % {"count": grouped(data["chosen"]), "groups": ", ".join(moves)}


CHANGING_GROUPS: Final = LongAct(write=_step, said=_said)
