"""The columns of a contact file: our own names, on which programs rely, and what each of them shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import pgettext, pgettext_lazy

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.contacts.catalogue import BY_NAME, ContactField
from postkring.contacts.models import ContactType
from postkring.kit.errors import NotAcceptable
from postkring.kit.text import Words

ADDRESS_LINES: Final = 6


class Origin(Enum):
    STORED = "stored"
    CODES = "codes"
    LETTER = "letter"  # made for whoever writes to the contact


@dataclass(frozen=True)
class ExportColumn:
    """`path` is what a stored column is read from; `only` the type of contact that has it."""

    name: str
    label: Words
    origin: Origin
    path: str = ""
    only: ContactType | None = None


def _stored(field: ContactField) -> ExportColumn:
    path = "company__number" if field.name == "company_number" else field.column
    return ExportColumn(field.name, field.label, Origin.STORED, path, field.only)


def _codes(name: str, label: Words) -> ExportColumn:
    return ExportColumn(name, label, Origin.CODES)


def _letter(name: str, label: Words) -> ExportColumn:
    return ExportColumn(name, label, Origin.LETTER)


_FIELDS: Final = {name: _stored(field) for name, field in BY_NAME.items()}
# The header is a promise: what contacts cannot carry yet has an empty column.
_COMING: Final = {"business_relations": pgettext_lazy("page.business_relations", "Business Relations")}
_THERE: Final = {spec.names: spec.plural for spec in CLASSIFICATIONS}
_CODES: Final = tuple(_codes(name, label) for name, label in (_THERE | _COMING).items())
_PROMISED: Final = (
    *("number", "type", "name", "name_2", "first_name", "middle_name", "surname", "initials", "job_title"),
    *("company_number", "company_name", "address", "address_2", "post_code", "city", "county", "country"),
    *("phone", "mobile", "email", "email_2", "website", "language", "salutation", "correspondence_type", "salesperson"),
    *("territory", "organizational_level", "vat_number", "registration_number", "exclude_from_segment", "privacy_blocked", "external_id"),
)
OWN: Final = (*(_FIELDS[name] for name in _PROMISED), *_CODES)
BY_KEY: Final = {column.name: column for column in (*_FIELDS.values(), *_CODES)}

# Its name is not that of the salutation's code, so that such a file can be loaded again.
SALUTATION: Final = _letter("formal_salutation", pgettext_lazy("field.formal_salutation", "Formal Salutation"))
LINES: Final = tuple(
    _letter(f"address_line_{number}", format_lazy("{} {}", pgettext_lazy("field.address_line", "Address Line"), number))
    for number in range(1, ADDRESS_LINES + 1)
)
BLOCK: Final = _letter("address_block", pgettext_lazy("field.address_block", "Address Block"))
FOR_MAILING: Final = (
    _FIELDS["number"],
    SALUTATION,
    *(_FIELDS[name] for name in ("name", "first_name", "middle_name", "surname", "company_name")),
    *LINES,
    BLOCK,
    *(_FIELDS[name] for name in ("language", "correspondence_type")),
)


def columns_called(keys: Iterable[str]) -> list[ExportColumn]:
    """The columns that a list shows, in its order. Raises NotAcceptable for one that is none: it is never left out unnoticed."""
    found = []
    for key in keys:
        if key not in BY_KEY:
            text = pgettext("msg.unknown_column", "“%(column)s” is not a column of contacts.") % {"column": key}
            raise NotAcceptable(text, field="columns", column=key)
        found.append(BY_KEY[key])
    return found


def with_mailing(columns: Sequence[ExportColumn]) -> list[ExportColumn]:
    """What a letter needs comes first, what was chosen beside it behind."""
    return list(dict.fromkeys((*FOR_MAILING, *columns)))
