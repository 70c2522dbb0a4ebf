"""Criteria on whole numbers: a column of the row itself, or how many rows belong to a contact."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual
from django.utils import formats

from postkring.contacts.models import Contact
from postkring.criteria.criterion import RANGES, Criterion, compiled, refuse_wildcards
from postkring.criteria.errors import unclear
from postkring.criteria.expressions import Between, Compare, Node, Operand, operands
from postkring.kit.text import Words

_WHOLE: Final = re.compile(r"-?\d{1,9}", re.ASCII)  # larger ones no column of ours holds
_LOOKUPS: Final[dict[str, Any]] = {"=": Exact, "<": LessThan, "<=": LessThanOrEqual, ">": GreaterThan, ">=": GreaterThanOrEqual}


class AmountCriterion(Criterion):
    kind = "amount"
    operators = RANGES

    def __init__(self, key: str, label: Words, column: str) -> None:
        super().__init__(key, label)
        self.column = column

    def check(self, node: Node, raw: str) -> None:
        for operand in operands(node):
            refuse_wildcards(operand, raw)
            if self.value(operand) is None:
                raise unclear(raw, operand.start + 1)

    def examples(self) -> Sequence[str]:
        return ("5", "10..20", ">=3", "<>0")

    def condition(self, node: Node) -> Q:
        return compiled(node, self._leaf, lambda listed: Q(*[self._is("=", each) for each in listed], _connector=Q.OR))

    def show(self, operand: Operand) -> str:
        value = self.value(operand)
        return operand.text if value is None else formats.number_format(value, force_grouping=True)

    def value(self, operand: Operand) -> int | None:
        return int(operand.text) if _WHOLE.fullmatch(operand.text) else None

    def _leaf(self, node: Compare | Between) -> Q:
        if isinstance(node, Between):
            ends = ((">=", node.low), ("<=", node.high))
            return Q(*[self._is(sign, end) for sign, end in ends if end])
        return ~self._is("=", node.operand) if node.sign == "<>" else self._is(node.sign, node.operand)

    def _is(self, sign: str, operand: Operand) -> Q:
        return Q(**{f"{self.column}__{_LOOKUPS[sign].lookup_name}": self.value(operand)})


class CountCriterion(AmountCriterion):
    """How many of `rows` name the contact, or what its column `of` names, in their column `column`."""

    def __init__(self, key: str, label: Words, rows: Callable[[], QuerySet[Any, Any]], column: str, *, of: str = "pk") -> None:
        super().__init__(key, label, column)
        self.rows = rows
        self.of = of

    def _is(self, sign: str, operand: Operand) -> Q:
        mine = self.rows().filter(**{self.column: OuterRef(self.of)}).order_by().values(self.column)
        number = Coalesce(Subquery(mine.annotate(number=Count("*")).values("number")), 0, output_field=IntegerField())
        return Q(_LOOKUPS[sign](number, self.value(operand)))

    def seen(self, contact: Contact) -> str | None:
        number = self.rows().filter(**{self.column: getattr(contact, "company_id" if self.of == "company" else self.of)}).count()
        return formats.number_format(number, force_grouping=True)
