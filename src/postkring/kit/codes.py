"""Codes and numbers as they are stored: the one place that trims, upper-cases, counts and checks them."""

import re
import unicodedata

from django.utils.translation import pgettext

from postkring.kit.errors import NotAcceptable, TooLong
from postkring.kit.text import grouped, is_storable

CODE_LENGTH = 11  # D1
NUMBER_LENGTH = 20
NOT_IN_NUMBERS = "/\\?#%"  # numbers stand in addresses of pages
_LAST_DIGITS = re.compile(r"(\d+)(\D*)$")


def normal_code(text: str) -> str:
    """Upper case in composed form without blanks around it: the form in which codes are compared (R-1001, R-1002)."""
    if text.isascii():
        return text.strip().upper()  # nothing to compose
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.strip()).upper())


def asked_code(text: str) -> str:
    """The code or number by which a record is asked for; text that no database can hold asks for nothing, and nothing is found."""
    return normal_code(text) if is_storable(text) else ""


def clean_code(text: str, *, field: str = "code", longest: int = CODE_LENGTH) -> str:
    """A code as it is stored. Raises NotAcceptable for a blank or a wrong sign, TooLong past `longest` code points (D1)."""
    code = normal_code(text)
    if not code:
        raise NotAcceptable(pgettext("msg.code_required", "Enter a code."), field=field)
    for sign in code:
        if unicodedata.category(sign)[0] != "L" and unicodedata.category(sign) != "Nd":
            raise NotAcceptable(
                pgettext("msg.code_sign", "%(sign)s may not stand in a code: letters and digits only, at most %(max)s.")
                % {"sign": _shown(sign), "max": longest},
                field=field,
                sign=sign,
            )
    if len(code) > longest:
        raise TooLong(
            pgettext("msg.code_too_long", "The code has %(count)s characters; at most %(max)s are allowed.")
            % {"count": grouped(len(code)), "max": longest},
            field=field,
            count=len(code),
            max=longest,
        )
    return code


def clean_number(text: str, *, field: str = "number") -> str:
    """A number of a contact or segment as it is stored: upper case, at most 20 signs, none of `/ \\ ? # %` or a control sign."""
    number = normal_code(text)
    for sign in number:
        if sign in NOT_IN_NUMBERS or unicodedata.category(sign)[0] == "C" or (sign.isspace() and sign != " "):
            raise NotAcceptable(
                pgettext("msg.number_sign", "%(sign)s may not stand in a number.") % {"sign": _shown(sign)}, field=field, sign=sign
            )
    if set(number) == {"."}:
        raise NotAcceptable(pgettext("msg.number_reserved", "“%(number)s” cannot be a number.") % {"number": number}, field=field)
    if len(number) > NUMBER_LENGTH:
        raise TooLong(
            pgettext("msg.number_too_long", "The number has %(count)s characters; at most %(max)s are allowed.")
            % {"count": grouped(len(number)), "max": NUMBER_LENGTH},
            field=field,
            count=len(number),
            max=NUMBER_LENGTH,
        )
    return number


def pattern(number: str) -> tuple[tuple[str, str], int]:
    """What stays of a number when it is counted up, and where it has come to. Raises NotAcceptable (R-1104)."""
    head, digits, tail = _parts(number)
    return (head, tail), int(digits)


def next_number(number: str, increment: int) -> str:
    """The number after this one: its last digits raised, leading zeros kept (R-1103). Raises NotAcceptable (R-1104)."""
    head, digits, tail = _parts(number)
    following = head + str(int(digits) + increment).zfill(len(digits)) + tail
    if len(following) > NUMBER_LENGTH:
        raise TooLong(
            pgettext("msg.number_series_full", "The number after %(number)s would be longer than %(max)s characters.")
            % {"number": number, "max": NUMBER_LENGTH}
        )
    return following


def _parts(number: str) -> tuple[str, str, str]:
    """What stands before the last digits, those digits, and what stands behind them."""
    match = _LAST_DIGITS.search(number)
    if not match:
        raise NotAcceptable(pgettext("msg.number_without_digit", "Number %(number)s holds no digit to count up.") % {"number": number})
    digits, tail = match.groups()
    return number[: match.start()], digits, tail


def _shown(sign: str) -> str:
    """A sign as a sentence can begin with it: between quotes, accents on a circle of their own.

    Blanks and invisible ones are named, without quotes: they would read as if the name itself were refused.
    """
    if sign == " ":
        return pgettext("sign.blank", "A blank")
    if not sign.isprintable() and not unicodedata.combining(sign):
        return f"U+{ord(sign):04X}"
    return pgettext("sign.quoted", "“%(sign)s”") % {"sign": f"◌{sign}" if unicodedata.combining(sign) else sign}
