"""Criteria on a day, or on an instant that is asked for by its day where the organisation is."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import pgettext

from postkring.criteria.criterion import RANGES, Criterion, compiled, refuse_wildcards
from postkring.criteria.errors import unclear
from postkring.criteria.expressions import Between, Compare, Node, Operand, operands
from postkring.kit.days import begins, ends, read_day_or_today
from postkring.kit.text import Words


def itself(condition: Q) -> Q:
    return condition


class DayCriterion(Criterion):
    """`holds` turns the condition on the column into one on the row of the list, where the column stands elsewhere."""

    kind = "day"
    operators = RANGES

    def __init__(self, key: str, label: Words, column: str, *, of_instants: bool = False, holds: Callable[[Q], Q] = itself) -> None:
        super().__init__(key, label)
        self.column = column
        self.of_instants = of_instants
        self.holds = holds

    def check(self, node: Node, raw: str) -> None:
        for operand in operands(node):
            refuse_wildcards(operand, raw)
            if not _is_open(operand) and self.day(operand) is None:
                raise unclear(raw, operand.start + 1)
        for operand in _ends(node):
            if _is_open(operand):
                raise unclear(raw, operand.start + 1)

    def examples(self) -> Sequence[str]:
        """The month so far, as days are written in the language of the moment."""
        today = timezone.localdate()
        first, last = (formats.date_format(day, "SHORT_DATE_FORMAT") for day in (today.replace(day=1), today))
        return (last, f"{first}..{last}", f">={first}", pgettext("ui.today", "Today"))

    def condition(self, node: Node) -> Q:
        return compiled(node, self._leaf, lambda listed: Q(*[self._on(operand) for operand in listed], _connector=Q.OR))

    def show(self, operand: Operand) -> str:
        day = self.day(operand)
        return formats.date_format(day, "SHORT_DATE_FORMAT") if day else operand.text

    def day(self, operand: Operand) -> date | None:
        return read_day_or_today(operand.text)

    def _leaf(self, node: Compare | Between) -> Q:
        if isinstance(node, Between):
            return self.holds(self._from(node.low) & self._up_to(node.high))
        if node.sign in ("<", ">=", ">", "<="):
            return self.holds(self._ordered(node))
        if node.operand.is_empty or node.operand.is_anything:
            some = self.holds(Q(**{f"{self.column}__isnull": False}))
            return some if node.operand.is_anything is (node.sign == "=") else ~some
        on = self._on(node.operand)
        return on if node.sign == "=" else ~on

    def _ordered(self, node: Compare) -> Q:
        if node.sign in ("<", ">="):
            low = self._from(node.operand)
            return low if node.sign == ">=" else Q(**{f"{self.column}__lt": self._start(node.operand)})
        high = self._up_to(node.operand)
        return high if node.sign == "<=" else Q(**{f"{self.column}__gte": self._end(node.operand)})

    def _on(self, operand: Operand) -> Q:
        return self.holds(self._from(operand) & self._up_to(operand))

    def _from(self, operand: Operand | None) -> Q:
        return Q(**{f"{self.column}__gte": self._start(operand)}) if operand else Q()

    def _up_to(self, operand: Operand | None) -> Q:
        return Q(**{f"{self.column}__lt": self._end(operand)}) if operand else Q()

    def _start(self, operand: Operand) -> Any:
        day = self.day(operand)
        assert day is not None
        return begins(day) if self.of_instants else day

    def _end(self, operand: Operand) -> Any:
        """The first value that is later than the day."""
        day = self.day(operand)
        assert day is not None
        return ends(day) if self.of_instants else date.fromordinal(day.toordinal() + 1)


def _is_open(operand: Operand) -> bool:
    return operand.is_empty or operand.is_anything


def _ends(node: Node) -> Iterator[Operand]:
    """The operands that days are earlier or later than: each must be a day."""
    if isinstance(node, Between):
        yield from operands(node)
    elif isinstance(node, Compare):
        yield from () if node.sign in ("=", "<>") else (node.operand,)
    else:
        for item in node.items:
            yield from _ends(item)
