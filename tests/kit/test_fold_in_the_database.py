"""The database function fold() is the Python function of that name, to the letter."""

from collections.abc import Sequence

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from postkring.kit.text import fold
from tests.kit.alphabets import every_sign, words

SEPARATOR = "\x01"  # neither has a case nor joins with a letter

pytestmark = pytest.mark.django_db


def folded_by_the_database(texts: Sequence[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold(%s)", [SEPARATOR.join(texts)])
        return str(cursor.fetchone()[0]).split(SEPARATOR)


def test_every_sign_of_unicode_folds_alike() -> None:
    signs = list(every_sign())
    differences = []
    for start in range(0, len(signs), 2000):
        texts = [f"x{sign}y" for sign in signs[start : start + 2000]] + signs[start : start + 2000]
        pairs = zip(texts, folded_by_the_database(texts), strict=True)
        differences += [(text, fold(text), found) for text, found in pairs if fold(text) != found]
    assert differences == []


@given(st.lists(words(), min_size=1, max_size=30))
def test_words_of_all_alphabets_fold_alike(texts: list[str]) -> None:
    assert folded_by_the_database(texts) == [fold(text) for text in texts]


def test_folding_nothing_gives_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold(NULL), fold('')")
        assert cursor.fetchone() == (None, "")
