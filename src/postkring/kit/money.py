"""Amounts of money, kept as whole hundredths: what two databases add up is exact then."""

import re
from typing import Final

from django.utils import formats
from django.utils.translation import pgettext

from postkring.kit.errors import NotAcceptable

MOST: Final = 999_999_999  # hundredths; more no act of ours costs
_TYPED: Final = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?", re.ASCII)


def cents(text: str, *, field: str, label: str) -> int:
    """What is typed as 12, 12,5 or 12.50; blank is nothing. Raises NotAcceptable for anything else: a dot is never one of thousands."""
    typed = text.strip()
    match = _TYPED.fullmatch(typed)
    if typed and match is None:
        said = pgettext("msg.amount", "Enter %(field)s like this: %(example)s.")
        raise NotAcceptable(said % {"field": label, "example": in_notation(1250)}, field=field)
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) if match else 0


def in_notation(amount: int) -> str:
    """As the user's language writes it, without marks between thousands, so that it can be typed again."""
    return f"{amount // 100}{formats.get_format('DECIMAL_SEPARATOR')}{amount % 100:02}"
