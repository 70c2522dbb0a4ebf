"""Numbers of the countries near by are read as phonenumbers reads them, and without it."""

import random

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat

from postkring.contacts import folding, numbering_plans
from postkring.contacts.numbering_plans import NEAR, dialled, international_form

WRITTEN = (
    "",
    "0",
    "0",
    "0",
    "00",
    "+",
    "+0",
    "000",
    "0032",
    "+32",
    "32",
    "+320",
    "0031",
    "+31",
    "0033",
    "+33",
    "0049",
    "+49",
    "00352",
    "+352",
)
OF_A_COUNTRY = 4_000


def read(number: str, country: str) -> str:
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164) if phonenumbers.is_valid_number(parsed) else ""


def written(international: str) -> str:
    national = phonenumbers.format_number(phonenumbers.parse(international), PhoneNumberFormat.NATIONAL)
    return "".join(filter(str.isdigit, national))


@pytest.mark.parametrize("country", NEAR)
def test_every_number_is_read_as_by_phonenumbers(country: str) -> None:
    chance = random.Random(country)  # noqa: S311 - the same numbers each time
    known = valid = 0
    for _ in range(OF_A_COUNTRY):
        digits = "".join(chance.choices("0123456789", k=chance.choice((8, 9, chance.randint(1, 16)))))
        number = chance.choice(WRITTEN) + digits
        expected, found = read(number, country), international_form(number, country)
        assert found in (None, expected), number
        assert folding.e164(number, country) == expected, number
        known += found is not None
        if expected:
            assert dialled(expected) in (None, written(expected)), expected
            valid += dialled(expected) is not None
    assert known > OF_A_COUNTRY / 10, "most of what can be told from a plan is told"
    assert valid > OF_A_COUNTRY / 50


@pytest.mark.parametrize(
    ("number", "country", "international", "at_home"),
    [
        ("092001010", "BE", "+3292001010", "092001010"),
        ("0470123456", "BE", "+32470123456", "0470123456"),
        ("+32470123456", "", "+32470123456", "0470123456"),
        ("0032470123456", "NL", "+32470123456", "0470123456"),
        ("0201234567", "NL", "+31201234567", "0201234567"),
        ("0612345678", "FR", "+33612345678", "0612345678"),
        ("03012345678", "DE", "+493012345678", "03012345678"),
        ("621123456", "LU", "+352621123456", "621123456"),
        ("095001010", "BE", "", None),
    ],
)
def test_what_people_write_is_told_from_the_plan(number: str, country: str, international: str, at_home: str | None) -> None:
    assert international_form(number, country) == international
    if at_home:
        assert dialled(international) == at_home


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("32470123456", "BE"),
        ("0032470123456", "US"),
        ("00320470123456", "BE"),
        ("12", "BE"),
        ("2025550123", "US"),
        ("+", "BE"),
        ("+12025550123", "BE"),
    ],
)
def test_the_rest_is_left_to_phonenumbers(number: str, country: str) -> None:
    assert international_form(number, country) is None


def test_phonenumbers_is_not_asked_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(*_: object) -> None:
        raise AssertionError("a number was parsed")

    monkeypatch.setattr(phonenumbers, "parse", parse)
    assert folding.e164("0471 98 76 54", "BE") == "+32471987654"
    assert folding._national("+32471987654") == "0471987654"


def test_a_country_that_dials_otherwise_by_now_is_refused() -> None:
    with pytest.raises(ValueError, match="US is dialled in another way"):
        numbering_plans._plan("US")
