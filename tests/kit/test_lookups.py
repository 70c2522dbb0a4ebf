"""Patterns of filters as patterns of LIKE."""

import pytest

from postkring.accounts.models import User
from postkring.kit.lookups import like_pattern
from tests.factories import make_user


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("jan*", "jan%"), ("*jan", "%jan"), ("j?n", "j_n"), ("100%", "100!%"), ("a_b", "a!_b"), ("wow!", "wow!!"), ("a\\b", "a\\b"), ("", "")],
)
def test_only_star_and_question_mark_are_wildcards(text: str, pattern: str) -> None:
    assert like_pattern(text) == pattern


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("jose*", ["José", "JOSEFIEN"]),
        ("?ose?", []),
        ("?ose", ["José"]),
        ("50%", ["50%"]),
        ("5?%", ["50%"]),
        ("a_b", ["a_b"]),
        ("a\\b", ["a\\b"]),
        ("!*", ["!bang"]),
        ("*", ["José", "JOSEFIEN", "50%", "500", "a_b", "axb", "a\\b", "!bang"]),
    ],
)
def test_like_on_a_folded_column_takes_everything_else_literally(pattern: str, found: list[str]) -> None:
    names = ["José", "JOSEFIEN", "50%", "500", "a_b", "axb", "a\\b", "!bang"]
    for number, name in enumerate(names):
        make_user(username=f"user{number}", first_name=name)
    chosen = User.objects.filter(first_name__fold__like=like_pattern(pattern)).order_by("pk")
    assert [user.first_name for user in chosen] == found


@pytest.mark.django_db
@pytest.mark.parametrize(("beyond", "found"), [("e", ["Émile", "zoe", "Zora"]), ("zoe", ["zoe", "Zora"]), ("zoea", ["Zora"]), ("é", [])])
def test_folded_text_is_ordered_by_its_bytes(beyond: str, found: list[str]) -> None:
    for number, name in enumerate(["Abel", "Émile", "zoe", "Zora"]):
        make_user(username=f"user{number}", first_name=name)
    chosen = User.objects.filter(first_name__fold__gte=beyond).order_by("pk")
    assert [user.first_name for user in chosen] == found
