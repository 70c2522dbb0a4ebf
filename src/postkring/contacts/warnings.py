"""What a user should look at in a contact, although it is stored: nothing here refuses anything."""

from typing import Final

import phonenumbers
from django.utils.translation import pgettext

from postkring.contacts.models import Contact, ContactQuerySet
from postkring.contacts.places import belong_together, places_of_code

NAMED: Final = 3
EXAMPLE_PHONE: Final = "014 25 36 47"
_WRONG_LENGTHS: Final = (
    phonenumbers.ValidationResult.TOO_SHORT,
    phonenumbers.ValidationResult.TOO_LONG,
    phonenumbers.ValidationResult.INVALID_LENGTH,
)
# What is so short or so long that it cannot be read as a number at all.
_TOO_SHORT_OR_LONG: Final = (
    phonenumbers.NumberParseException.NOT_A_NUMBER,
    phonenumbers.NumberParseException.TOO_SHORT_NSN,
    phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD,
    phonenumbers.NumberParseException.TOO_LONG,
)


def warnings_of(contact: Contact, home_country: str) -> dict[str, str]:
    """A sentence for each field that looks wrong, by the name of the field."""
    found = {name: _phone(home_country) for name in ("phone", "mobile") if _has_wrong_length(contact, name, home_country)}
    if places := _places_of_another_city(contact, contact.country_id or home_country):
        found["city"] = places
    if others := _others_with_the_vat_number(contact):
        found["vat_number"] = others
    return found


def _has_wrong_length(contact: Contact, name: str, home_country: str) -> bool:
    """Of a number that has as many digits as one may have, but that no range is known for, nothing is said: it may well be new."""
    number: str = getattr(contact, name)
    if not number or getattr(contact, f"{name}_e164"):
        return False
    try:
        parsed = phonenumbers.parse(number, (contact.country_id or home_country)[:2] or None)
    except phonenumbers.NumberParseException as error:
        return error.error_type in _TOO_SHORT_OR_LONG
    return phonenumbers.is_possible_number_with_reason(parsed) in _WRONG_LENGTHS


def _phone(country: str) -> str:
    number = phonenumbers.example_number(country[:2]) if country else None
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if number else EXAMPLE_PHONE
    return pgettext("msg.phone_invalid", "This phone number has too few or too many digits. Example: %(example)s") % {"example": shown}


def _places_of_another_city(contact: Contact, country: str) -> str:
    if not (contact.post_code and contact.city) or belong_together(contact, country):
        return ""
    # A municipality before the places that belong to it.
    places = places_of_code(contact.post_code, country).order_by("municipality", "city_folded")
    named = list(places.values_list("city", flat=True)[: NAMED + 1])
    if not named:
        return ""
    return pgettext("msg.post_code_city", "Post code %(post_code)s belongs to %(cities)s. Change the city?") % {
        "post_code": contact.post_code,
        "cities": _listed(named),
    }


def _listed(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def _others_with_the_vat_number(contact: Contact) -> str:
    """R-3115: said, and still stored."""
    if not contact.vat_number:
        return ""
    # That it is not empty is said as well: only then is the index of those that have one read.
    having: ContactQuerySet = Contact.objects.exclude(vat_number="").filter(vat_number=contact.vat_number)
    named = [str(other) for other in having.exclude(pk=contact.pk).only("number", "name").order_by("number")[: NAMED + 1]]
    if not named:
        return ""
    return pgettext("msg.vat_number_used", "This VAT number is also that of %(contacts)s.") % {"contacts": _listed(named)}
