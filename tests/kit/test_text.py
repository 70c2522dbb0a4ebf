"""Folding, trimming, and the signs that are never stored."""

import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from postkring.kit.errors import NotAcceptable
from postkring.kit.text import clean_line, fold, grouped, is_storable
from tests.kit.alphabets import words

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Herentals", "herentals"),
        ("Liège", "liege"),
        ("Lie\u0300ge", "liege"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ẞ", "ss"),
        ("ſ", "s"),
        ("Æsir Œuvre", "aesir oeuvre"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("Đặng Thị Hương", "dang thi huong"),
        ("İstanbul", "istanbul"),
        ("ıĞŞ", "igs"),
        ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
        ("ὀδυσσεύς", "οδυσσευσ"),
        ("Йошкар-Ола", "иошкар-ола"),
        ("ﬁnance", "finance"),
        ("Ｐｏｓｔ", "post"),
        ("①²", "12"),
        ("مُحَمَّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("한국", "한국"),
        ("", ""),
    ],
)
def test_folded_text_has_neither_case_nor_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(words())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(words())
def test_folding_sees_no_difference_between_the_forms_of_unicode(text: str) -> None:
    assert {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {fold(text)}


@given(st.text(max_size=30))
def test_folding_takes_any_text(text: str) -> None:
    assert isinstance(fold(text), str)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("  Aerts  ", "Aerts"),
        (" Aerts　", "Aerts"),
        ("Aerts\n", "Aerts"),
        ("Cafe" + "́", "Café"),
        ("Aerts  &  Zonen", "Aerts  &  Zonen"),
        ("<b>=1+1</b>", "<b>=1+1</b>"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("\u200fשלום", "\u200fשלום"),
        ("", ""),
        (" \t ", ""),
    ],
)
def test_a_line_is_stored_trimmed_and_composed(text: str, stored: str) -> None:
    assert clean_line(text) == stored


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("A\x00", 2),
        ("A\nB", 2),
        ("  AB\tC", 3),
        ("A\x7fB", 2),
        ("A\x9bB", 2),
        ("A\u2028B", 2),
        ("A\u2029B", 2),
        ("A\u202eB", 2),
        ("AB\u2066C\u2069", 3),
        ("AB\ud800", 3),
        ("\udfff", 1),
    ],
)
def test_signs_that_cannot_be_stored_are_refused_with_their_place(text: str, position: int) -> None:
    with pytest.raises(NotAcceptable) as refusal:
        clean_line(text, field="name")
    assert refusal.value.field == "name"
    assert refusal.value.values["position"] == position
    assert f"Position {position}" in refusal.value.message


@given(words())
def test_a_stored_line_is_stored_as_it_is(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)


@pytest.mark.parametrize(("text", "storable"), [("", True), ("é 👩 \n", True), ("a\x00", False), ("\ud800", False), ("a\udfff", False)])
def test_nul_and_lone_surrogates_are_not_storable(text: str, storable: bool) -> None:
    assert is_storable(text) is storable


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_signs_that_turn_text_around_are_not_stored(sign: str) -> None:
    assert not is_storable(f"Claes{sign}")
    with pytest.raises(NotAcceptable):
        clean_line(f"Cl{sign}aes")


@pytest.mark.parametrize("text", ["שלום", "أحمد", "Claes שלום", "a\u200eb", "a\u200fb"])
def test_text_from_right_to_left_is_stored(text: str) -> None:
    assert is_storable(text)
    assert clean_line(text) == text


@pytest.mark.parametrize(("language", "said"), [("nl", "1.284"), ("fr", "1 284"), ("de", "1.284"), ("en", "1,284")])
def test_a_number_in_a_sentence_is_grouped_as_its_language_does(language: str, said: str) -> None:
    with translation.override(language):
        assert grouped(1284).replace("\u202f", " ").replace("\xa0", " ") == said
        assert grouped(84) == "84"
