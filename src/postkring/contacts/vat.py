"""Forms of VAT numbers per country (R-3115). A country that is not here accepts anything."""

import re

# Without the country's letters and without blanks, dots, hyphens.
_FORMS = {
    "AT": r"U\d{8}",
    "BE": r"[01]?\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}",
    "GB": r"\d{9}|\d{12}|GD\d{3}|HA\d{3}",
    "GR": r"\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|\d{7}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"\d{9}B\d{2}|[A-Z0-9+*]{10}\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
}
_LETTERS = {"GR": "EL"}  # Greece writes EL before its numbers
_PUNCTUATION = re.compile(r"[\s.\-/]+")


def vat_fits(number: str, country: str) -> bool:
    """R-3115: the form alone. True where no form is known."""
    form = _FORMS.get(country)
    if form is None:
        return True
    bare = _PUNCTUATION.sub("", number.upper()).removeprefix(_LETTERS.get(country, country))
    return re.fullmatch(form, bare) is not None
