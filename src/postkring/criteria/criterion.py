"""What every criterion is: a key, a condition on contacts and the words for it, from one tree."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, Final

from django.db.models import BooleanField, ExpressionWrapper, Model, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext

from postkring.contacts.models import Contact
from postkring.criteria.errors import EXAMPLES, FilterError, unclear
from postkring.criteria.expressions import LONGEST, LONGEST_CHAIN, And, Between, Compare, Node, Operand, Or, operands, parse
from postkring.kit.text import Words

# Which operators of the expressions mean something to a criterion: to all of them those on sets, in an order those of ranges too.
SETS: Final = ("=", "<>", "|", "&")
RANGES: Final = (*SETS, "<", "<=", ">", ">=", "..")
PATTERNS: Final = (*RANGES, "*", "?")


class Criterion(ABC):
    """`kind` tells a form how to ask: text, code, choice, flag. `operators` are those that mean something here.

    `parts` are the fields of a filter that is an object (rows.py), each with the criterion that reads it; `main` is the one that is meant
    where the filter is an expression, "" where it is never one. `is_of_lists`: lists can be filtered by it.
    """

    kind: ClassVar[str]
    operators: ClassVar[Sequence[str]] = PATTERNS
    longest: ClassVar[int] = LONGEST  # signs of an expression
    parts: "Mapping[str, Criterion]" = MappingProxyType({})
    main: str = ""
    is_of_lists: ClassVar[bool] = True

    def __init__(self, key: str, label: Words) -> None:
        self.key = key
        self.label = label

    def read(self, raw: str) -> Node:
        """The tree alone, for the words of a stored selection: codes in it need not exist any more."""
        return parse(raw, longest=self.longest)

    def parse(self, raw: str) -> Node:
        """The tree of an expression that this criterion understands. Raises a DomainError otherwise."""
        try:
            node = self.read(raw)
            self.check(node, raw)
        except FilterError as error:
            raise error.with_examples(self.examples()) from error
        return node

    def settled(self, raw: str) -> str:
        """The expression without words that mean another to each reader: what is kept says the same to everybody."""
        return raw

    def examples(self) -> Sequence[str]:
        """Expressions that can be read here, for who wrote one that cannot; in the language of the moment."""
        return EXAMPLES

    @abstractmethod
    def check(self, node: Node, raw: str) -> None:
        """Raises when an operand means nothing here."""

    @abstractmethod
    def condition(self, node: Node) -> Q:
        """The condition on a contact."""

    def describe(self, node: Node) -> str:
        """The condition in the words of the language of the moment."""
        return f"{self.label} {in_words(node, self.show)}"

    def show(self, operand: Operand) -> str:
        return operand.text

    def seen(self, contact: Contact) -> str | None:
        """What the contact has where the criterion looks, in the language of the moment: "" is nothing, None that no word says it."""
        return None

    def seen_by(self, node: Node, contact: Contact) -> str | None:
        """The same, where it is the expression that says where to look."""
        return self.seen(contact)

    def weight(self, node: Node) -> int:
        """How many values are compared."""
        return len(list(operands(node)))

    @property
    def chooses_from(self) -> type[Model] | None:
        """What holds the codes, names or rows that it asks for: while there are none, nobody can fill it in."""
        return None


def compiled(node: Node, leaf: Callable[[Compare | Between], Q], any_of: Callable[[list[Operand]], Q]) -> Q:
    """One condition for the tree. `any_of` is that for a list of values, such as `A|B|C`: one IN instead of many comparisons."""
    if isinstance(node, Compare | Between):
        return leaf(node)
    sign, listed, conditions = "<>" if isinstance(node, And) else "=", [], []
    for item in node.items:
        if isinstance(item, Compare) and item.sign == sign and item.operand.is_plain:
            listed.append(item.operand)
        else:
            conditions.append(compiled(item, leaf, any_of))
    if listed:
        conditions.append(~any_of(listed) if isinstance(node, And) else any_of(listed))
    return joined(conditions, Q.AND if isinstance(node, And) else Q.OR)


def joined(conditions: list[Q], connector: str) -> Q:
    """SQLite takes a chain of conditions for as deep as it is long, and that once more for every query around it."""
    if len(conditions) <= LONGEST_CHAIN:
        return Q(*conditions, _connector=connector)
    middle = len(conditions) // 2
    halves = [joined(half, connector) for half in (conditions[:middle], conditions[middle:])]
    # Q would join the halves into one chain again; a value that is never unknown stays by itself, and can be negated.
    wholes = [Coalesce(ExpressionWrapper(half, output_field=BooleanField()), Value(False)) for half in halves]
    return Q(*wholes, _connector=connector)


def refuse_wildcards(operand: Operand, raw: str) -> None:
    if operand.has_wildcards and not operand.is_anything:
        raise unclear(raw, operand.start + 1)


def refuse_nothing(node: Node, raw: str, read: Callable[[Operand], str]) -> None:
    """Marks alone would be nothing once they are folded away, and a pattern of them everything."""
    for operand in operands(node):
        if not operand.quoted and operand.text.strip("*?") and not read(operand).strip("*?").strip():
            raise unclear(raw, operand.start + 1)


def named(node: Node) -> list[Operand]:
    """The operands that name one value: compared with = or <>, neither empty nor a pattern."""
    if isinstance(node, Between):
        return []
    if isinstance(node, Compare):
        operand = node.operand
        return [operand] if node.sign in ("=", "<>") and operand.is_plain else []
    return [operand for item in node.items for operand in named(item)]


def in_words(node: Node, show: Callable[[Operand], str]) -> str:
    if isinstance(node, Between):
        return _range_in_words(node, show)
    if isinstance(node, Compare):
        return _comparison_in_words(node, show)
    between = pgettext("ui.and", "and") if isinstance(node, And) else pgettext("ui.or", "or")
    parts = [f"({in_words(item, show)})" if isinstance(item, And | Or) else in_words(item, show) for item in node.items]
    return f" {between} ".join(parts)


def _comparison_in_words(node: Compare, show: Callable[[Operand], str]) -> str:
    operand = node.operand
    if operand.is_empty or operand.is_anything:
        is_empty = operand.is_empty is (node.sign == "=")
        return pgettext("filter.empty", "is empty") if is_empty else pgettext("filter.not_empty", "is not empty")
    if node.sign not in ("=", "<>"):
        return f"{node.sign} {show(operand)}"
    if operand.has_wildcards:
        return _pattern_in_words(operand.text, node.sign == "<>")
    words = pgettext("filter.is", "is") if node.sign == "=" else pgettext("filter.not", "is not")
    return f"{words} {show(operand)}"


def _pattern_in_words(text: str, negated: bool) -> str:
    bare = text.strip("*")
    plain = "*" not in bare and "?" not in bare
    if plain and text.startswith("*") and text.endswith("*"):
        words = pgettext("filter.contains_not", "does not contain") if negated else pgettext("filter.contains", "contains")
    elif plain and text.endswith("*"):
        words = pgettext("filter.starts_not", "does not start with") if negated else pgettext("filter.starts_with", "starts with")
    else:
        bare = text
        words = pgettext("filter.like_not", "does not look like") if negated else pgettext("filter.like", "looks like")
    return f"{words} {pgettext('filter.quoted', '“%(text)s”') % {'text': bare}}"


def _range_in_words(node: Between, show: Callable[[Operand], str]) -> str:
    if node.low and node.high:
        return pgettext("filter.between", "between %(from)s and %(to)s") % {"from": show(node.low), "to": show(node.high)}
    if node.low:
        return pgettext("filter.from", "from %(value)s") % {"value": show(node.low)}
    return pgettext("filter.up_to", "up to %(value)s") % {"value": show(node.high) if node.high else ""}
