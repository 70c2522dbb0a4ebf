"""What is noted on an interaction after it took place (R-5102): how it went, what it cost. Nothing else of an entry may change."""

from typing import Any, Final, TypedDict, Unpack

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.interactions.models import Evaluation, InteractionLogEntry
from postkring.kit.errors import NotAcceptable, NotFound
from postkring.kit.money import MOST
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet

MOST_MINUTES: Final = 99_999


class EntryValues(TypedDict, total=False):
    evaluation: str
    attempt_failed: bool
    cost_cents: int
    duration: int


def change_entry(entry: InteractionLogEntry, *, by: User, **given: Unpack[EntryValues]) -> ChangeSet | None:
    """None when it says so already."""
    require(by, Permission.EDIT_SEGMENTS)
    _refuse_wrong(given)
    with act("interaction.change", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = InteractionLogEntry.objects.select_for_update().filter(pk=entry.pk).first()
        if stored is None:
            raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=entry.pk)
        values: dict[str, Any] = {name: value for name, value in given.items() if value != getattr(stored, name)}
        row = InteractionLogEntry.objects.filter(pk=stored.pk)
        if values:
            with writer.updating(row, list(values)):
                row.update(**values)
        writer.count(changed=1)
        writer.say(lambda: _sentence(stored))
    return writer.change_set if writer.did_something else None


def _refuse_wrong(given: EntryValues) -> None:
    if given.get("evaluation", "") not in ("", *Evaluation.values):
        said = pgettext("msg.choice_unknown", "“%(value)s” is not a value of %(field)s.")
        label = pgettext("field.evaluation", "Evaluation")
        raise NotAcceptable(said % {"value": given["evaluation"][:50], "field": label}, field="evaluation")
    refuse_amount(given.get("cost_cents", 0), MOST, label=pgettext("field.cost", "Cost"), field="cost")
    refuse_amount(given.get("duration", 0), MOST_MINUTES, label=pgettext("field.duration_min", "Duration (Min.)"), field="duration")


def refuse_amount(amount: int, most: int, *, label: str, field: str) -> None:
    if not 0 <= amount <= most:
        raise NotAcceptable(pgettext("msg.amount_out_of_range", "%(field)s cannot be this number.") % {"field": label}, field=field)


def _sentence(entry: InteractionLogEntry) -> str:
    said = pgettext("ledger.interaction_changed", "%(contact)s: interaction “%(description)s” changed")
    return said % {"contact": entry.contact_number, "description": entry.description}
