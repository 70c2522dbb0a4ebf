"""changeSets: the ledger. An act is called by its number."""

from typing import Any, Final

from django.utils.translation import get_language

from postkring.accounts.reading import changes_to_read
from postkring.api.edm import EntitySet, Kind, Property, instant, number, text
from postkring.ledger.models import ChangeSet
from postkring.lists.changes import CHANGES


def _in_words(sentences: dict[str, Any]) -> str:
    return ChangeSet(sentences=sentences).sentence if get_language() else str(sentences.get("en", ""))


CHANGE_SETS: Final = EntitySet(
    name="changeSets",
    entity="changeSet",
    properties=(
        number("number", is_read_only=True, order="number"),
        text("verb", length=60, is_read_only=True),
        Property("sentence", Kind.TEXT, "sentences", is_read_only=True, show=_in_words),
        Property("by", Kind.REFERENCE, "by__username", length=150, is_read_only=True),
        text("door", length=20, is_read_only=True),
        instant("at"),
        Property("counts", Kind.OBJECT, "counts", is_read_only=True),
        Property("undoneBy", Kind.NUMBER, "undone_by__number", is_read_only=True, may_be_null=True),
    ),
    rows=lambda asked: changes_to_read(by=asked.by),
    order=("number",),
    versioned=("number", "state", "undone_by__number"),
    key="number",
    search=CHANGES.search,
)
