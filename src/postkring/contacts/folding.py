"""The columns worked out from others: one function for every path that writes a contact."""

import re
from collections.abc import Sequence
from functools import lru_cache

import phonenumbers

from postkring.contacts.models import FOLDED_LENGTH, Contact, ContactQuerySet
from postkring.contacts.numbering_plans import dialled, international_form
from postkring.kit.sql import set_columns
from postkring.kit.text import fold

_NOT_DIGITS = re.compile(r"\D+")
_DIGITS_AND_GAPS = re.compile(r"\+?[0-9 ./-]+")
_GAPS = str.maketrans("", "", " ./-")
_PUNCTUATION = re.compile(r"[\s.\-/()]+")
# People leave apostrophes out or type others, and part words by a hyphen or a blank.
_SIGNS = str.maketrans(dict.fromkeys("'’‘ʼ`´") | dict.fromkeys("-‐‑‒–—", " "))
_REMEMBERED = 100
_known: dict[str, str] = {}

# What derive() sets, and what it looks at.
DERIVED = (
    "sort_name",
    "sort_company_name",
    "city_folded",
    "post_code_folded",
    "email_folded",
    "address_folded",
    "search_own",
    "search_company",
    "phone_e164",
    "mobile_e164",
)


def derive(contact: Contact, *, home_country: str) -> None:
    """Sets the worked-out columns. `home_country` is where an address without a country is."""
    country = contact.country_id or home_country
    contact.sort_name = folded(contact.name)
    contact.sort_company_name = folded_again(contact.company_name)
    contact.city_folded = folded_again(contact.city)
    contact.post_code_folded = folded_again(contact.post_code)
    contact.email_folded = folded(contact.email)
    contact.address_folded = folded_again(contact.address)
    contact.phone_e164 = e164(contact.phone, country)
    contact.mobile_e164 = e164(contact.mobile, country)
    contact.search_own = haystack(contact)
    contact.search_company = search_company(contact.company_name) if contact.is_person else ""


def derive_again(contacts: ContactQuerySet, columns: Sequence[str] = DERIVED, *, home_country: str) -> None:
    """Works out these columns of stored contacts anew: one read, and one statement for all that are not as they should be."""
    differing = []
    for contact in contacts.iterator():
        before = [getattr(contact, column) for column in columns]
        derive(contact, home_country=home_country)
        after = [getattr(contact, column) for column in columns]
        if after != before:
            differing.append((contact.pk, *after))
    if differing:
        set_columns(Contact, columns, differing)


def folded(text: str) -> str:
    return fold(text)[:FOLDED_LENGTH]


@lru_cache(maxsize=512)
def folded_again(text: str) -> str:
    """The same for what many contacts have in common, in an act on many of them."""
    return folded(text)


def searchable(text: str) -> str:
    """Text as the search box compares it: folded, without apostrophes, and with blanks for hyphens."""
    plain = fold(text.translate(_SIGNS))
    return plain if plain.isascii() and text.isascii() else plain.translate(_SIGNS)  # what is taken apart may hold such a sign again


@lru_cache(maxsize=512)
def search_company(company_name: str) -> str:
    """The part of a person's haystack that is its company's: a company's new name is one UPDATE of it."""
    return searchable(company_name)


def haystack(contact: Contact) -> str:
    """What the search box looks through: the words of the contact itself, and its numbers without punctuation."""
    words = (
        contact.number,
        contact.name,
        contact.name_2,
        contact.search_name,
        contact.city,
        contact.post_code,
        contact.email,
        contact.email_2,
        contact.external_id,
    )
    digits = [_NOT_DIGITS.sub("", number) for number in (contact.phone, contact.mobile) if number]
    digits += [_PUNCTUATION.sub("", number) for number in (contact.vat_number, contact.registration_number) if number]
    for international in (contact.phone_e164, contact.mobile_e164):
        if international:
            digits += [international, _national(international)]
    return searchable("\n".join([*(word for word in words if word), *(number for number in dict.fromkeys(digits) if number)]))


# Many of one company share its numbers, and reading one takes long.
@lru_cache(maxsize=1024)
def e164(number: str, country: str) -> str:
    """The number in its international form when it is valid in its country, else ""."""
    if not number:
        return ""
    # What parts the digits says nothing. Anything else may begin an extension.
    closed_up = number.translate(_GAPS) if _DIGITS_AND_GAPS.fullmatch(number) else ""
    known = international_form(closed_up, country[:2]) if closed_up else None
    return read_by_library(closed_up or number, country) if known is None else known


def read_by_library(number: str, country: str) -> str:
    """The same for every number and country, in a hundred times the time."""
    try:
        parsed = phonenumbers.parse(number, country[:2] or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    international = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    parsed.extension = None  # the international form has none
    _remember(international, _dialled(parsed))
    return international


@lru_cache(maxsize=1024)
def _national(international: str) -> str:
    """The digits of a number as it is dialled in its own country."""
    if not international:
        return ""
    return dialled(international) or _known.get(international) or _dialled(phonenumbers.parse(international))


def _dialled(number: phonenumbers.PhoneNumber) -> str:
    return _NOT_DIGITS.sub("", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))


def _remember(international: str, dialled: str) -> None:
    """Reading a number is the slowest thing that is done to a contact: what was just found is asked for again at once."""
    if len(_known) >= _REMEMBERED:
        _known.clear()
    _known[international] = dialled
