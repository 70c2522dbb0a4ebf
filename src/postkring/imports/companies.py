"""Which company a person of a file belongs to: one of the file, one that is there, or one that only persons name and that is made once."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

from django.db.models.base import ModelState
from django.utils.translation import pgettext

from postkring.contacts.companies import company_by_number, person_as_company, unknown_company
from postkring.contacts.folding import folded_again
from postkring.contacts.inheritance import ADDRESS, ALWAYS, COMMUNICATION
from postkring.contacts.models import Contact, ContactQuerySet, ContactType
from postkring.imports.interpreting import Given
from postkring.kit.codes import normal_code
from postkring.kit.errors import DomainError, Refused
from postkring.kit.sql import columns_of

_INHERITED: Final = ("name", *ALWAYS, *ADDRESS, *COMMUNICATION, "correspondence_type")
_COLUMNS: Final = columns_of(Contact, leave=("guid",))
_BLANK: Final = vars(Contact())


def blank_contact() -> Contact:
    """As Contact() gives it, in a tenth of the time: it asks fifty fields for their default each time."""
    contact = Contact.__new__(Contact)
    vars(contact).update(_BLANK, _state=ModelState())
    return contact


def stored_contacts(contacts: ContactQuerySet) -> dict[int, Contact]:
    """As in_bulk() gives them, in a third of the time, without the GUID and with one object for each company, however many its persons."""
    found = {row[0]: _stored(row) for row in contacts.values_list(*_COLUMNS)}
    others = {vars(contact)["company_id"] for contact in found.values()} - found.keys() - {None}
    companies = {row[0]: _stored(row) for row in Contact.objects.filter(pk__in=others).values_list(*_COLUMNS)} if others else {}
    for contact in found.values():
        company = vars(contact)["company_id"]
        if company not in (None, contact.pk):
            # A company that is itself in the file may be changed there: its persons look at what it was.
            contact.company = companies.get(company) or copy(found[company])
    return found


def _stored(row: Sequence[Any]) -> Contact:
    contact, state = Contact.__new__(Contact), ModelState()
    state.adding, state.db = False, "default"
    vars(contact).update(zip(_COLUMNS, row, strict=True), _state=state)
    return contact


@dataclass(frozen=True, slots=True)
class Employer:
    """What persons take over from their company, and where it is: its key, or its position among the outcomes of the file."""

    key: int | None
    position: int | None
    number: str
    values: tuple[object, ...]

    @classmethod
    def of(cls, company: Contact, position: int | None = None) -> "Employer":
        return cls(company.pk, position, company.number, tuple(getattr(company, column) for column in _INHERITED))

    def as_contact(self) -> Contact:
        company = blank_contact()
        company.type = ContactType.COMPANY
        company.pk = self.key
        for column, value in zip(_INHERITED, self.values, strict=True):
            setattr(company, column, value)
        return company

    @property
    def name(self) -> str:
        return str(self.values[0])


class Employers:
    """Remembers every company of the file that was taken, and every one that persons name."""

    def __init__(self) -> None:
        self._by_number: dict[str, Employer] = {}
        self._by_name: dict[str, Employer] = {}
        self._refused: dict[str, int] = {}
        # Numbers that were looked up and are no company's.
        self._persons: set[str] = set()
        self._unknown: set[str] = set()

    def add(self, employer: Employer, number: str) -> None:
        """The first of several companies of one name is the one that persons mean."""
        if number:
            self._by_number.setdefault(number, employer)
        self._by_name.setdefault(folded_again(employer.name), employer)

    def refuse(self, given: Given, row: int) -> None:
        for name in (normal_code(given.values.get("number", "")), folded_again(given.name)):
            if name:
                self._refused.setdefault(name, row)

    def look_up(self, persons: Iterable[Given]) -> None:
        """Fetches the companies that these persons name and that the file does not hold."""
        numbers, names = set(), set()
        for given in persons:
            if number := normal_code(given.values.get("company_number", "")):
                numbers.add(number)
            elif name := given.values.get("company_name"):
                names.add(folded_again(name))
        self._look_up_numbers(numbers.difference(self._by_number, self._persons, self._unknown))
        for company in (
            Contact.objects.companies().filter(sort_name__in=names.difference(self._by_name, self._refused)).order_by("sort_name", "pk")
        ):
            self._by_name.setdefault(company.sort_name, Employer.of(company))

    def of(self, given: Given) -> Employer | None:
        """None when the row names no company, or one that has to be made."""
        number, name = normal_code(given.values.get("company_number", "")), folded_again(given.values.get("company_name", ""))
        found = self._by_number.get(number) if number else self._by_name.get(name)
        if found is None and (row := self._refused.get(number or name)):
            raise Refused(
                pgettext("msg.company_row_refused", "Its company stands in row %(row)s, which is refused.") % {"row": row},
                field="company_name",
            )
        return self._numbered(number) if found is None and number else found

    def _look_up_numbers(self, numbers: set[str]) -> None:
        """What is not there, or is a person, is remembered too: of every row that names it the same is said."""
        for contact in Contact.objects.filter(number__in=numbers):
            if contact.is_company:
                self._by_number[contact.number] = Employer.of(contact)
            else:
                self._persons.add(contact.number)
        self._unknown |= numbers.difference(self._by_number, self._persons)

    def _numbered(self, number: str) -> Employer:
        """One that the file does not hold. Raises for a number that is nobody's, or a person's."""
        if number in self._persons:
            raise person_as_company(number)
        if number in self._unknown:
            raise unknown_company(number, field="company_number")
        return Employer.of(company_by_number(number))


def names_company(given: Given) -> bool:
    return bool(given.values.get("company_number") or given.values.get("company_name"))


def refusal_of(error: DomainError) -> tuple[str, str]:
    """The field and the sentence of a refusal, as a report shows them."""
    errors: list[DomainError] = getattr(error, "errors", [error])
    return errors[0].field, " ".join(dict.fromkeys(each.message for each in errors))
