"""criteria: the keys that a selection may name, as the program knows them."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import get_language

from postkring.api.edm import Kind, ListedSet, Property, text
from postkring.criteria.catalogue import criteria


def _criteria() -> Sequence[dict[str, Any]]:
    etag = f'W/"{get_language()}"'  # nothing else changes them
    return [
        {"@odata.etag": etag, "key": each.key, "label": str(each.label), "kind": each.kind, "operators": each.operators}
        for each in criteria().values()
    ]


CRITERIA: Final = ListedSet(
    name="criteria",
    entity="criterion",
    key="key",
    properties=(
        text("key", is_read_only=True),
        text("label", is_read_only=True),
        text("kind", is_read_only=True),
        Property("operators", Kind.TEXTS, "operators", is_read_only=True),
    ),
    records=_criteria,
)
