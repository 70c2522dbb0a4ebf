"""Many contacts and one group of a classification: who would be put in, taken out or stay, as sets, and the act that does exactly that."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import npgettext

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.actions import Outcome, locked, put_in, take_out
from postkring.classifications.catalogue import spec_named, spec_of
from postkring.classifications.counters import recount
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.pair import Classification
from postkring.classifications.queries import assignments_in, members
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.kit.sql import stands_in
from postkring.kit.text import grouped
from postkring.ledger.acts import Writer, act
from postkring.ledger.expectations import hold_numbers_to, hold_to
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean
from postkring.ledger.models import ChangeSet

MISFITS: Final = "misfits"
_STAYING: Final[tuple[str, ...]] = ("unchanged", MISFITS)
_GOING, _COMING = "removed", "added"


class Mode(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"  # the group holds exactly the chosen contacts afterwards


def outcome_sets(contacts: ContactQuerySet, group: Classification, mode: Mode) -> dict[str, ContactQuerySet]:
    """The contacts behind each number of a preview: `added`, `removed`, `unchanged`. What the act then does is these sets.

    `misfits` are of a type that may not hold the code, and are left out; where both types may, there is no such set.
    """
    spec = spec_of(group)
    if spec.held_by and mode is not Mode.REMOVE:
        fitting = contacts.filter(spec.fits())
        return {**_outcome_sets(fitting, group, mode), MISFITS: contacts.exclude(spec.fits())}
    return _outcome_sets(contacts, group, mode)


def _outcome_sets(contacts: ContactQuerySet, group: Classification, mode: Mode) -> dict[str, ContactQuerySet]:
    inside = stands_in(assignments_in(group), "contact")
    if mode is Mode.REMOVE:
        return {"removed": contacts.filter(inside), "unchanged": contacts.filter(~inside)}
    sets = {"added": contacts.filter(~inside), "unchanged": contacts.filter(inside)}
    if mode is Mode.REPLACE:
        sets["removed"] = members(group).filter(~stands_in(contacts, "pk"))
    return sets


def outcome_numbers(contacts: ContactQuerySet, group: Classification, mode: Mode) -> dict[str, int]:
    """How many stand in each of `outcome_sets`. Only who is inside is looked for: the others are the rest of the chosen."""
    contacts, misfits = _without_misfits(contacts, group, mode)
    chosen, inside = contacts.order_by().count(), contacts.filter(stands_in(assignments_in(group), "contact")).order_by().count()
    outside = max(chosen - inside, 0)  # somebody may have been put in between the two counts
    if mode is Mode.REMOVE:
        return {"removed": inside, "unchanged": outside}
    numbers = {"added": outside, "unchanged": inside}
    if mode is Mode.REPLACE:
        numbers["removed"] = outcome_sets(contacts, group, mode)["removed"].order_by().count()
    return numbers | misfits


def _without_misfits(contacts: ContactQuerySet, group: Classification, mode: Mode) -> tuple[ContactQuerySet, dict[str, int]]:
    spec = spec_of(group)
    if not spec.held_by or mode is Mode.REMOVE:
        return contacts, {}
    return contacts.filter(spec.fits()), {MISFITS: contacts.exclude(spec.fits()).order_by().count()}


def change_members(
    contacts: ContactQuerySet, group: Classification, mode: Mode, *, expected: Mapping[str, int] | None, by: User
) -> Outcome:
    """Puts in, takes out, or makes the group equal to the contacts: one act. Raises PreviewChanged when the outcome is not `expected`."""
    require(by, Permission.EDIT_CONTACTS)
    spec = spec_of(group)
    with act(spec.verb(mode), by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = locked(group)
        sets = outcome_sets(contacts, stored, mode)
        left: dict[str, int] = {name: sets[name].order_by().count() for name in _STAYING if name in sets}
        # Whoever goes is settled before anybody comes: the two sets do not touch.
        removed = take_out(writer, stored, sets["removed"]) if mode is not Mode.ADD else 0
        # A selection may depend on the group itself: whoever has just left it would be chosen by now.
        gone = spec.links().filter(ended_by=writer.change_set)
        coming = contacts.filter(~stands_in(gone, "contact")) if removed else contacts
        added = put_in(writer, stored, coming) if mode is not Mode.REMOVE else 0
        if added or removed:
            recount(spec.codes().filter(pk=stored.pk))
        writer.count(added=added, removed=removed, **left)
        hold_to(writer, expected)
        writer.say(lambda: _sentence(spec, stored.code, added, removed, mode))
    return Outcome(added + removed, left["unchanged"], writer.change_set if added or removed else None)


def change_members_in_steps(
    contacts: ContactQuerySet, group: Classification, mode: Mode, *, expected: Mapping[str, int] | None, by: User
) -> ChangeSet | None:
    """The same act in steps. Who is put in and who is taken out is settled when it begins, and compared with what was `expected`.

    Whom others put in or take out meanwhile is not counted. Raises NotFound in the middle when somebody has deleted the group: then what
    was done is to be taken back.
    """
    require(by, Permission.EDIT_CONTACTS)
    spec = spec_of(group)

    def settle(writer: Writer) -> Data:
        stored = locked(group)
        sets = outcome_sets(contacts, stored, mode)
        left: dict[str, int] = {name: sets[name].order_by().count() for name in _STAYING if name in sets}
        numbers = dict(left)
        # Whoever goes, goes before anybody comes: a step later the group would be larger than either.
        numbers |= {name: mean(writer, sets[name], part=name) for name in (_GOING, _COMING) if name in sets}
        hold_numbers_to(numbers, expected)
        writer.count(added=0, removed=0, **left)
        return {"group": stored.pk, "code": stored.code, "mode": mode, "table": spec.name}

    begun = begin(CHANGING_MEMBERS, spec.verb(mode), by=by, permission=Permission.EDIT_CONTACTS, settle=settle)
    return go_on_by(CHANGING_MEMBERS, begun, by=by)


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    spec = table_of(data)
    stored = locked(spec.row(pk=data["group"], code=data["code"]))
    data["code"] = stored.code  # somebody may have renamed it
    removed = take_out(writer, stored, Contact.objects.filter(pk__in=keys(todo, _GOING)))
    added = put_in(writer, stored, Contact.objects.filter(pk__in=keys(todo, _COMING)))
    if added or removed:
        recount(spec.codes().filter(pk=stored.pk))
    writer.count(added=added, removed=removed)


def _sentence(spec: Spec, code: str, added: int, removed: int, mode: Mode) -> str:
    put_in = npgettext("ledger.n_put_in", "%(count)s put in", "%(count)s put in", added) % {"count": grouped(added)}
    taken_out = npgettext("ledger.n_taken_out", "%(count)s taken out", "%(count)s taken out", removed) % {"count": grouped(removed)}
    if mode is Mode.REPLACE:
        return spec.say("replaced", code=code, what=f"{put_in}, {taken_out}")
    return spec.say("members", code=code, what=put_in if mode is Mode.ADD else taken_out)


def table_of(data: Data) -> Spec:
    """An act begun before there were others is on mailing groups."""
    return spec_named(data.get("table", MAILING_GROUPS.name))


def _said(data: Data, counts: Mapping[str, int]) -> str:
    return _sentence(table_of(data), data["code"], counts["added"], counts["removed"], Mode(data["mode"]))


CHANGING_MEMBERS: Final = LongAct(write=_step, said=_said)
