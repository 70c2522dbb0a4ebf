"""Applying several field values in the order of the catalogue, collecting every refusal."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from postkring.contacts.catalogue import BY_NAME, FIELDS
from postkring.contacts.models import Contact
from postkring.contacts.places import fill_place
from postkring.contacts.rules import NAME_PARTS, Surroundings, apply, compose_name
from postkring.kit.errors import DomainError, FieldErrors
from postkring.setup.queries import marketing_setup, organisation

_PLACES: Final = {field.name: place for place, field in enumerate(FIELDS)}


def surroundings() -> Surroundings:
    return Surroundings(setup=marketing_setup(), home_country=organisation().country_id or "")


def apply_all(contact: Contact, values: Mapping[str, Any], around: Surroundings) -> None:
    """Raises the one refusal, or FieldErrors for several. Unknown names are a fault of the caller."""
    if not values.keys() <= BY_NAME.keys():
        raise KeyError(", ".join(sorted(values.keys() - BY_NAME.keys())))
    filled = frozenset([name for name, value in values.items() if value and str(value).strip()])
    around = replace(around, filled=filled, had_consent=contact.parental_consent)
    parts = [part for part in NAME_PARTS if part in values]
    names = sorted({*values, NAME_PARTS[-1]} if parts else values, key=_PLACES.__getitem__)
    errors: list[DomainError] = []
    for name in names:
        try:
            if name in values:
                apply(contact, name, values[name], around)
            if name == NAME_PARTS[-1] and parts and not errors:
                compose_name(contact, parts)
        except DomainError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise FieldErrors(errors)
    # A new contact without a country gets the default one afterwards (R-3202): that is where its place is looked up.
    default = "" if contact.pk else around.setup.default_country_id
    fill_place(contact, values.keys(), home_country=default or around.home_country)
