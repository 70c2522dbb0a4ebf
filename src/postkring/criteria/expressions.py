"""Filter expressions such as `A|B`, `1000..1999` or `<>''`: their reading into a tree. What an operand means, the field says.

The grammar is LALR; where an operand begins and ends, tokens.py knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from postkring.criteria.errors import Counted, FilterError, beyond_limits, unclear
from postkring.criteria.tokens import PlacedLexer, closing_quote
from postkring.kit.text import is_storable

LONGEST: Final = 2048
MOST_NODES: Final = 500
LONGEST_CHAIN: Final = 32  # conditions that are compiled side by side; longer ones in halves
LONGEST_PATH: Final = 150  # SQLite takes 1000, and every query around the condition counts its path once more

_GRAMMAR: Final = """
start: disjunction
disjunction: conjunction (OR conjunction)*
conjunction: _item (AND _item)*
_item: OPEN disjunction CLOSE | comparison | range | OPERAND
comparison: COMPARISON OPERAND
range: OPERAND RANGE OPERAND -> between
     | OPERAND RANGE -> at_least
     | RANGE OPERAND -> at_most
%declare OR AND OPEN CLOSE COMPARISON RANGE OPERAND
"""


@dataclass(frozen=True)
class Operand:
    """`start` and `end` are the place in the expression, quotes included, so that it can be replaced there."""

    text: str
    quoted: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def is_empty(self) -> bool:
        return self.quoted and not self.text

    @property
    def has_wildcards(self) -> bool:
        return not self.quoted and ("*" in self.text or "?" in self.text)

    @property
    def is_plain(self) -> bool:
        """It names one value."""
        return not self.is_empty and not self.has_wildcards

    @property
    def is_anything(self) -> bool:
        """`*` alone: not empty."""
        return not self.quoted and bool(self.text) and not self.text.strip("*")


@dataclass(frozen=True)
class Compare:
    """`sign` is one of =, <>, <, <=, >, >=; it stands at `start`."""

    sign: str
    operand: Operand
    start: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Between:
    """Both ends belong to it; an open end is None. The two dots stand at `start`."""

    low: Operand | None
    high: Operand | None
    start: int = field(default=0, compare=False)


@dataclass(frozen=True)
class And:
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    items: tuple["Node", ...]


Node = Compare | Between | And | Or


def parse(expression: str, *, longest: int = LONGEST) -> Node:
    """Raises FilterError with the position from which the expression is not clear. A blank expression is an error too."""
    if len(expression) > longest:
        raise beyond_limits(Counted.CHARACTERS, len(expression), longest)
    if not is_storable(expression):
        raise unclear("…", 1)
    try:
        tree = _parser().parse(expression)
    except UnexpectedInput as error:
        raise unclear(expression, _position(error, expression)) from error
    try:
        node: Node = _Nodes(expression).transform(tree)
    except VisitError as error:
        raise error.orig_exc from error
    number = sum(1 for _ in operands(node))
    if number > MOST_NODES:
        raise beyond_limits(Counted.VALUES, number, MOST_NODES)
    if _path(node) > LONGEST_PATH:
        raise beyond_limits(Counted.NESTED, _path(node), LONGEST_PATH)
    return node


def _path(node: Node) -> int:
    """How many conditions stand beside those on the way to the deepest one."""
    if isinstance(node, Compare | Between):
        return 1
    return min(len(node.items), LONGEST_CHAIN) + max(_path(item) for item in node.items)


def operands(node: Node) -> Iterator[Operand]:
    """Every operand, from left to right."""
    if isinstance(node, Compare):
        yield node.operand
    elif isinstance(node, Between):
        yield from (end for end in (node.low, node.high) if end is not None)
    else:
        for item in node.items:
            yield from operands(item)


def _position(error: UnexpectedInput, expression: str) -> int:
    token = getattr(error, "token", None)
    if isinstance(token, Token) and token.type != "$END" and token.start_pos is not None:
        return token.start_pos + 1
    return len(expression.rstrip()) + 1


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer=PlacedLexer)


@v_args(inline=True)
class _Nodes(Transformer[Token, Any]):
    def __init__(self, expression: str) -> None:
        super().__init__()
        self.expression = expression

    def start(self, node: Node) -> Node:
        return node

    def disjunction(self, *items: Any) -> Node:
        return _joined(Or, items)

    def conjunction(self, *items: Any) -> Node:
        return _joined(And, items)

    def comparison(self, sign: Token, operand: Token) -> Compare:
        read = _read(operand)
        if sign not in ("=", "<>") and read.has_wildcards:
            raise self._wildcard(operand, read)
        return Compare(str(sign), read, sign.start_pos or 0)

    def between(self, low: Token, dots: Token, high: Token) -> Between:
        return Between(self._end(low), self._end(high), dots.start_pos or 0)

    def at_least(self, low: Token, dots: Token) -> Between:
        return Between(self._end(low), None, dots.start_pos or 0)

    def at_most(self, dots: Token, high: Token) -> Between:
        return Between(None, self._end(high), dots.start_pos or 0)

    def _end(self, token: Token) -> Operand:
        read = _read(token)
        if read.has_wildcards:
            raise self._wildcard(token, read)
        return read

    def _wildcard(self, token: Token, read: Operand) -> FilterError:
        first = min(place for place in (str(token).find("*"), str(token).find("?")) if place >= 0)
        return unclear(self.expression, (token.start_pos or 0) + first + 1)


def _joined(kind: type[And] | type[Or], items: tuple[Any, ...]) -> Node:
    nodes: list[Node] = []
    for item in items:
        if isinstance(item, Token):
            if item.type == "OPERAND":
                nodes.append(Compare("=", _read(item)))
        else:
            nodes.append(item)
    return nodes[0] if len(nodes) == 1 else kind(tuple(nodes))


def _read(token: Token) -> Operand:
    start, end = token.start_pos or 0, token.end_pos or 0
    text = str(token)
    if text.startswith("@"):
        text = text[1:].lstrip()
        start = end - len(text)
    if text.startswith("'") and closing_quote(text, 0) == len(text):
        return Operand(text[1:-1].replace("''", "'"), True, start, end)
    return Operand(text.strip(), False, start, start + len(text.rstrip()))


def quoted(text: str) -> str:
    """Text as an operand that means exactly this text."""
    try:
        plain = parse(text) == Compare("=", Operand(text)) and not Operand(text).has_wildcards
    except FilterError:
        plain = False
    return text if plain else "'" + text.replace("'", "''") + "'"
