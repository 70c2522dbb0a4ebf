"""Every filter expression that the manual teaches can be typed."""

import re

import pytest

from postkring.criteria.catalogue import criteria
from postkring.web.help.contents import WRITTEN_IN
from tests.factories import make_group
from tests.manual_texts import MANUAL

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", WRITTEN_IN)
def test_the_expressions_of_both_tables_are_understood(language: str) -> None:
    for code in ("VERHUIZING", "GESCHENK", "MOVE", "GIFT", "PERS", "NIEUWSBRIEF", "KERSTKAART"):
        make_group(code)
    signs, groups = _tables((MANUAL / language / "filters.md").read_text(encoding="utf-8"))
    assert (len(signs), len(groups)) == (13, 6)
    for key, expressions in (("city", signs), ("mailingGroup", groups)):
        for expression in expressions:
            assert criteria()[key].describe(criteria()[key].parse(expression))


def _tables(text: str) -> list[list[str]]:
    """What stands first in the rows of each table."""
    tables = re.findall(r"\|---\|---\|\n((?:\|.*\n)+)", text)
    return [[row.replace(r"\|", "|") for row in re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)] for table in tables]
