"""Reads a `$filter`. What it names, conditions.py knows; here only the form counts."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from postkring.api.filtering.tree import Compared, Condition, Found, Joined, Letters, Literal, Named, Not, Value
from postkring.criteria.errors import Counted, FilterError, beyond_limits, unclear
from postkring.criteria.expressions import LONGEST, MOST_NODES
from postkring.criteria.tokens import DEEPEST
from postkring.kit.text import is_storable

EXAMPLES: Final = ("city eq 'Gent'", "contains(displayName,'print')", "country in ('BE','NL') and not (email eq '')")
_MIRRORED: Final = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_VALUES: Final = frozenset({"STRING", "NUMBER", "GUID", "INSTANT", "DAY", "TRUE", "FALSE", "NULL"})

_GRAMMAR: Final = r"""
start: any
?any: every (_OR every)* -> some
?every: _term (_AND _term)* -> all
_term: negation | _OPEN any _CLOSE | comparison | membership | function | flag
negation: _NOT _term
comparison: _operand SIGN _operand | function SIGN _truth
membership: _operand _IN _OPEN _value (_COMMA _value)* _CLOSE
function: FUNCTION _OPEN _operand _COMMA _operand _CLOSE
flag: NAME
_operand: named | letters | _value
named: NAME
letters: LETTERS _OPEN NAME _CLOSE
_value: STRING | NUMBER | GUID | INSTANT | DAY | TRUE | FALSE | NULL
_truth: TRUE | FALSE

_OPEN: "("
_CLOSE: ")"
_COMMA: ","
_AND.9: /and(?![\w.])/
_OR.9: /or(?![\w.])/
_NOT.9: /not(?![\w.])/
_IN.9: /in(?![\w.])/
SIGN.9: /(eq|ne|gt|ge|lt|le)(?![\w.])/
FUNCTION.9: /(contains|startswith|endswith)(?=\s*\()/
LETTERS.9: /(tolower|toupper)(?=\s*\()/
TRUE.9: /true(?![\w.])/
FALSE.9: /false(?![\w.])/
NULL.9: /null(?![\w.])/
GUID.8: /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![\w-])/
INSTANT.7: /\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)/
DAY.6: /\d{4}-\d\d-\d\d(?![\w-])/
NUMBER.5: /-?\d{1,40}(\.\d{1,40})?(?![\w.])/
STRING: /'(?:[^']|'')*'/
NAME: /[A-Za-z_]\w*/
%ignore /[ \t]+/
"""


def parse(text: str) -> Condition:
    """Raises FilterError with the position from which the filter is not clear. A blank one is an error too."""
    if len(text) > LONGEST:
        raise beyond_limits(Counted.CHARACTERS, len(text), LONGEST)
    if not is_storable(text):
        raise unclear("…", 1, EXAMPLES)
    try:
        _refuse_too_much(text)
        condition: Condition = _Conditions(text).transform(_parser().parse(text))
    except UnexpectedInput as error:
        raise unclear(text, _position(error, text), EXAMPLES) from error
    except VisitError as error:
        raise error.orig_exc from error
    return condition


def _refuse_too_much(text: str) -> None:
    """Before anything is built: what is nested too deep would be too deep for Python as well."""
    depth, negations, values = 0, 0, 0
    for token in _parser().lex(text):
        negations = negations + 1 if token.type == "_NOT" else 0
        depth += {"_OPEN": 1, "_CLOSE": -1}.get(token.type, 0)
        values += token.type in _VALUES
        if depth + negations > DEEPEST:
            raise beyond_limits(Counted.LEVELS, depth + negations, DEEPEST)
    if values > MOST_NODES:
        raise beyond_limits(Counted.VALUES, values, MOST_NODES)


def _position(error: UnexpectedInput, text: str) -> int:
    token = getattr(error, "token", None)
    if isinstance(token, Token):
        return len(text.rstrip()) + 1 if token.type == "$END" or token.start_pos is None else token.start_pos + 1
    place = getattr(error, "pos_in_stream", None)
    return len(text.rstrip()) + 1 if place is None else int(place) + 1


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic")


@v_args(inline=True)
class _Conditions(Transformer[Token, Any]):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def start(self, condition: Condition) -> Condition:
        return condition

    def some(self, *items: Any) -> Condition:
        return _joined(items, every=False)

    def all(self, *items: Any) -> Condition:
        return _joined(items, every=True)

    def negation(self, item: Any) -> Condition:
        return Not(item)

    def named(self, name: Token) -> Named:
        return Named(str(name), start=name.start_pos or 0)

    def letters(self, letters: Token, name: Token) -> Named:
        return Named(str(name), Letters(str(letters)), letters.start_pos or 0)

    def flag(self, name: Token) -> Condition:
        return Compared(self.named(name), "eq", (Literal(True, name.start_pos or 0),))

    def comparison(self, left: Any, sign: Token, right: Any) -> Condition:
        if isinstance(left, Found):
            truth = self._literal(right).value is (sign == "eq")
            if sign not in ("eq", "ne"):
                raise self._unclear(sign.start_pos or 0)
            return left if truth else Not(left)
        if isinstance(left, Token) and isinstance(right, Named):
            return Compared(right, _MIRRORED.get(str(sign), str(sign)), (self._literal(left),))
        if not isinstance(left, Named) or isinstance(right, Named):
            raise self._unclear(sign.start_pos or 0)
        return Compared(left, str(sign), (self._literal(right),))

    def membership(self, left: Any, *values: Token) -> Condition:
        if not isinstance(left, Named):
            raise self._unclear(left.start_pos or 0)
        return Compared(left, "eq", tuple(self._literal(value) for value in values))

    def function(self, function: Token, left: Any, right: Any) -> Condition:
        if not isinstance(left, Named) or not isinstance(right, Token) or right.type != "STRING":
            raise self._unclear(function.start_pos or 0)
        return Found(left, str(function), self._literal(right))

    def _literal(self, token: Token) -> Literal:
        try:
            return Literal(_READ[token.type](str(token)), token.start_pos or 0)
        except (ValueError, OverflowError) as error:  # the 31st of February, or the year 0 somewhere else
            raise self._unclear(token.start_pos or 0) from error

    def _unclear(self, place: int) -> FilterError:
        return unclear(self.text, place + 1, EXAMPLES)


def _joined(items: tuple[Any, ...], *, every: bool) -> Condition:
    condition: Condition = items[0] if len(items) == 1 else Joined(every, items)
    return condition


def _number(text: str) -> Value:
    return float(text) if "." in text else int(text)


_READ: Final[dict[str, Callable[[str], Value]]] = {
    "STRING": lambda text: text[1:-1].replace("''", "'"),
    "NUMBER": _number,
    "GUID": UUID,
    "INSTANT": lambda text: datetime.fromisoformat(text).astimezone(UTC),
    "DAY": date.fromisoformat,
    "TRUE": lambda text: True,
    "FALSE": lambda text: False,
    "NULL": lambda text: None,
}
