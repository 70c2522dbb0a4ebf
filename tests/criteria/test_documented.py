"""docs/criteria.md tells of every criterion, and of no other."""

import re
from pathlib import Path

import pytest

from postkring.criteria.catalogue import criteria
from postkring.criteria.expressions import parse

PAGE = Path(__file__).resolve().parents[2] / "docs" / "criteria.md"
ROW = re.compile(r"^\| `(?P<key>\w+)` \| (?P<meaning>[^|]+) \| (?P<kind>\w+) \| `(?P<example>.+)` \|$")


def rows() -> list[re.Match[str]]:
    return [found for line in PAGE.read_text(encoding="utf-8").splitlines() if (found := ROW.match(line))]


def test_every_criterion_has_a_row_in_the_order_of_the_catalogue() -> None:
    assert [row["key"] for row in rows()] == list(criteria())


def test_every_row_says_the_kind_that_the_criterion_has() -> None:
    assert {row["key"]: row["kind"] for row in rows()} == {key: criterion.kind for key, criterion in criteria().items()}


def test_every_row_has_a_meaning_and_an_example_that_can_be_read() -> None:
    for row in rows():
        assert row["meaning"].strip()
        parse(row["example"].replace("\\|", "|"))


@pytest.mark.django_db
def test_examples_of_fields_without_codes_are_accepted_by_their_criterion() -> None:
    for row in rows():
        if row["kind"] not in ("code", "view"):
            criteria()[row["key"]].parse(row["example"].replace("\\|", "|"))
