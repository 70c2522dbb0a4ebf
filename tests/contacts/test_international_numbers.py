"""The international form of a telephone number is what phonenumbers makes of it as it is written."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkring.contacts.folding import e164

COUNTRIES = ["BE", "NL", "FR", "DE", "LU", "GB", "IT", "US", ""]
WRITTEN = [
    phonenumbers.format_number(number, form)
    for country in filter(None, COUNTRIES)
    for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
    if (number := phonenumbers.example_number_for_type(country, kind))
    for form in (phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
]
AFTER = ["", " ", "  ", ".", "-", "/", " - ", ",", ";", "(", ")", "#"]


def as_it_is_written(number: str, country: str) -> str:
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(parsed) else ""


@given(written=st.sampled_from(WRITTEN), gaps=st.lists(st.sampled_from(AFTER), max_size=8), country=st.sampled_from(COUNTRIES))
def test_of_a_number_with_other_gaps(written: str, gaps: list[str], country: str) -> None:
    place = len(written) // (len(gaps) + 1) or 1
    number = (
        "".join(written[at * place : (at + 1) * place] + gap for at, gap in enumerate([*gaps, ""])) + written[(len(gaps) + 1) * place :]
    )
    assert e164(number, country) == as_it_is_written(number, country)


@given(number=st.text("+0123456789 ./-,;#", max_size=18), country=st.sampled_from(COUNTRIES))
def test_of_any_digits_and_signs(number: str, country: str) -> None:
    assert e164(number, country) == (as_it_is_written(number, country) if number else "")


@pytest.mark.parametrize("number", ["0470 12 34 56", "0470/12.34.56", "+32 470 12 34 56", "0032-470-123456", "(0)470 12 34 56"])
def test_of_a_number_in_the_ways_in_which_people_part_it(number: str) -> None:
    assert e164(number, "BE") == "+32470123456"
