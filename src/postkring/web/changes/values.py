"""What an act did to the columns of a row, as one reads it: the label of each, and its value before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import pgettext

from postkring.contacts.catalogue import BY_NAME, FIELDS
from postkring.contacts.models import Contact
from postkring.kit.money import in_notation
from postkring.kit.sql import field_of
from postkring.kit.text import Words
from postkring.ledger.declarations import label_of, model_of
from postkring.ledger.models import Image
from postkring.setup.queries import country_name, language_name
from postkring.web.changes.words import COLUMNS

CONTACT: Final = label_of(Contact)
# A contact's columns by the label of the field that a user fills in. Worked-out columns are no fields and are not shown.
_OF_CONTACT: Final[Mapping[str, Words]] = {field.column: field.label for field in FIELDS} | {"company_id": BY_NAME["company_number"].label}
_NAMES: Final = {"setup.country": country_name, "setup.language": language_name}


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


def labels(table: str) -> Mapping[str, Words]:
    return _OF_CONTACT if table == CONTACT else COLUMNS.get(table, {})


def differences(image: Image, contacts: Mapping[int, str]) -> list[Difference]:
    """The labelled columns that the act changed. `contacts` names those that columns refer to by key."""
    before, after = image.before or {}, image.after or {}
    known = labels(image.label)
    return [
        Difference(str(label), _text(image.label, name, before.get(name), contacts), _text(image.label, name, after.get(name), contacts))
        for name, label in known.items()
        if (name in before or name in after) and before.get(name) != after.get(name)
    ]


def companies_in(images: list[Image]) -> set[int]:
    """The keys of the companies that contacts belonged to before and after."""
    values = [(image.before or {}).get("company_id") for image in images if image.label == CONTACT]
    values += [(image.after or {}).get("company_id") for image in images if image.label == CONTACT]
    return {value for value in values if isinstance(value, int)}


def _text(table: str, name: str, value: Any, contacts: Mapping[int, str]) -> str:
    field = field_of(model_of(table), name)
    if isinstance(field, models.BooleanField):
        return pgettext("ui.yes", "Yes") if value else pgettext("ui.no", "No")
    if value in (None, ""):
        return ""
    if name.endswith("_cents"):
        return in_notation(int(value))
    if isinstance(field, models.DateField):
        return date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")
    if isinstance(field, models.ForeignKey):
        target = label_of(field.related_model)
        return contacts.get(value, "…") if target == CONTACT else _NAMES.get(target, str)(str(value))
    return str(dict(field.flatchoices).get(value, value))
