"""The lines of an address as they stand on an envelope (3.8, R-3611 to R-3613), by the rules of the country it goes to."""

from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError

from postkring.outputs.country_rules import CountryRule, plain, rule_of
from postkring.outputs.recipient import Address, Recipient, Sender

MOST_LINES: Final = 8  # R-3612


def address_block(recipient: Recipient, sender: Sender, *, most: int = MOST_LINES) -> list[str]:
    """No line is empty, and none is left out: where there are more than `most`, lines that belong together become one.

    Empty when there is no address at all. A country stands below only when it is another than the sender's.
    """
    address = recipient.postal_address
    if address.is_empty:
        return []
    abroad = bool(address.country) and address.country != sender.country
    rule = rule_of(address.country or sender.country)
    street, place = _street_and_place(address, rule, abroad=abroad)
    country = [country_line(address.country, sender.language)] if abroad else []
    parts = _fitted([*_names(recipient), street, place], most - len(country), rule)
    return [*(line for part in parts for line in part), *country]


@lru_cache(maxsize=1024)
def country_line(country: str, language: str) -> str:
    """The name in capitals, in English where the language has none; a code that nobody knows as it is (R-3613)."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(locale.territories.get(country) or Locale("en").territories.get(country) or country).upper()


def _names(recipient: Recipient) -> list[list[str]]:
    """A person stands below its company; each with its second name."""
    company = _filled(recipient.company, recipient.company_2)
    return [*([company] if company else []), _filled(recipient.name, recipient.name_2)]


def _street_and_place(address: Address, rule: CountryRule, *, abroad: bool) -> tuple[list[str], list[str]]:
    street = [rule.street(line) for line in _filled(address.street, address.street_2)]
    city = plain(address.city)
    place = rule.place(address, city.upper() if abroad else rule.capital(city))
    return street, _filled(*place)


def _fitted(parts: list[list[str]], most: int, rule: CountryRule) -> list[list[str]]:
    """The street gives way first, then second names from the bottom up, at last the place."""
    *names, street, place = parts
    for part, one_line in ((street, rule.one_street), *((name, " ".join) for name in reversed(names)), (place, " ".join)):
        if sum(map(len, parts)) > most and len(part) > 1:
            part[:] = [one_line(part)]
    return parts


def _filled(*lines: str) -> list[str]:
    return [line for line in lines if line]
