"""Criteria on one column of the contact itself: text, numbers, codes that refer, choices, yes and no."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import pgettext

from postkring.contacts.models import Contact
from postkring.criteria.criterion import SETS, Criterion, compiled, named, refuse_nothing, refuse_wildcards
from postkring.criteria.errors import unclear
from postkring.criteria.examples import CODES, NEAR, of_values
from postkring.criteria.expressions import And, Between, Compare, Node, Operand, Or, operands, quoted
from postkring.kit.codes import NUMBER_LENGTH, normal_code
from postkring.kit.lookups import like_pattern
from postkring.kit.refusals import unknown
from postkring.kit.sql import refers_to
from postkring.kit.text import Words, fold

_SIGNS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
MOST_LISTED: Final = 200  # rows that can be ticked in a list


AnyOf = Callable[[list[Operand]], Q]


class TextCriterion(Criterion):
    """Text: case and accents do not matter, except between quotes. `twin` is the folded column beside it, if there is one."""

    kind = "text"

    def __init__(self, key: str, label: Words, column: str, *, twin: str = "") -> None:
        super().__init__(key, label)
        self.column = column
        self.folded = twin or f"{column}__fold"

    def check(self, node: Node, raw: str) -> None:
        refuse_nothing(node, raw, self.comparable)

    def condition(self, node: Node) -> Q:
        return self._compiled(node, self._any_of)

    def comparable(self, operand: Operand) -> str:
        return fold(operand.text)

    def seen(self, contact: Contact) -> str | None:
        return str(getattr(contact, self.column))

    def examples(self) -> Sequence[str]:
        return ("Gent|Aalst", "Jans*", "*jans*", "1000..1999", "<>''")

    def _compiled(self, node: Node, any_of: AnyOf) -> Q:
        return compiled(node, lambda leaf: self._leaf(leaf, any_of), any_of)

    def _leaf(self, node: Compare | Between, any_of: AnyOf) -> Q:
        if isinstance(node, Between):
            ends = {"gte": node.low, "lte": node.high}
            return self._holds(Q(**{f"{self.folded}__{sign}": self.comparable(end) for sign, end in ends.items() if end}))
        if node.sign in _SIGNS:
            return self._holds(Q(**{f"{self.folded}__{_SIGNS[node.sign]}": self.comparable(node.operand)}))
        found = self._equal(node.operand, any_of)
        return found if node.sign == "=" else ~found

    def _equal(self, operand: Operand, any_of: AnyOf) -> Q:
        if operand.is_empty:
            return self.empty()
        if operand.is_anything:
            return ~self.empty()
        return self._holds(self._like(self.comparable(operand))) if operand.has_wildcards else any_of([operand])

    def _any_of(self, listed: list[Operand]) -> Q:
        exact = [operand.text for operand in listed if operand.quoted]
        folded = [self.comparable(operand) for operand in listed if not operand.quoted]
        wanted = [Q(**{f"{column}__in": texts}) for column, texts in ((self.column, exact), (self.folded, folded)) if texts]
        return self._holds(Q(*wanted, _connector=Q.OR))

    def _like(self, text: str) -> Q:
        beginning = text.rstrip("*")
        if beginning and "*" not in beginning and "?" not in beginning and text.endswith("*"):
            # A range uses the index where LIKE does not.
            return Q(**{f"{self.folded}__gte": beginning}) & Q(**{f"{self.folded}__lt": _after(beginning)})
        return Q(**{f"{self.folded}__like": like_pattern(text)})

    def _holds(self, condition: Q) -> Q:
        """The condition on the column as one on the contact."""
        return condition

    def empty(self) -> Q:
        return Q(**{self.column: ""})


class NumberCriterion(TextCriterion):
    """Numbers: upper case, in the order of their text (R-1010, 7.4).

    As many as can be ticked in a list fit, each between quotes with every sign doubled, behind a sign of its own.
    """

    kind = "code"
    longest = MOST_LISTED * (2 * NUMBER_LENGTH + len("<>''|"))

    def __init__(self, key: str, label: Words, column: str) -> None:
        super().__init__(key, label, column, twin=column)

    def comparable(self, operand: Operand) -> str:
        return normal_code(operand.text)

    def examples(self) -> Sequence[str]:
        return ("A100", "A100|A200", "A100..A199", "A*", "<>A100")


class CompanyNumberCriterion(NumberCriterion):
    """The number of the company that a person belongs to; a company belongs to itself. Never by a join: it would lose who has none."""

    def __init__(self, key: str, label: Words) -> None:
        super().__init__(key, label, "number")

    def _holds(self, condition: Q) -> Q:
        return refers_to(Contact.objects.filter(condition), "company")

    def empty(self) -> Q:
        return Q(company__isnull=True)

    def seen(self, contact: Contact) -> str | None:
        return contact.company.number if contact.company else ""


class ReferenceCriterion(TextCriterion):
    """A code of a small table. A plain operand must name an existing one: nothing falls back to everyone."""

    kind = "code"

    def __init__(self, key: str, label: Words, column: str, refers_to: type[models.Model]) -> None:
        super().__init__(key, label, f"{column}__code")
        self.reference = column
        self.refers_to = refers_to

    def check(self, node: Node, raw: str) -> None:
        super().check(node, raw)
        known = self._known(node)
        # The ends of a range need not exist.
        for operand in named(node):
            if not known.get(_name(operand)):
                raise unknown(operand.text, self.label, position=operand.start + 1)

    @property
    def chooses_from(self) -> type[models.Model]:
        return self.refers_to

    def examples(self) -> Sequence[str]:
        rows = self.refers_to._default_manager.order_by("code")
        near = rows.filter(code__in=NEAR.get(self.reference, ()))
        codes = list((near or rows).values_list("code", flat=True)[:2])
        return of_values([quoted(code) for code in codes]) if codes else CODES

    def seen(self, contact: Contact) -> str | None:
        return getattr(contact, f"{self.reference}_id") or ""

    def condition(self, node: Node) -> Q:
        known = self._known(node)
        return self._compiled(node, lambda listed: Q(**{f"{self.reference}__in": [code for each in listed for code in known[_name(each)]]}))

    def _known(self, node: Node) -> dict[str, list[str]]:
        """The codes that operands name, by their names: with accents for those between quotes, and without."""
        known: dict[str, list[str]] = defaultdict(list)
        folded = [fold(operand.text) for operand in named(node)]
        for code in self.refers_to._default_manager.filter(code__fold__in=folded).values_list("code", flat=True):
            for name in {fold(code), normal_code(code)}:
                known[name].append(code)
        return known

    def empty(self) -> Q:
        return Q(**{f"{self.reference}__isnull": True})


class ChoiceCriterion(Criterion):
    """One of a fixed list, by its value or by its name in any of the four languages."""

    kind = "choice"
    operators = SETS

    def __init__(self, key: str, label: Words, column: str, choices: type[models.TextChoices]) -> None:
        super().__init__(key, label)
        self.column = column
        self.choices = choices

    def examples(self) -> Sequence[str]:
        return of_values([quoted(str(choice.label)) for choice in self.choices][:2])

    def check(self, node: Node, raw: str) -> None:
        refuse_order(node, raw)
        for operand in operands(node):
            refuse_wildcards(operand, raw)
            if not operand.is_empty and not operand.is_anything and self.value(operand) is None:
                raise unclear(raw, operand.start + 1)

    def condition(self, node: Node) -> Q:
        return compiled(node, self._leaf, lambda listed: Q(**{f"{self.column}__in": [self.value(operand) for operand in listed]}))

    def seen(self, contact: Contact) -> str | None:
        value = getattr(contact, self.column)
        return str(self.choices(value).label) if value else ""

    def value(self, operand: Operand) -> str | None:
        return spoken(self.choices).get(fold(operand.text))

    def show(self, operand: Operand) -> str:
        value = self.value(operand)
        return str(self.choices(value).label) if value else operand.text

    def _leaf(self, node: Compare | Between) -> Q:
        assert isinstance(node, Compare)
        if node.operand.is_anything:
            equal = ~Q(**{self.column: ""})
        else:
            equal = Q(**{self.column: "" if node.operand.is_empty else self.value(node.operand)})
        return equal if node.sign == "=" else ~equal


class FlagCriterion(Criterion):
    """Yes or no, in any of the four languages."""

    kind = "flag"
    operators = SETS

    def __init__(self, key: str, label: Words, column: str) -> None:
        super().__init__(key, label)
        self.column = column

    def check(self, node: Node, raw: str) -> None:
        refuse_order(node, raw)
        for operand in operands(node):
            if self.value(operand) is None:
                raise unclear(raw, operand.start + 1)

    def examples(self) -> Sequence[str]:
        return (pgettext("ui.yes", "Yes"), pgettext("ui.no", "No"))

    def condition(self, node: Node) -> Q:
        return compiled(node, self._leaf, lambda listed: Q(**{f"{self.column}__in": [self.value(operand) for operand in listed]}))

    def value(self, operand: Operand) -> bool | None:
        word = fold(operand.text)
        if word in _YES:
            return True
        return False if word in _NO else None

    def show(self, operand: Operand) -> str:
        return _yes_or_no(self.value(operand))

    def seen(self, contact: Contact) -> str | None:
        return _yes_or_no(getattr(contact, self.column))

    def _leaf(self, node: Compare | Between) -> Q:
        assert isinstance(node, Compare)
        return Q(**{self.column: self.value(node.operand) is (node.sign == "=")})


class ConditionCriterion(FlagCriterion):
    """Yes or no, where a condition on several columns answers."""

    def __init__(self, key: str, label: Words, holds: Q) -> None:
        super().__init__(key, label, "")
        self.holds = holds

    def condition(self, node: Node) -> Q:
        return compiled(node, self._leaf, lambda listed: Q(*[self._is(self.value(each)) for each in listed], _connector=Q.OR))

    def _leaf(self, node: Compare | Between) -> Q:
        assert isinstance(node, Compare)
        return self._is(self.value(node.operand) is (node.sign == "="))

    def _is(self, wanted: bool | None) -> Q:
        return self.holds if wanted else ~self.holds

    def seen(self, contact: Contact) -> str | None:
        return _yes_or_no(Contact.objects.filter(self.holds, pk=contact.pk).exists())


def _yes_or_no(answer: bool | None) -> str:
    return pgettext("ui.yes", "Yes") if answer else pgettext("ui.no", "No")


_YES = frozenset({"yes", "ja", "oui", "true", "1"})
_NO = frozenset({"no", "nee", "nein", "non", "false", "0"})


def _name(operand: Operand) -> str:
    return normal_code(operand.text) if operand.quoted else fold(operand.text)


def refuse_order(node: Node, raw: str) -> None:
    """Values without an order know no ranges and no smaller or greater."""
    if isinstance(node, Between) or (isinstance(node, Compare) and node.sign in _SIGNS):
        raise unclear(raw, node.start + 1)
    if isinstance(node, And | Or):
        for item in node.items:
            refuse_order(item, raw)


def spoken(choices: Iterable[Any]) -> dict[str, Any]:
    """Folded names in every language, and the values themselves, to values."""
    spoken: dict[str, Any] = {}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            spoken |= {fold(str(choice.label)): choice.value for choice in choices}
    return spoken | {fold(choice.value): choice.value for choice in choices}


def _after(text: str) -> str:
    """The first text in the order of bytes that does not begin with this one."""
    last = ord(text[-1])
    following = last + 1 if last != 0xD7FF else 0xE000
    return text[:-1] + chr(min(following, 0x10FFFF))
