"""Text: folding for comparison, trimming and the signs that are never stored."""

import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from django.utils.formats import number_format
from django.utils.translation import pgettext

from postkring.kit.errors import NotAcceptable, TooLong
from postkring.kit.signs import TURNING

# Text that may be translated when it is shown; Django names that type to a type checker only.
if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words: TypeAlias = str | _StrPromise
else:
    Words: TypeAlias = object

# Letters that no decomposition takes apart; the SQL twins of fold() map exactly these.
FOLDED = {"ß": "ss", "ſ": "s", "ς": "σ", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
_OFTEN = 0x3000  # below it stand Latin, Greek, Cyrillic and what is written above them: signs that come again and again


class _Plain(dict[int, int | str | None]):
    """What becomes of a sign that was taken apart: accents go. It learns the signs that it meets."""

    def __missing__(self, sign: int) -> int | str | None:
        plain = None if unicodedata.combining(chr(sign)) else FOLDED.get(chr(sign), sign)
        if sign < _OFTEN:
            self[sign] = plain
        return plain


_PLAIN = _Plain()

_NEVER_STORED = TURNING | {"\u2028", "\u2029"}


def fold(text: str) -> str:
    """Text as it is compared, ordered and searched: no case, no accents. fold(fold(x)) == fold(x).

    The database function of the same name (kit/sqlite, the first migration of `contacts`) gives the same for all text
    that the product stores; a property test holds them together.
    """
    if text.isascii():
        return text.lower()  # nothing to take apart
    # Lower, decompose, lower again: some letters only show their small form once they are taken apart.
    decomposed = unicodedata.normalize("NFKD", text.lower()).lower()
    return unicodedata.normalize("NFKC", decomposed.translate(_PLAIN))


def clean_line(text: str, *, field: str = "") -> str:
    """One line of text as it is stored: trimmed and in NFC. Raises NotAcceptable for control characters and signs that turn text around.

    Signs that this Python does not know yet (an emoji of next year) are stored as they are.
    """
    cleaned = (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    if cleaned.isprintable():
        return cleaned  # most of what is typed: no sign needs a look
    for position, sign in enumerate(cleaned, start=1):
        if unicodedata.category(sign) in {"Cc", "Cs"} or sign in _NEVER_STORED:
            raise NotAcceptable(
                pgettext("msg.control_character", "Position %(position)s holds a sign that cannot be stored. Type the text again there.")
                % {"position": position},
                field=field,
                position=position,
            )
    return cleaned


def short_line(text: str, *, field: str, label: Words, longest: int) -> str:
    """One line of at most `longest` characters. Raises TooLong with the number it has: nothing is ever cut off."""
    if text.isascii() and len(text) <= longest and text.isprintable():
        return text.strip()  # most of what is typed
    cleaned = clean_line(text, field=field)
    if len(cleaned) > longest:
        raise TooLong(
            pgettext("msg.too_long", "%(field)s may hold at most %(max)s characters; it now has %(length)s.")
            % {
                "field": label,
                "max": grouped(longest),
                "length": grouped(len(cleaned)),
            },
            field=field,
            max=longest,
            length=len(cleaned),
        )
    return cleaned


def grouped(number: int) -> str:
    """A number as a sentence says it: 1.284, or however the language of the moment groups it."""
    return number_format(number, force_grouping=True)


def is_storable(text: str) -> bool:
    """False for text that one of the databases would refuse (NUL, lone surrogates), and for signs that turn text around."""
    if text.isascii():
        return "\x00" not in text
    return not any(sign == "\x00" or "\ud800" <= sign <= "\udfff" or sign in TURNING for sign in text)
