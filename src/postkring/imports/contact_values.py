"""What a row makes of its contact, in memory, by the rules of the card: a new contact, or one that is there."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import pgettext

from postkring.contacts.actions.create import fill_defaults
from postkring.contacts.actions.values import apply_all
from postkring.contacts.catalogue import BY_NAME, FIELDS, Kind
from postkring.contacts.folding import DERIVED, derive
from postkring.contacts.followers import followers
from postkring.contacts.inheritance import ADDRESS, take_over
from postkring.contacts.models import Contact
from postkring.contacts.rules import NAME_PARTS, Surroundings, apply
from postkring.imports.companies import Employer, blank_contact
from postkring.imports.interpreting import FLAGS, Given
from postkring.imports.models import Policy
from postkring.kit.codes import clean_number, normal_code
from postkring.kit.errors import Refused
from postkring.kit.sql import FromJson, columns_of, field_of

# Stands for a number that is drawn when the file is loaded, in what is worked out from it. Folding leaves it as it is, and
# no text of a contact holds such a sign: it is refused there.
DRAWN: Final = "\x1a"
# What is compared and written: everything but the key, the GUID, and the number with its series.
COLUMNS: Final = tuple(name for name in columns_of(Contact, leave=("guid",)) if name not in ("id", "number", "number_series_id"))
_BLANK: Final = vars(blank_contact()) | {"type": None}  # a type is always said
_BLANKS: Final = tuple((name, _BLANK[name]) for name in COLUMNS)
_COMPARED: Final = tuple(name for name in COLUMNS if name not in DERIVED)
_COMPANY: Final = ("company_number", "company_name")


def new_contact(given: Given, employer: Employer | None, around: Surroundings) -> Contact:
    """As contacts.actions.create makes it. Raises a DomainError that names the field."""
    contact = blank_contact()
    contact.type, contact.number = given.values["type"], _number(given, around) or DRAWN
    values = _without_company(given, contact)
    values.pop("type")
    values.pop("number", None)
    if any(part in values for part in NAME_PARTS):
        values = {name: value for name, value in values.items() if name != "name"} | {part: values.get(part, "") for part in NAME_PARTS}
    else:
        values.setdefault("name", "")  # refused when it is blank
    if employer:
        _employ(contact, given, employer, None, around)
    apply_all(contact, values, around)
    fill_defaults(contact, around.setup)
    derive(contact, home_country=around.home_country)
    return contact


def proposed_company(name: str, around: Surroundings) -> Contact:
    """A company of which nothing is known but its name."""
    _refuse_without_series(around)
    contact = Contact(type="Company", number=DRAWN)
    apply_all(contact, {"name": name}, around)
    fill_defaults(contact, around.setup)
    derive(contact, home_country=around.home_country)
    return contact


def change(contact: Contact, given: Given, employer: Employer | None, policy: str, around: Surroundings) -> None:
    """Sets what the policy lets the file set. What the contact has already is not looked at again: it passed the rules once."""
    values = _wanted(contact, given, policy)
    if "type" in values:
        apply(contact, "type", values.pop("type"), around)
    if employer and contact.is_person and (policy == Policy.UPDATE or not contact.company_id):
        _link(contact, given, employer, around)
    if values:
        apply_all(contact, values, around)
    derive(contact, home_country=around.home_country)


def needs_no_change(contact: Contact, given: Given, policy: str) -> bool:
    """Whether everything that the file gives stands there already, to the letter."""
    if _wanted(contact, given, policy):
        return False
    if policy == Policy.FILL and contact.company_id:
        return True
    number, name = given.values.get("company_number", ""), given.values.get("company_name", "")
    return contact.is_company or not (number or name) or (not number and bool(contact.company_id) and name == contact.company_name)


def columns_as_they_are(contact: Contact) -> dict[str, Any]:
    stored = vars(contact)
    return {name: stored[name] for name in _COMPARED}


def stored_values(contact: Contact) -> dict[str, Any]:
    """The columns as they will be stored, without the blank ones: most rows fill less than half of them."""
    stored = vars(contact)
    return {name: value for name, blank in _BLANKS if (value := stored[name]) != blank}


def staged(column: str) -> FromJson:
    """A column out of the `values` of an outcome."""
    return FromJson("values", field_of(Contact, column), missing=_BLANK[column])


def changes(contact: Contact, before: Mapping[str, Any], *, companies: tuple[str, str] = ("", "")) -> list[list[Any]]:
    """Field, old and new value, for a reader: by the names of the catalogue, in its order.

    `companies` are the numbers of the old and the new company; one that is drawn when the file is loaded is not known yet.
    """
    stored = vars(contact)
    shown: list[list[Any]] = []
    for field in FIELDS:
        if field.name == "company_number":
            if before["company_id"] != contact.company_id:
                shown.append([field.name, *(number.replace(DRAWN, "") for number in companies)])
        elif field.name != "number" and before[field.column] != stored[field.column]:
            shown.append([field.name, before[field.column], stored[field.column]])
    return shown


def changed_columns(contact: Contact, before: Mapping[str, Any]) -> set[str]:
    stored = vars(contact)
    return {name for name, value in before.items() if stored[name] != value}


def _wanted(contact: Contact, given: Given, policy: str) -> dict[str, Any]:
    """The values that are to be set and are not there."""
    values: dict[str, Any] = _without_company(given, contact)
    values.pop("number", None)
    if not given.says_type or values.get("type") == contact.type or policy == Policy.FILL:
        values.pop("type", None)
    _name(contact, values, policy)
    if policy == Policy.FILL:
        values = {name: value for name, value in values.items() if not _stored(contact, name)}
    return {name: value for name, value in values.items() if name in ("type", *NAME_PARTS) or not _is_there(contact, name, value)}


def _name(contact: Contact, values: dict[str, Any], policy: str) -> None:
    """A name and its parts are one thing: only another one is set, and it is never filled in, for it is never blank."""
    parts = {part: values.pop(part) for part in NAME_PARTS if part in values}
    if policy == Policy.FILL:
        values.pop("name", None)
    elif parts:
        # With a whole name beside them that says the same, a part left out is said to be none; otherwise it is not spoken of.
        whole = {part: parts.get(part, "") for part in NAME_PARTS} if values.pop("name", "") else parts
        if any(getattr(contact, part) != value for part, value in whole.items()):
            values |= whole


def _is_there(contact: Contact, name: str, value: str) -> bool:
    stored = _stored(contact, name)
    if name in FLAGS:
        return bool(stored)
    if BY_NAME[name].kind is Kind.REFERENCE:
        return bool(stored) and normal_code(str(stored)) == normal_code(value)
    return bool(stored == value)


def _stored(contact: Contact, name: str) -> Any:
    return getattr(contact, BY_NAME[name].column)


def _without_company(given: Given, contact: Contact) -> dict[str, str]:
    """A person's company is settled apart; of a company the rules refuse another one than itself."""
    values = dict(given.values)
    if contact.is_person or normal_code(values.get("company_number", "")) == contact.number:
        for name in _COMPANY if contact.is_person else ("company_number",):
            values.pop(name, None)
    return values


def _number(given: Given, around: Surroundings) -> str:
    number = clean_number(given.values.get("number", ""))
    series = around.setup.contact_series
    if number and series and not series.manual_numbers:
        raise Refused(
            pgettext("msg.manual_numbers_off", "Numbers of series %(series)s cannot be typed. Leave the field empty.")
            % {"series": series.code},
            field="number",
        )
    if not number:
        _refuse_without_series(around)
    return number


def _refuse_without_series(around: Surroundings) -> None:
    """What drawing a number would refuse when the file is loaded, said of the row already."""
    if around.setup.contact_series is None:
        raise Refused(
            pgettext("msg.no_number_series", "No number series is set up for this. Choose one under Setup, or type a number."),
            field="number",
        )


def _link(person: Contact, given: Given, employer: Employer, around: Surroundings) -> None:
    if employer.key is not None and employer.key == person.company_id:
        return
    for follower in followers():
        follower.refuse_company_change(person)
    _employ(person, given, employer, person.company, around)


def _employ(person: Contact, given: Given, employer: Employer, former: Contact | None, around: Surroundings) -> None:
    """What the file gives of an address is not mixed with that of the company."""
    person.company_id, person.company_name = employer.key, employer.name
    has_own = any(name in given.values for name in ADDRESS)
    take_over(person, _as_contact(employer), former, around.setup, has_own_address=has_own)


@lru_cache(maxsize=8)
def _as_contact(employer: Employer) -> Contact:
    """Persons of one company mostly stand together. It is read only."""
    return employer.as_contact()
