"""What one field of a contact accepts. Each function gives the value as it is stored or raises, naming the field."""

import re
from functools import lru_cache

from django.utils.translation import pgettext
from email_validator import EmailNotValidError, validate_email

from postkring.contacts.vat import vat_fits
from postkring.kit.errors import NotAcceptable

EXAMPLE_EMAIL = "an@example.com"
_NO_LETTER = re.compile(r"[0-9 +()./-]*")  # as most numbers are written
_ORDINARY = re.compile(r"[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*")
_ORDINARY_LENGTH = 64  # of the local part; a whole address of that length is within every limit
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


def phone(text: str, *, field: str) -> str:
    """R-3112: any letter, of any alphabet, is refused; punctuation is the user's own."""
    if _NO_LETTER.fullmatch(text):
        return text
    sign = next(filter(str.isalpha, text), "")
    if sign:
        raise NotAcceptable(
            pgettext("msg.phone_letter", "A phone number holds no letters; “%(sign)s” is one.") % {"sign": sign}, field=field, sign=sign
        )
    return text


def emails(text: str, *, field: str) -> str:
    """R-3113: blank, or addresses separated by semicolons, of which the last may be followed by one. The message quotes the wrong part."""
    if ";" not in text and text.strip() == text:
        return email(text, field=field)
    parts = text.strip().removesuffix(";").split(";") if text.strip() else []
    for part in parts:
        email(part.strip() or text.strip(), field=field)
    return text


def email(text: str, *, field: str) -> str:
    """One address (R-3114)."""
    if text and not (_ADDRESS.fullmatch(text) and _is_address(text)):
        raise NotAcceptable(
            pgettext("msg.email_invalid", "%(value)s is not a complete email address. Example: %(example)s")
            % {"value": text, "example": EXAMPLE_EMAIL},
            field=field,
            value=text,
        )
    return text


def _is_address(text: str) -> bool:
    """Of an ordinary local part only the domain is in doubt, and one file names few domains."""
    local, _, domain = text.rpartition("@")
    return _is_whole_address(f"a@{domain}" if _ORDINARY.fullmatch(local) and len(text) <= _ORDINARY_LENGTH else text)


@lru_cache(maxsize=4096)
def _is_whole_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, test_environment=True, allow_quoted_local=True)
    except EmailNotValidError:
        return False
    return True


def vat_number(text: str, *, country: str, field: str) -> str:
    """R-3115: upper case; refused when formats of the country are known and none fits."""
    number = text.upper()
    if number and not vat_fits(number, country):
        raise NotAcceptable(
            pgettext("msg.vat_invalid", "%(value)s does not have the form of a VAT number of %(country)s.")
            % {"value": number, "country": country},
            field=field,
            value=number,
        )
    return number
