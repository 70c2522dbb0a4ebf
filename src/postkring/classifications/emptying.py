"""Taking everybody out of a group and deleting it in steps: many members would keep others waiting too long (2.1)."""

from collections.abc import Mapping
from typing import Final

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.classifications.actions import delete_empty, locked, take_out
from postkring.classifications.catalogue import spec_of
from postkring.classifications.counters import recount
from postkring.classifications.members import table_of
from postkring.classifications.pair import Classification
from postkring.classifications.queries import members
from postkring.contacts.models import Contact
from postkring.ledger.acts import Writer
from postkring.ledger.expectations import hold_numbers_to
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean
from postkring.ledger.models import ChangeSet


def empty_and_delete_in_steps(group: Classification, *, expected: int, by: User) -> ChangeSet | None:
    """As empty_and_delete_group. Raises PreviewChanged when there are others in it than the `expected` number.

    Raises Refused at the end when somebody was put in meanwhile: then those who were taken out are to be put in again.
    """
    spec = spec_of(group)
    require(by, spec.edit_codes)

    def settle(writer: Writer) -> Data:
        stored = locked(group)
        hold_numbers_to({"removed": mean(writer, members(stored))}, {"removed": expected})
        writer.count(deleted=0, removed=0)
        return {"group": stored.pk, "code": stored.code, "table": spec.name}

    begun = begin(EMPTYING, spec.verb("empty_and_delete"), by=by, permission=spec.edit_codes, settle=settle)
    return go_on_by(EMPTYING, begun, by=by)


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    stored, spec = _held(data), table_of(data)
    removed = take_out(writer, stored, Contact.objects.filter(pk__in=keys(todo)))
    if removed:
        recount(spec.codes().filter(pk=stored.pk))
        # The code that their rows keep when the group is gone: all of them at once would be long.
        spec.links().filter(writer.ended(spec.link)).update(code=stored.code)
    writer.count(removed=removed)


def _finish(writer: Writer, data: Data) -> None:
    delete_empty(writer, _held(data))


def _held(data: Data) -> Classification:
    stored = locked(table_of(data).row(pk=data["group"], code=data["code"]))
    data["code"] = stored.code  # somebody may have renamed it
    return stored


def _said(data: Data, counts: Mapping[str, int]) -> str:
    return table_of(data).say("emptied", count=counts["removed"], code=data["code"])


EMPTYING: Final = LongAct(write=_step, said=_said, finish=_finish)
