"""Persons who take something over from a company that the file changes, and who may have no row of their own (R-3311 to R-3313)."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F

from postkring.contacts.folding import derive
from postkring.contacts.inheritance import Former, follow
from postkring.contacts.models import Contact
from postkring.contacts.rules import Surroundings
from postkring.imports.contact_values import changed_columns, columns_as_they_are

_AT_ONCE: Final = 1_000


@dataclass
class Follower:
    """A person who takes something over from a company that the file changes."""

    contact: Contact
    before: dict[str, Any]
    row: int


@dataclass
class _Leading:
    """A company that a row changes, as it was and as it becomes: its persons follow at the end of the chunk, found at once."""

    contact: Contact
    former: Former
    row: int


class Followers(dict[int, Follower]):
    """By the key of the person, until a row of the file is about that person."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._leading: dict[int, _Leading] = {}

    def lead(self, company: Contact, former: Former, row: int) -> None:
        if former.changed(company):
            self._leading[company.pk] = _Leading(company, former, row)

    def gather(self) -> None:
        """At the end of a chunk, with one query. Companies and persons never share a chunk."""
        leading, self._leading = self._leading, {}
        if not leading:
            return
        persons = Contact.objects.filter(company__in=list(leading)).exclude(pk=F("company")).order_by("company", "pk")
        for person in persons.iterator(_AT_ONCE):
            company = leading[vars(person)["company_id"]]
            before = columns_as_they_are(person)
            follow(person, company.contact, company.former, self._around.setup)
            derive(person, home_country=self._around.home_country)
            if changed_columns(person, before):
                self[person.pk] = Follower(person, before, company.row)
