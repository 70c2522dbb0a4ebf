"""Reads of the set-up."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from babel import Locale
from django.db.models import Exists, Model
from django.utils.translation import get_language

from postkring.kit.text import fold
from postkring.setup.models import Country, Language, MarketingSetup, Organisation


def marketing_setup() -> MarketingSetup:
    return MarketingSetup.objects.select_related("contact_series", "segment_series").get(pk=1)


def organisation() -> Organisation:
    return Organisation.objects.get(pk=1)


def empty(tables: Iterable[type[Model]]) -> set[type[Model]]:
    """Those that hold nothing to choose, by one query."""
    asked = {f"holds_{table._meta.model_name}": table for table in tables}
    held = Organisation.objects.filter(pk=1).values(**{name: Exists(table._default_manager.all()) for name, table in asked.items()})
    return {asked[name] for name, holds in held.get().items() if not holds}


def country_name(code: str) -> str:
    """The name in the language of the moment, or else in English; the code itself where nobody knows it."""
    return str(_locale().territories.get(code) or Locale("en").territories.get(code) or code)


def language_name(code: str) -> str:
    language, _, region = code.partition("-")
    name = str(_locale().languages.get(language) or Locale("en").languages.get(language) or code)
    return f"{name} ({country_name(region)})" if region else name


def country_choices() -> list[tuple[str, str]]:
    """Codes with names in the language of the moment, by name."""
    return list(_named(country_name, tuple(Country.objects.values_list("code", flat=True)), _language()))


def language_choices() -> list[tuple[str, str]]:
    return list(_named(language_name, tuple(Language.objects.values_list("code", flat=True)), _language()))


@lru_cache(maxsize=32)  # two lists in four languages, and what they were before; `language` only tells the kept ones apart
def _named(name: Callable[[str], str], codes: tuple[str, ...], language: str) -> Sequence[tuple[str, str]]:
    return sorted([(code, name(code)) for code in codes], key=lambda pair: (fold(pair[1]), pair[0]))


def _language() -> str:
    return get_language() or "en"


def _locale() -> Locale:
    return Locale.parse(_language().replace("-", "_"))
