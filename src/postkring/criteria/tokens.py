"""Cutting a filter expression into tokens, by the place where each stands.

An operand is opaque text. It ends at `|`, `&`, `..`, a closing parenthesis that it did not open itself, or the end; comparison
signs, quotes and grouping parentheses count only where an operand may begin.
"""

from collections.abc import Iterator
from typing import Any, Final

from lark import Token
from lark.lexer import Lexer

from postkring.criteria.errors import Counted, beyond_limits, unclear

DEEPEST: Final = 20

_COMPARISONS: Final = ("<>", "<=", ">=", "<", ">", "=")


class PlacedLexer(Lexer):
    """Cuts an expression into tokens, remembering where an operand may begin."""

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Token]:
        text = str(getattr(lexer_state, "text", lexer_state))
        return _tokens(text)


def _tokens(text: str) -> Iterator[Token]:
    position, begins, depth = 0, True, 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        token = _next_token(text, position, begins)
        depth += {"OPEN": 1, "CLOSE": -1}.get(token.type, 0)
        if depth > DEEPEST:
            raise beyond_limits(Counted.LEVELS, depth, DEEPEST)
        begins = token.type in {"OR", "AND", "OPEN", "COMPARISON", "RANGE"}
        yield token
        position = token.end_pos or len(text)


def _next_token(text: str, position: int, begins: bool) -> Token:
    sign = text[position]
    if sign in "|&":
        return _token("OR" if sign == "|" else "AND", text, position, position + 1)
    if text.startswith("..", position):
        return _token("RANGE", text, position, position + 2)
    if sign == ")":
        return _token("CLOSE", text, position, position + 1)
    if not begins:
        raise unclear(text, position + 1)
    if sign == "(":
        return _token("OPEN", text, position, position + 1)
    for comparison in _COMPARISONS:
        if text.startswith(comparison, position):
            return _token("COMPARISON", text, position, position + len(comparison))
    if sign == ".":
        raise unclear(text, position + 1)
    return _operand(text, position)


def _operand(text: str, position: int) -> Token:
    start = position
    if text[position] == "@":  # it asked for what always holds here: case does not matter
        start = len(text) - len(text[position + 1 :].lstrip())
        if text.startswith((*_COMPARISONS, "."), start):
            raise unclear(text, start + 1)
    if text.startswith("'", start):
        end = closing_quote(text, start)
        if end:
            return _token("OPERAND", text, position, end)
    end = _plain_end(text, start)
    if not text[start:end].strip():
        raise unclear(text, start + 1)
    return _token("OPERAND", text, position, end)


def closing_quote(text: str, start: int) -> int:
    """The place after the quote that closes the one at `start`; 0 when none does, and the apostrophe is a letter like others."""
    position = start + 1
    while (position := text.find("'", position)) >= 0:
        if not text.startswith("''", position):
            return position + 1
        position += 2
    return 0


def _plain_end(text: str, start: int) -> int:
    depth = 0
    for position in range(start, len(text)):
        sign = text[position]
        if sign in "|&" or text.startswith("..", position):
            break
        if sign == "(":
            depth += 1
        elif sign == ")":
            if not depth:
                break
            depth -= 1
    else:
        position = len(text)
    if depth:
        raise unclear(text, position + 1)
    return position


def _token(kind: str, text: str, start: int, end: int) -> Token:
    return Token(kind, text[start:end], start_pos=start, end_pos=end)
