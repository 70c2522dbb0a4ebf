"""Codes and numbers as they are stored, and the number after a number."""

import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH, clean_code, clean_number, next_number, normal_code
from postkring.kit.errors import DomainError, NotAcceptable, TooLong
from tests.kit.alphabets import words

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("geschenk", "GESCHENK"),
        ("  Geschenk ", "GESCHENK"),
        ("　geschenk ", "GESCHENK"),
        ("JAARVERSLAG", "JAARVERSLAG"),
        ("2026", "2026"),
        ("éé", "ÉÉ"),
        ("e\u0301e\u0301", "ÉÉ"),
        ("ß", "SS"),
        ("ﬁ", "FI"),
        ("приёмка", "ПРИЁМКА"),
        ("한국", "한국"),
        ("٣", "٣"),
        ("e\u0301" * 11, "É" * 11),
    ],
)
def test_a_code_is_trimmed_composed_and_in_capitals_before_it_is_counted(typed: str, stored: str) -> None:
    assert clean_code(typed) == stored


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("A B", " "),
        ("A-B", "-"),
        ("A_B", "_"),
        ("A.B", "."),
        ("½", "½"),
        ("Ⅻ", "Ⅻ"),
        ("A\x00", "\x00"),
        ("A\u200d", "\u200d"),
        ("👩", "👩"),
    ],
)
def test_a_sign_that_is_neither_letter_nor_digit_is_refused_by_name(typed: str, sign: str) -> None:
    with pytest.raises(NotAcceptable) as refusal:
        clean_code(typed)
    assert refusal.value.values["sign"] == sign
    assert refusal.value.code == "Application_FieldValidationException"
    assert refusal.value.field == "code"


def test_signs_that_cannot_be_seen_are_named() -> None:
    with pytest.raises(NotAcceptable, match=r"^A blank may not stand in a code"):
        clean_code("A B")
    with pytest.raises(NotAcceptable, match=r"^U\+200D may not stand in a code"):
        clean_code("A\u200dB")


@pytest.mark.parametrize("typed", ["", "   ", "\t\n", "\u3000"])
def test_a_blank_code_is_refused(typed: str) -> None:
    with pytest.raises(NotAcceptable, match=r"^Enter a code\.$"):
        clean_code(typed)


@pytest.mark.parametrize(("typed", "count"), [("ABCDEFGHIJKL", 12), ("ß" * 6, 12), ("JAARVERSLAGEN", 13), ("A" * 5000, 5000)])
def test_a_code_of_more_than_11_signs_is_refused_and_never_cut(typed: str, count: int) -> None:
    with pytest.raises(TooLong) as refusal:
        clean_code(typed)
    assert (refusal.value.values["count"], refusal.value.values["max"]) == (count, CODE_LENGTH)
    assert refusal.value.code == "Application_StringExceededLength"


@given(st.text(max_size=14) | words(14))
def test_a_code_is_taken_as_it_was_stored_or_refused(text: str) -> None:
    try:
        code = clean_code(text)
    except DomainError:
        return
    assert clean_code(code) == code == normal_code(code)
    assert 1 <= len(code) <= CODE_LENGTH
    assert all(unicodedata.category(sign) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"} for sign in code)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("ct0(0012)", "CT0(0012)"), (" ct 01 ", "CT 01"), ("A-9.1_Ü&+'\"<>", "A-9.1_Ü&+'\"<>"), ("1" * 20, "1" * 20), ("", ""), ("  ", "")],
)
def test_a_number_may_hold_signs_and_blanks(typed: str, stored: str) -> None:
    assert clean_number(typed) == stored


@pytest.mark.parametrize("sign", ["/", "\\", "?", "#", "%", "\x00", "\n", "\u200b", "\u202e", "\ud800", "\u00a0", "\u2028"])
def test_signs_that_break_an_address_or_cannot_be_seen_are_refused_in_a_number(sign: str) -> None:
    with pytest.raises(NotAcceptable) as refusal:
        clean_number(f"CT{sign}1")
    assert refusal.value.values["sign"] == sign
    assert refusal.value.field == "number"


@pytest.mark.parametrize("typed", [".", "..", " ... "])
def test_a_number_of_dots_would_be_another_address(typed: str) -> None:
    with pytest.raises(NotAcceptable, match="cannot be a number"):
        clean_number(typed)


@pytest.mark.parametrize(("typed", "count"), [("1" * 21, 21), ("ß" * 11, 22)])
def test_a_number_of_more_than_20_signs_is_refused(typed: str, count: int) -> None:
    with pytest.raises(TooLong) as refusal:
        clean_number(typed)
    assert (refusal.value.values["count"], refusal.value.values["max"]) == (count, NUMBER_LENGTH)


@given(st.text(max_size=24) | words(24))
def test_a_number_is_taken_as_it_was_stored_or_refused(text: str) -> None:
    try:
        number = clean_number(text)
    except DomainError:
        return
    assert clean_number(number) == number
    assert len(number) <= NUMBER_LENGTH


@pytest.mark.parametrize(
    ("number", "increment", "following"),
    [
        ("CT000001", 1, "CT000002"),
        ("CT099999", 1, "CT100000"),
        ("CT999999", 1, "CT1000000"),
        ("AB-9-X", 1, "AB-10-X"),
        ("CT0(0012)", 1, "CT0(0013)"),
        ("2026-001", 10, "2026-011"),
        ("7", 5, "12"),
        ("9" * 19, 1, "1" + "0" * 19),
    ],
)
def test_the_next_number_raises_the_last_digits_and_keeps_leading_zeros(number: str, increment: int, following: str) -> None:
    assert next_number(number, increment) == following


def test_a_number_without_a_digit_has_no_next_one() -> None:
    with pytest.raises(NotAcceptable, match="Number ABC holds no digit to count up"):
        next_number("ABC", 1)


def test_a_number_never_grows_past_20_signs() -> None:
    with pytest.raises(TooLong, match="longer than 20 characters"):
        next_number("9" * 20, 1)


def test_a_sign_that_is_seen_stands_between_the_quotes_of_the_language() -> None:
    with pytest.raises(NotAcceptable, match=r"^“-” may not stand in a code"):
        clean_code("A-B")
    with translation.override("de"), pytest.raises(NotAcceptable, match=r"^„-“ darf in einem Code nicht vorkommen"):
        clean_code("A-B")


def test_how_long_it_is_stands_there_in_the_notation_of_the_language() -> None:
    with translation.override("nl"), pytest.raises(TooLong, match=r"1\.200"):
        clean_code("A" * 1200)
