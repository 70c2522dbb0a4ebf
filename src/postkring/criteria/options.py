"""A criterion on one of several answers that stand in no column as they are said: families of acts, doors, people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from postkring.criteria.columns import refuse_order, spoken
from postkring.criteria.criterion import SETS, Criterion, compiled, refuse_wildcards
from postkring.criteria.errors import EXAMPLES, unclear
from postkring.criteria.examples import of_values
from postkring.criteria.expressions import Between, Compare, Node, Operand, operands, quoted
from postkring.kit.text import Words, fold


@dataclass(frozen=True)
class Option:
    value: str
    label: Words


class OptionCriterion(Criterion):
    """`offered` gives the answers, when somebody asks for them; `holds` the condition that a row has one of some values."""

    kind = "choice"
    operators = SETS

    def __init__(self, key: str, label: Words, offered: Callable[[], Sequence[Option]], holds: Callable[[Sequence[str]], Q]) -> None:
        super().__init__(key, label)
        self.offered = offered
        self.holds = holds

    @cached_property
    def options(self) -> Sequence[Option]:
        return self.offered()

    def examples(self) -> Sequence[str]:
        labels = [quoted(str(option.label)) for option in self.options]
        return of_values(labels[:2]) if labels else EXAMPLES

    def check(self, node: Node, raw: str) -> None:
        refuse_order(node, raw)
        for operand in operands(node):
            refuse_wildcards(operand, raw)
            if self.value(operand) is None:
                raise unclear(raw, operand.start + 1)

    def condition(self, node: Node) -> Q:
        return compiled(node, self._leaf, self._any_of)

    def value(self, operand: Operand) -> str | None:
        """As it is written, else by its name in any of the four languages."""
        if any(option.value == operand.text for option in self.options):
            return operand.text
        return self._spoken.get(fold(operand.text)) if operand.is_plain else None

    def show(self, operand: Operand) -> str:
        value = self.value(operand)
        return next((str(option.label) for option in self.options if option.value == value), operand.text)

    @cached_property
    def _spoken(self) -> dict[str, str]:
        return spoken(self.options)

    def _any_of(self, listed: list[Operand]) -> Q:
        return self.holds([value for operand in listed if (value := self.value(operand)) is not None])

    def _leaf(self, node: Compare | Between) -> Q:
        assert isinstance(node, Compare)
        equal = self._any_of([node.operand])
        return equal if node.sign == "=" else ~equal
