"""Telephone numbers of the countries near by, read by the numbering plans of phonenumbers but without its reader.

The plans are the library's own, whichever version it has; only what one pattern can tell is read here. phonenumbers reads everything
else, and a test holds the two together.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

# All of them dial 00 before a number abroad, and have their calling code for themselves.
NEAR: Final = ("BE", "NL", "FR", "DE", "LU")
_ABROAD: Final = "00"
# What a number may be, for phonenumbers to call it valid.
_KINDS: Final = (
    *("premium_rate", "toll_free", "shared_cost", "voip", "personal_number"),
    *("pager", "uan", "voicemail", "fixed_line", "mobile"),
)
_ONLY_GROUPS: Final = re.compile(r"(\\[1-9]|[ .\-/])*")


@dataclass(frozen=True, slots=True)
class _Form:
    """How some numbers are dialled: `prefix` before their digits, or None where phonenumbers has to write them."""

    begins: "re.Pattern[str]"
    whole: "re.Pattern[str]"
    prefix: str | None


@dataclass(frozen=True, slots=True)
class _Plan:
    """`possible` and `valid` are of a number without anything before it; `unclear` is a beginning that may be no part of it."""

    calling_code: str
    prefix: str
    possible: "re.Pattern[str]"
    valid: "re.Pattern[str]"
    unclear: "re.Pattern[str]"
    forms: tuple[_Form, ...]


def international_form(number: str, country: str) -> str | None:
    """The number, digits with or without a + before them, in its international form; "" when it is not valid. None: ask phonenumbers."""
    plan, rest = _abroad(number, country) if number.startswith(("+", _ABROAD)) else _at_home(number, country)
    if plan is None or plan.unclear.match(rest) or not plan.possible.fullmatch(rest):
        return None
    return f"+{plan.calling_code}{rest}" if plan.valid.fullmatch(rest) else ""


def dialled(international: str) -> str | None:
    """The digits of a valid number as it is dialled in its own country. None: ask phonenumbers."""
    plan, rest = _called(international[1:])
    if plan is None or plan.unclear.match(rest):
        return None
    for form in plan.forms:
        if form.begins.match(rest) and form.whole.fullmatch(rest):
            return None if form.prefix is None else form.prefix + rest
    return rest


def _abroad(number: str, country: str) -> tuple[_Plan | None, str]:
    if number.startswith("+"):
        return _called(number[1:])
    return _called(number.removeprefix(_ABROAD)) if country in NEAR else (None, "")


def _at_home(number: str, country: str) -> tuple[_Plan | None, str]:
    plan = _plan(country) if country in NEAR else None
    rest = number.removeprefix(plan.prefix) if plan else ""
    if plan and rest == number and number.startswith(plan.calling_code):
        return None, ""  # it may have been written with its calling code
    return plan, rest


def _called(number: str) -> tuple[_Plan | None, str]:
    plans = _by_calling_code()
    plan = plans.get(number[:2]) or plans.get(number[:3])
    return plan, number[len(plan.calling_code) :] if plan else ""


@cache
def _by_calling_code() -> dict[str, _Plan]:
    return {plan.calling_code: plan for plan in map(_plan, NEAR)}


@cache
def _plan(country: str) -> _Plan:
    plan: Any = PhoneMetadata.metadata_for_region(country)
    if plan.international_prefix != _ABROAD or COUNTRY_CODE_TO_REGION_CODE[plan.country_code] != (country,):
        raise ValueError(f"{country} is dialled in another way by now: leave it to phonenumbers")
    kinds = [kind for name in _KINDS if (kind := getattr(plan, name)) is not None and kind.national_number_pattern]
    return _Plan(
        calling_code=str(plan.country_code),
        prefix=plan.national_prefix or "",
        possible=re.compile(_pattern(plan.general_desc)),
        valid=re.compile("|".join(map(_pattern, kinds))),
        unclear=re.compile(f"0|{plan.national_prefix_for_parsing or '0'}"),
        forms=tuple(map(_form, plan.number_format)),
    )


def _pattern(kind: Any) -> str:
    """The pattern of the plan, for numbers of the lengths that it names."""
    return f"{_of_length(kind.possible_length)}(?:{kind.national_number_pattern})"


def _of_length(lengths: Iterable[int]) -> str:
    one_of = "|".join(rf"\d{{{length}}}\Z" for length in lengths)
    return f"(?={one_of})" if one_of else ""


def _form(form: Any) -> _Form:
    rule = form.national_prefix_formatting_rule or r"\1"
    before, group, after = rule.partition(r"\1")
    is_plain = bool(group) and _ONLY_GROUPS.fullmatch(after + form.format) and _in_order(form)
    digits = "".join(filter(str.isdigit, before))
    begins = form.leading_digits_pattern[-1] if form.leading_digits_pattern else ""
    return _Form(re.compile(begins), re.compile(form.pattern), digits if is_plain else None)


def _in_order(form: Any) -> bool:
    """Whether all of the number is written, from left to right."""
    groups = re.findall(r"\\([1-9])", form.format)
    return groups == [str(place + 1) for place in range(re.compile(form.pattern).groups)] and re.sub(r"\([^()]*\)", "", form.pattern) == ""
