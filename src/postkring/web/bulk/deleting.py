"""Deleting several contacts, as an act on many: who goes, who goes along, and who holds everybody back."""

from collections.abc import Container, Mapping, Sequence
from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils.translation import npgettext, pgettext_lazy

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.actions.leaving import delete_sets
from postkring.kit.text import grouped
from postkring.segments.queries import segments_holding
from postkring.web.bulk.acts import BulkAct, Obstacle, Sets
from postkring.web.bulk.selected import Selected
from postkring.web.forms import PlainForm

SEGMENTS_NAMED: Final = 10


class DeleteAct(BulkAct):
    title = pgettext_lazy("page.bulk_delete", "Delete several contacts")
    kind = "delete"
    needs = Permission.EDIT_CONTACTS
    form = PlainForm
    counted: ClassVar[Container[str]] = ("deleted", "persons", "heldBack", "staying")
    look: ClassVar[tuple[str, str]] = ("danger", "trash-2")

    def sets(self, chosen: Selected, values: Mapping[str, Any], *, by: User) -> Sets:
        return delete_sets(chosen.contacts)

    def arguments(self, values: Mapping[str, Any], *, by: User) -> dict[str, Any]:
        return {}

    def expected(self, seen: Mapping[str, int]) -> Mapping[str, int]:
        """The act counts everybody who goes, whatever the reason."""
        return {"deleted": _going(seen)}

    def refusal(self, numbers: Mapping[str, int]) -> str:
        held = numbers.get("heldBack", 0)
        if not held:
            return ""
        said = npgettext(
            "bulk.delete_held_back",
            "%(count)s contact is held back, so nobody is deleted. Take it out of its segments, or leave it out of what is chosen.",
            "%(count)s contacts are held back, so nobody is deleted. Take them out of their segments, or leave them out of what is chosen.",
            held,
        )
        return said % {"count": grouped(held)}

    def obstacles(self, sets: Sets, numbers: Mapping[str, int]) -> Sequence[Obstacle]:
        holding = segments_holding(sets["heldBack"], at_most=SEGMENTS_NAMED)
        return [Obstacle(_holding(str(segment), lines), reverse("segment", args=[segment.number])) for segment, lines in holding]

    def button(self, numbers: Mapping[str, int], values: Mapping[str, Any]) -> str:
        going = _going(numbers)
        return npgettext("action.delete_n_contacts", "Delete %(count)s contact", "Delete %(count)s contacts", going) % {
            "count": grouped(going)
        }


def _going(numbers: Mapping[str, int]) -> int:
    return numbers.get("deleted", 0) + numbers.get("persons", 0)


def _holding(segment: str, lines: int) -> str:
    said = npgettext("bulk.segment_holding", "%(segment)s: %(count)s contact", "%(segment)s: %(count)s contacts", lines)
    return said % {"segment": segment, "count": grouped(lines)}
