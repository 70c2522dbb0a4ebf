"""Refusals that many rooms make, each worded once."""

from typing import Any

from django.utils.translation import pgettext

from postkring.kit.errors import AlreadyExists, DoesNotExist
from postkring.kit.text import Words

_SHOWN = 100  # characters of what somebody typed


def unknown(value: str, page: Words, **named: Any) -> DoesNotExist:
    """A code, number or name that refers to nothing. `page` is what holds those that there are; `field` may be among `named`."""
    said = pgettext("msg.lookup_unknown", "%(value)s does not exist in %(page)s.")
    return DoesNotExist(said % {"value": value.strip()[:_SHOWN], "page": page}, value=value.strip(), **named)


def taken(code: str, *, other: str, description: str) -> AlreadyExists:
    """R-1005; D1: codes that differ in accents only would be one code to every filter."""
    if other != code:
        message = pgettext("msg.code_same_folded", "%(code)s is too much like %(other)s: accents do not make codes different.")
    elif description:
        message = pgettext("msg.code_exists", "Code %(code)s is already used by “%(description)s”.")
    else:
        message = pgettext("msg.code_exists_undescribed", "Code %(code)s already exists.")
    said = message % {"code": code, "other": other, "description": description}
    return AlreadyExists(said, field="code", other=other)
