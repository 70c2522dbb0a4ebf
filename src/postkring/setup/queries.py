"""Reads of the set-up."""

from babel import Locale
from django.utils.translation import get_language

from postkring.kit.text import fold
from postkring.setup.models import Country, Language, MarketingSetup, Organisation


def marketing_setup() -> MarketingSetup:
    return MarketingSetup.objects.select_related("contact_series", "segment_series").get(pk=1)


def organisation() -> Organisation:
    return Organisation.objects.get(pk=1)


def country_name(code: str) -> str:
    """The name in the language of the moment; the code itself where nobody knows it."""
    return str(_locale().territories.get(code) or code)


def language_name(code: str) -> str:
    language, _, region = code.partition("-")
    name = str(_locale().languages.get(language) or code)
    return f"{name} ({country_name(region)})" if region else name


def country_choices() -> list[tuple[str, str]]:
    """Codes with names in the language of the moment, by name."""
    return _by_name([(code, country_name(code)) for code in Country.objects.values_list("code", flat=True)])


def language_choices() -> list[tuple[str, str]]:
    return _by_name([(code, language_name(code)) for code in Language.objects.values_list("code", flat=True)])


def _by_name(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: (fold(pair[1]), pair[0]))


def _locale() -> Locale:
    return Locale.parse((get_language() or "en").replace("-", "_"))
