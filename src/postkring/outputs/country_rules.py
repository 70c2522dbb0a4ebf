"""How each country writes the lines of a street and of a place (conventions of its post)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from postkring.outputs.recipient import Address

_BLANKS: Final = re.compile(r"\s+")
_NOT_IN_FRANCE: Final = re.compile(r"[.,;:]")
_DUTCH: Final = re.compile(r"(\d{4})\s*([A-Za-z]{2})")


def _same(text: str) -> str:
    return text


def _with_commas(lines: list[str]) -> str:
    return ", ".join(lines)


@dataclass(frozen=True)
class CountryRule:
    """`place` gives the lines below the street; `capital` writes a place as the country itself does, abroad it is in capitals anyway."""

    place: Callable[[Address, str], list[str]]
    capital: Callable[[str], str] = str.upper
    street: Callable[[str], str] = _same
    one_street: Callable[[list[str]], str] = _with_commas


def plain(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _code_and_city(address: Address, city: str) -> list[str]:
    return [plain(f"{address.post_code} {city}")]


def _without_prefix(prefix: str) -> Callable[[Address, str], list[str]]:
    """The letters of the country before the number are no longer wanted."""
    before = re.compile(rf"{prefix}\s*-?\s*(?=\d)", re.IGNORECASE)
    return lambda address, city: [plain(f"{before.sub('', address.post_code, count=1)} {city}")]


def _dutch(address: Address, city: str) -> list[str]:
    code = plain(address.post_code)
    parts = _DUTCH.fullmatch(code)
    written = f"{parts[1]} {parts[2].upper()}" if parts else code
    return ["  ".join(filter(None, (written, city)))]


def _luxembourgish(address: Address, city: str) -> list[str]:
    code = plain(address.post_code)
    return [plain(f"{f'L-{code}' if code.isdigit() else code} {city}")]


def _british(address: Address, city: str) -> list[str]:
    return [city, plain(address.post_code).upper()]


def _irish(address: Address, city: str) -> list[str]:
    return [city, plain(address.county), plain(address.post_code).upper()]


def _american(address: Address, city: str) -> list[str]:
    return [plain(f"{city} {address.county.upper()} {address.post_code.upper()}")]


def _french_street(street: str) -> str:
    return plain(_NOT_IN_FRANCE.sub(" ", street)).upper()


_GERMAN: Final = CountryRule(_without_prefix("D"), capital=_same)

RULES: Final[Mapping[str, CountryRule]] = {
    "BE": CountryRule(_without_prefix("B"), one_street=" ".join),
    "NL": CountryRule(_dutch),
    "FR": CountryRule(_without_prefix("F"), street=_french_street, one_street=" ".join),
    "MC": CountryRule(_code_and_city, street=_french_street, one_street=" ".join),
    "LU": CountryRule(_luxembourgish),
    "DE": _GERMAN,
    "AT": CountryRule(_without_prefix("A"), capital=_same),
    "CH": CountryRule(_without_prefix("CH"), capital=_same),
    "LI": CountryRule(_without_prefix("FL"), capital=_same),
    "GB": CountryRule(_british),
    "IE": CountryRule(_irish),
    "US": CountryRule(_american),
    "CA": CountryRule(_american),
    "AU": CountryRule(_american),
}
OTHERWISE: Final = CountryRule(_code_and_city, capital=_same)


def rule_of(country: str) -> CountryRule:
    return RULES.get(country, OTHERWISE)
