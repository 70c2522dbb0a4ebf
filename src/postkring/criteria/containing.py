"""What a plain word offers that finds nobody: those that contain it, in one click (ux.md 4)."""

from dataclasses import dataclass

from django.utils.translation import npgettext

from postkring.criteria.columns import NumberCriterion
from postkring.criteria.criterion import Criterion
from postkring.criteria.expressions import Compare
from postkring.kit.text import grouped


@dataclass(frozen=True)
class Containing:
    """A plain word, and the expression that finds whatever contains it."""

    word: str
    filter: str

    def found(self, count: int) -> str:
        """“14 contain “jans””."""
        said = npgettext("filter.offer_contains", "%(count)s contains “%(text)s”", "%(count)s contain “%(text)s”", count)
        return said % {"count": grouped(count), "text": self.word}


def containing(criterion: Criterion, text: str) -> Containing | None:
    """None unless the expression, which can be read, is one plain word about text or numbers."""
    if criterion.kind != "text" and not isinstance(criterion, NumberCriterion):
        return None
    node = criterion.parse(text)
    if not isinstance(node, Compare) or node.sign != "=":
        return None
    word = node.operand
    return None if word.quoted or word.has_wildcards or word.is_empty else Containing(word.text, f"*{word.text}*")
