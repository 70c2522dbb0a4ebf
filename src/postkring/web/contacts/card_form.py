"""The form of a contact's card: any of its fields, and beside each the value that the user saw."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.http import QueryDict
from django.utils.http import urlencode

from postkring.contacts.catalogue import BY_NAME, FIELDS, ContactField
from postkring.contacts.models import Contact
from postkring.contacts.warnings import warnings_of
from postkring.kit.errors import Changed, DomainError
from postkring.setup.queries import organisation
from postkring.web.contacts.fields import form_field, has_nothing_to_choose, seen, text_of
from postkring.web.contacts.links import Link, link_of
from postkring.web.forms import PlainForm

SEEN = "seen-"


@dataclass(frozen=True)
class Slot:
    """One field of the card. `now` is what stands in the database where somebody else has changed it meanwhile."""

    field: ContactField
    bound: BoundField
    seen: str
    now: str | None = None
    warning: str = ""
    link: Link | None = None

    @property
    def is_conflict(self) -> bool:
        return self.now is not None

    @property
    def now_shown(self) -> str:
        return text_of(self.field, self.now or "")

    @property
    def parameters(self) -> str:
        """What is sent of this field alone."""
        return f"{self.field.name},{SEEN}{self.field.name}"

    @property
    def again(self) -> str:
        return f"?{urlencode({'field': self.field.name})}"


class CardForm(PlainForm):
    """The fields of the contact's type; with data, those of them that were sent. What was sent unchanged is left out.

    A code of a table that holds none is not asked for: it comes by itself as soon as there is one.
    """

    def __init__(self, contact: Contact, data: QueryDict | None = None) -> None:
        self.contact = contact
        self.conflicts: dict[str, str] = {}
        offered = [field for field in FIELDS if field.only in (None, contact.type)]
        super().__init__(data, initial={field.name: seen(contact, field) for field in offered})
        for field in offered:
            asked = form_field(field, contact)
            if self.initial[field.name] or SEEN + field.name in self.data or not has_nothing_to_choose(asked):
                self.fields[field.name] = asked

    def values(self) -> dict[str, Any]:
        """What the user has changed."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.sent and _as_seen(value) != self.seen[name]}

    @property
    def sent(self) -> list[str]:
        return [name for name in self.fields if SEEN + name in self.data]

    @property
    def seen(self) -> dict[str, str]:
        return {name: self.data[SEEN + name] for name in self.sent}

    def refuse(self, error: DomainError) -> None:
        super().refuse(error)
        if isinstance(error, Changed):
            self.conflicts[error.field] = str(error.values["now"])

    def slots(self, names: Iterable[str]) -> dict[str, Slot]:
        return {name: self._slot(name) for name in names if name in self.fields}

    @cached_property
    def warnings(self) -> dict[str, str]:
        return warnings_of(self.contact, self.contact.country_id or self.home_country)

    @cached_property
    def home_country(self) -> str:
        return organisation().country_id or ""

    def _slot(self, name: str) -> Slot:
        now = self.conflicts.get(name)
        stored = seen(self.contact, BY_NAME[name])
        before = now if now is not None else self.data.get(SEEN + name, stored)
        warning = "" if self[name].errors else self.warnings.get(name, "")
        if warning:
            self.fields[name].widget.attrs["aria-describedby"] = f"{self[name].auto_id}_warning"
        link = None if self[name].errors else link_of(self.contact, BY_NAME[name], home_country=self.home_country)
        return Slot(BY_NAME[name], self[name], before, now, warning, link)


def _as_seen(value: Any) -> str:
    return "" if value is False else str(value)
