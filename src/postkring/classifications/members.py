"""Many contacts and one group: who would be put in, taken out or stay, as sets, and the act that does exactly that."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.actions import Outcome, locked, put_in, take_out
from postkring.classifications.counters import recount
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import assignments_in, members
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.kit.sql import stands_in
from postkring.kit.text import grouped
from postkring.ledger.acts import Writer, act
from postkring.ledger.expectations import hold_numbers_to, hold_to
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean
from postkring.ledger.models import ChangeSet

_GOING, _COMING = "removed", "added"


class Mode(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"  # the group holds exactly the chosen contacts afterwards


def outcome_sets(contacts: ContactQuerySet, group: MailingGroup, mode: Mode) -> dict[str, ContactQuerySet]:
    """The contacts behind each number of a preview: `added`, `removed`, `unchanged`. What the act then does is these sets."""
    inside = stands_in(assignments_in(group), "contact")
    if mode is Mode.REMOVE:
        return {"removed": contacts.filter(inside), "unchanged": contacts.filter(~inside)}
    sets = {"added": contacts.filter(~inside), "unchanged": contacts.filter(inside)}
    if mode is Mode.REPLACE:
        sets["removed"] = members(group).filter(~stands_in(contacts, "pk"))
    return sets


def outcome_numbers(contacts: ContactQuerySet, group: MailingGroup, mode: Mode) -> dict[str, int]:
    """How many stand in each of `outcome_sets`. Only who is inside is looked for: the others are the rest of the chosen."""
    chosen, inside = contacts.order_by().count(), contacts.filter(stands_in(assignments_in(group), "contact")).order_by().count()
    outside = max(chosen - inside, 0)  # somebody may have been put in between the two counts
    if mode is Mode.REMOVE:
        return {"removed": inside, "unchanged": outside}
    numbers = {"added": outside, "unchanged": inside}
    if mode is Mode.REPLACE:
        numbers["removed"] = outcome_sets(contacts, group, mode)["removed"].order_by().count()
    return numbers


def change_members(contacts: ContactQuerySet, group: MailingGroup, mode: Mode, *, expected: Mapping[str, int] | None, by: User) -> Outcome:
    """Puts in, takes out, or makes the group equal to the contacts: one act. Raises PreviewChanged when the outcome is not `expected`."""
    require(by, Permission.EDIT_CONTACTS)
    with act(f"mailing_group.{mode}", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = locked(group)
        sets = outcome_sets(contacts, stored, mode)
        unchanged = sets["unchanged"].order_by().count()
        # Whoever goes is settled before anybody comes: the two sets do not touch.
        removed = take_out(writer, stored, sets["removed"]) if mode is not Mode.ADD else 0
        # A selection may depend on the group itself: whoever has just left it would be chosen by now.
        left = ContactMailingGroup.objects.filter(ended_by=writer.change_set)
        coming = contacts.filter(~stands_in(left, "contact")) if removed else contacts
        added = put_in(writer, stored, coming) if mode is not Mode.REMOVE else 0
        if added or removed:
            recount(MailingGroup.objects.filter(pk=stored.pk))
        writer.count(added=added, removed=removed, unchanged=unchanged)
        hold_to(writer, expected)
        writer.say(lambda: _sentence(stored.code, added, removed, mode))
    return Outcome(added + removed, unchanged, writer.change_set if added or removed else None)


def change_members_in_steps(
    contacts: ContactQuerySet, group: MailingGroup, mode: Mode, *, expected: Mapping[str, int] | None, by: User
) -> ChangeSet | None:
    """The same act in steps. Who is put in and who is taken out is settled when it begins, and compared with what was `expected`.

    Whom others put in or take out meanwhile is not counted. Raises NotFound in the middle when somebody has deleted the group: then what
    was done is to be taken back.
    """
    require(by, Permission.EDIT_CONTACTS)

    def settle(writer: Writer) -> Data:
        stored = locked(group)
        sets = outcome_sets(contacts, stored, mode)
        numbers = {"unchanged": sets["unchanged"].order_by().count()}
        # Whoever goes, goes before anybody comes: a step later the group would be larger than either.
        numbers |= {name: mean(writer, sets[name], part=name) for name in (_GOING, _COMING) if name in sets}
        hold_numbers_to(numbers, expected)
        writer.count(added=0, removed=0, unchanged=numbers["unchanged"])
        return {"group": stored.pk, "code": stored.code, "mode": mode}

    begun = begin(CHANGING_MEMBERS, f"mailing_group.{mode}", by=by, permission=Permission.EDIT_CONTACTS, settle=settle)
    return go_on_by(CHANGING_MEMBERS, begun, by=by)


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    stored = locked(MailingGroup(pk=data["group"], code=data["code"]))
    data["code"] = stored.code  # somebody may have renamed it
    removed = take_out(writer, stored, Contact.objects.filter(pk__in=keys(todo, _GOING)))
    added = put_in(writer, stored, Contact.objects.filter(pk__in=keys(todo, _COMING)))
    if added or removed:
        recount(MailingGroup.objects.filter(pk=stored.pk))
    writer.count(added=added, removed=removed)


def _sentence(code: str, added: int, removed: int, mode: Mode) -> str:
    put_in = npgettext("ledger.n_put_in", "%(count)s put in", "%(count)s put in", added) % {"count": grouped(added)}
    taken_out = npgettext("ledger.n_taken_out", "%(count)s taken out", "%(count)s taken out", removed) % {"count": grouped(removed)}
    if mode is Mode.REPLACE:
        said = pgettext("ledger.group_replaced", "Mailing group %(code)s made equal: %(what)s")
        return said % {"code": code, "what": f"{put_in}, {taken_out}"}
    said = pgettext("ledger.group_members", "Mailing group %(code)s: %(what)s")
    return said % {"code": code, "what": put_in if mode is Mode.ADD else taken_out}


def _said(data: Data, counts: Mapping[str, int]) -> str:
    return _sentence(data["code"], counts["added"], counts["removed"], Mode(data["mode"]))


CHANGING_MEMBERS: Final = LongAct(write=_step, said=_said)
