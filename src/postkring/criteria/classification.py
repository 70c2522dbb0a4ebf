"""Which codes of a classification a contact has, such as its mailing groups.

An expression is about the set of the contact's codes (D4): `<>A` is "not in A", `A&B` is "in both", `''` is "in none at all". With a day
or a period (dated.py) it is about the codes that the contact had then. Patterns and ranges find codes that there are today; `*` and `''`
count those as well that were deleted since.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext

from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.queries import assignments_of, codes_in
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact
from postkring.criteria.criterion import Criterion, compiled, in_words, named, refuse_nothing
from postkring.criteria.dated import CODE, DAYS, When, code_missing
from postkring.criteria.errors import unclear
from postkring.criteria.examples import CODES, of_values
from postkring.criteria.expressions import Between, Compare, Node, Operand, Or, quoted
from postkring.criteria.rows import Row, fields_in, read_row
from postkring.kit.codes import normal_code
from postkring.kit.lookups import like_pattern
from postkring.kit.refusals import unknown
from postkring.kit.sql import stands_in
from postkring.kit.text import fold

Rows: TypeAlias = "models.QuerySet[Any]"

_SIGNS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}


class ClassificationCriterion(Criterion):
    """Of industry groups a person has those of its company, and without a company none (R-4207, R-2901). On a day of the past it has
    those that its company of today had then."""

    kind = "code"
    main = CODE

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec.key, spec.label)
        self.spec = spec
        self.parts = MappingProxyType({CODE: self, **DAYS})

    def read(self, raw: str) -> Node:
        fields = fields_in(raw)
        return super().read(raw) if fields is None else self._dated(fields, check=False)

    def parse(self, raw: str) -> Node:
        fields = fields_in(raw)
        if fields is None:
            return super().parse(raw)
        node = self._dated(fields, check=True)
        When.of(node.parts).refuse_nonsense(self.key)
        return node

    def _dated(self, fields: Mapping[str, str], *, check: bool) -> Row:
        """The code is an expression: an object inside of an object is none."""
        if CODE not in fields:
            raise code_missing(self.key)
        if fields_in(fields[CODE]) is not None:
            raise unclear(fields[CODE], 1)
        return read_row(self, fields, check=check)

    def check(self, node: Node, raw: str) -> None:
        refuse_nothing(node, raw, _folded)
        known = self._named(node)
        for operand in named(node):
            if _name(operand) not in known:
                raise unknown(operand.text, self.spec.plural, position=operand.start + 1)

    def examples(self) -> Sequence[str]:
        codes = list(self.spec.codes().order_by("code").values_list("code", flat=True)[:2])
        return (*of_values([quoted(code) for code in codes]), "''") if codes else CODES

    def seen(self, contact: Contact) -> str | None:
        codes = assignments_of(contact, self.spec).values_list(f"{self.spec.name}__code", flat=True)
        return ", ".join(codes)

    def seen_by(self, node: Node, contact: Contact) -> str | None:
        return ", ".join(codes_in(contact, _when(node).rows(self.spec), self.spec)) if isinstance(node, Row) else self.seen(contact)

    def condition(self, node: Node) -> Q:
        rows, node = _when(node).rows(self.spec), _codes(node)
        ids = self._named(node)
        return compiled(node, lambda leaf: self._leaf(leaf, ids, rows), lambda listed: self._in_one_of(listed, ids, rows))

    @property
    def chooses_from(self) -> type[models.Model] | None:
        """Mailing groups are what the product is about: they are always offered."""
        return None if self.spec is MAILING_GROUPS else self.spec.model

    def describe(self, node: Node) -> str:
        if isinstance(node, Row):
            return _when(node).said_of(self._nested(_codes(node)))
        if isinstance(node, Compare):
            return self._said(node)
        if isinstance(node, Or) and all(_is_plain(item) for item in node.items):
            codes = f" {pgettext('ui.or', 'or')} ".join(_code(item) for item in node.items)
            return f"{self.spec.held.this} {codes}"
        if isinstance(node, Between):
            return f"{self.spec.held.this} {in_words(node, self.show)}"
        between = pgettext("ui.or", "or") if isinstance(node, Or) else pgettext("ui.and", "and")
        return f" {between} ".join(self._nested(item) for item in node.items)

    def show(self, operand: Operand) -> str:
        return normal_code(operand.text)

    def _nested(self, node: Node) -> str:
        said = self.describe(node)
        return said if isinstance(node, Compare | Between) else f"({said})"

    def _said(self, node: Compare) -> str:
        operand = node.operand
        if operand.is_empty or operand.is_anything:
            none = operand.is_empty is (node.sign == "=")
            return str(self.spec.held.none if none else self.spec.held.any)
        words = self.spec.held.not_this if node.sign == "<>" else self.spec.held.this
        sign = f"{node.sign} " if node.sign in _SIGNS else ""
        return f"{words} {sign}{self.show(operand)}"

    def _leaf(self, node: Compare | Between, ids: dict[str, int], rows: Rows) -> Q:
        if isinstance(node, Between):
            ends = {"gte": node.low, "lte": node.high}
            return self._any(Q(**{f"code__{sign}": normal_code(end.text) for sign, end in ends.items() if end}), rows)
        operand = node.operand
        if node.sign in _SIGNS:
            return self._any(Q(**{f"code__{_SIGNS[node.sign]}": normal_code(operand.text)}), rows)
        if operand.is_empty:
            found = ~self._holds(rows)
        elif operand.is_anything:
            found = self._holds(rows)
        elif operand.has_wildcards:
            found = self._any(Q(code_folded__like=like_pattern(fold(normal_code(operand.text)))), rows)
        else:
            found = self._in_one_of([operand], ids, rows)
        return found if node.sign == "=" else ~found

    def _in_one_of(self, listed: list[Operand], ids: dict[str, int], rows: Rows) -> Q:
        return self._having([ids[_name(operand)] for operand in listed if _name(operand) in ids], rows)

    def _any(self, groups: Q, rows: Rows) -> Q:
        return self._having(self.spec.codes().filter(groups).values("pk"), rows)

    def _having(self, groups: Any, rows: Rows) -> Q:
        return self._holds(rows.filter(**{f"{self.spec.name}__in": groups}))

    def _holds(self, rows: Rows) -> Q:
        if self.spec.through_company:
            return Q(Exists(rows.filter(contact=OuterRef("company"))))
        return stands_in(rows, "contact")

    def _named(self, node: Node) -> dict[str, int]:
        """The groups that operands name, by their codes and by their codes without accents: the two can only meet in one group."""
        rows = self.spec.codes().filter(code_folded__in=[_folded(each) for each in named(node)]).values_list("code_folded", "code", "pk")
        return {name: pk for folded, code, pk in rows for name in (folded, code)}


def _when(node: Node) -> When:
    return When.of(node.parts) if isinstance(node, Row) else When()


def _codes(node: Node) -> Node:
    return node.parts[CODE] if isinstance(node, Row) else node


def _name(operand: Operand) -> str:
    """Between quotes accents count."""
    return normal_code(operand.text) if operand.quoted else _folded(operand)


def _folded(operand: Operand) -> str:
    return fold(normal_code(operand.text))


def _is_plain(node: Node) -> bool:
    return isinstance(node, Compare) and node.sign == "=" and not (node.operand.is_empty or node.operand.has_wildcards)


def _code(node: Node) -> str:
    return normal_code(node.operand.text) if isinstance(node, Compare) else ""
