"""A code that is renamed follows in the expressions that name it, to the letter of the rest."""

from postkring.criteria.catalogue import criteria
from postkring.criteria.criterion import named
from postkring.criteria.errors import Counted, beyond_limits
from postkring.criteria.expressions import LONGEST, Operand, parse
from postkring.criteria.rows import as_text, fields_in
from postkring.criteria.selections import Chosen, Selection
from postkring.kit.codes import normal_code
from postkring.kit.text import fold


def mentions(selection: Selection, key: str, code: str) -> bool:
    return renamed(selection, key, code, "") != selection


def renamed(selection: Selection, key: str, code: str, new_code: str) -> Selection:
    """The selection with the new code wherever the old one is named. Patterns and ranges are left as they are.

    Raises FilterError when an expression becomes too long to be read again.
    """
    chosen = tuple(Chosen(each.key, _in_filter(each, code, new_code)) if each.key == key else each for each in selection.criteria)
    return Selection(chosen, selection.everybody)


def _in_filter(chosen: Chosen, code: str, new_code: str) -> str:
    """Of an object the code is renamed and its days are left as they are."""
    criterion, fields = criteria().get(chosen.key), fields_in(chosen.filter)
    if criterion is None or fields is None or criterion.main not in fields:
        return _in_expression(chosen.filter, code, new_code)
    return as_text(criterion, {**fields, criterion.main: _in_expression(fields[criterion.main], code, new_code)})


def _in_expression(expression: str, code: str, new_code: str) -> str:
    for operand in sorted(named(parse(expression)), key=lambda each: each.start, reverse=True):
        if _names(operand, code):
            expression = expression[: operand.start] + new_code + expression[operand.end :]
    if len(expression) > LONGEST:
        raise beyond_limits(Counted.CHARACTERS, len(expression), LONGEST)
    return expression


def _names(operand: Operand, code: str) -> bool:
    """Between quotes accents count."""
    named_code = normal_code(operand.text)
    return named_code == code if operand.quoted else fold(named_code) == fold(code)
