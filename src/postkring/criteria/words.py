"""The words of the search box as a criterion, so that a list that was searched is a selection like any other."""

from django.db.models import Q
from django.utils.translation import pgettext, pgettext_lazy

from postkring.contacts.queries import search_condition
from postkring.criteria.criterion import Criterion
from postkring.criteria.errors import Counted, beyond_limits, unclear
from postkring.criteria.expressions import LONGEST, Compare, Node, Operand
from postkring.kit.text import is_storable


class WordsCriterion(Criterion):
    """Its text is no expression: signs in it are looked for like letters."""

    kind = "words"
    operators = ()

    def __init__(self) -> None:
        super().__init__("search", pgettext_lazy("search.search", "Search"))

    def read(self, raw: str) -> Node:
        if len(raw) > LONGEST:
            raise beyond_limits(Counted.CHARACTERS, len(raw), LONGEST)
        if not is_storable(raw):
            raise unclear("…", 1)
        return Compare("=", Operand(raw.strip(), quoted=True))

    def check(self, node: Node, raw: str) -> None:
        """Any text may be looked for."""

    def condition(self, node: Node) -> Q:
        assert isinstance(node, Compare)
        return search_condition(node.operand.text)

    def describe(self, node: Node) -> str:
        assert isinstance(node, Compare)
        return pgettext("filter.found_by", "found by “%(text)s”") % {"text": node.operand.text}
