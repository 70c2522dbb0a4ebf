"""A code that gets another name gets it in the expressions that name it, and nothing else in them changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkring.criteria.errors import FilterError
from postkring.criteria.expressions import LONGEST, parse
from postkring.criteria.renaming import mentions, renamed
from postkring.criteria.selections import EVERYBODY, Chosen, Selection


def rename(expression: str, code: str = "GESCHENK", new_code: str = "GIFT") -> str:
    return renamed(Selection((Chosen("mailingGroup", expression),)), "mailingGroup", code, new_code).criteria[0].filter


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("GESCHENK", "GIFT"),
        ("geschenk", "GIFT"),
        (" Geschenk ", " GIFT "),
        ("<> GESCHENK", "<> GIFT"),
        ("=GESCHENK", "=GIFT"),
        ("@geschenk", "@GIFT"),
        ("'geschenk'", "GIFT"),
        ("gëschenk", "GIFT"),
        ("GESCHENK|VERHUIZING&<>GESCHENK", "GIFT|VERHUIZING&<>GIFT"),
        ("(GESCHENK | 'GESCHENK')&<>X", "(GIFT | GIFT)&<>X"),
        ("GESCHENK*", "GESCHENK*"),
        ("?ESCHENK", "?ESCHENK"),
        ("GESCHENK..", "GESCHENK.."),
        ("A..GESCHENK", "A..GESCHENK"),
        (">GESCHENK", ">GESCHENK"),
        ("GESCHENKEN", "GESCHENKEN"),
        ("EENGESCHENK", "EENGESCHENK"),
        ("'gëschenk'", "'gëschenk'"),
        ("''", "''"),
    ],
)
def test_only_operands_that_name_the_code_follow(before: str, after: str) -> None:
    assert rename(before) == after


def test_only_the_criterion_of_that_key_follows() -> None:
    selection = Selection((Chosen("city", "GESCHENK"), Chosen("mailingGroup", "GESCHENK"), Chosen("mailingGroup", "<>geschenk")))
    assert renamed(selection, "mailingGroup", "GESCHENK", "GIFT") == Selection(
        (Chosen("city", "GESCHENK"), Chosen("mailingGroup", "GIFT"), Chosen("mailingGroup", "<>GIFT"))
    )
    assert renamed(EVERYBODY, "mailingGroup", "GESCHENK", "GIFT") == EVERYBODY


@pytest.mark.parametrize(("expression", "mentioned"), [("A|<>geschenk", True), ("GESCHENK*", False), ("A..GESCHENK", False), ("X", False)])
def test_a_selection_mentions_the_code_when_it_names_it(expression: str, mentioned: bool) -> None:
    selection = Selection((Chosen("city", "GESCHENK"), Chosen("mailingGroup", expression)))
    assert mentions(selection, "mailingGroup", "GESCHENK") is mentioned


def test_an_expression_that_would_become_too_long_is_refused() -> None:
    names = "|".join(["A"] * 400)
    assert len(rename(names, "A", "BBBB")) == 1999
    with pytest.raises(FilterError, match=r"2\.399 tekens, hoogstens 2\.048"):
        rename(names, "A", "BBBBB")
    assert mentions(Selection((Chosen("mailingGroup", "|".join(["A"] * 500)),)), "mailingGroup", "A")
    assert len(rename("|".join(["A"] * 10), "A", "B" * 11)) < LONGEST


@given(st.text(alphabet="AB'()|&.<>=*@ ", max_size=20))
def test_there_and_back_again(expression: str) -> None:
    try:
        tree = parse(expression)
    except FilterError:
        return
    there = rename(expression, "A", "QQ")
    assert parse(rename(there, "QQ", "A")) == tree or "'" in expression or "=" in expression
