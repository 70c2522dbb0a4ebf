"""What every installation begins with: its one row of each set-up table, number series, countries and languages."""

from typing import Any

from babel import Locale
from django.conf import settings
from django.db import migrations

LANGUAGES = (
    "ar",
    "bg",
    "ca",
    "cs",
    "da",
    "de",
    "de-AT",
    "de-BE",
    "de-CH",
    "de-DE",
    "el",
    "en",
    "en-GB",
    "en-IE",
    "en-US",
    "es",
    "et",
    "eu",
    "fi",
    "fr",
    "fr-BE",
    "fr-CH",
    "fr-FR",
    "fr-LU",
    "ga",
    "he",
    "hi",
    "hr",
    "hu",
    "id",
    "is",
    "it",
    "ja",
    "ko",
    "lb",
    "lt",
    "lv",
    "mk",
    "mt",
    "nb",
    "nl",
    "nl-BE",
    "nl-NL",
    "nn",
    "pl",
    "pt",
    "pt-BR",
    "ro",
    "ru",
    "sk",
    "sl",
    "sq",
    "sr",
    "sv",
    "th",
    "tr",
    "uk",
    "vi",
    "zh",
)
SERIES = {"CONT": "CT000001", "SEGM": "SM00001"}


def fill(apps: Any, schema_editor: Any) -> None:
    locale = Locale.parse(settings.LANGUAGE_CODE)
    countries = [
        code
        for code in map(str, locale.territories)
        if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    ]
    country = apps.get_model("setup", "Country")
    country.objects.bulk_create(country(code=code, description=locale.territories[code][:100]) for code in sorted(countries))
    language = apps.get_model("setup", "Language")
    language.objects.bulk_create(language(code=code, description=_language(locale, code)[:100]) for code in LANGUAGES)
    series = apps.get_model("setup", "NumberSeries")
    for code, first in SERIES.items():
        series.objects.create(code=code, starting_number=first)
    apps.get_model("setup", "Organisation").objects.create(pk=1, country_id="BE")
    apps.get_model("setup", "MarketingSetup").objects.create(pk=1, contact_series_id="CONT", segment_series_id="SEGM")


def _language(locale: Locale, code: str) -> str:
    name, _, region = code.partition("-")
    return f"{locale.languages[name]} ({locale.territories[region]})" if region else str(locale.languages[name])


def empty(apps: Any, schema_editor: Any) -> None:
    for name in ("MarketingSetup", "Organisation", "NumberSeries", "Language", "Country"):
        apps.get_model("setup", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("setup", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
