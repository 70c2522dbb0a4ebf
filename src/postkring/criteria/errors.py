"""A filter that cannot be read. Nothing falls back to everyone."""

from enum import Enum

from django.utils.formats import number_format
from django.utils.translation import pgettext, pgettext_lazy

from postkring.kit.errors import DomainError

EXAMPLES = "A|B · 1000..1999 · <>X · Jans*"


class FilterError(DomainError):
    """`position` is where the expression stops being clear: the first character is 1. 0 when no position applies."""

    code = "Application_FilterErrorException"


def unclear(expression: str, position: int) -> FilterError:
    invalid = pgettext("msg.filter_invalid", "The filter “%(expression)s” is not clear from position %(position)s.")
    shown = expression if len(expression) <= 200 else expression[:200] + "…"
    examples = pgettext("msg.filter_examples", "For example: %(examples)s") % {"examples": EXAMPLES}
    return FilterError(f"{invalid % {'expression': shown, 'position': position}} {examples}", position=position)


class Counted(Enum):
    """What a filter has too many of."""

    CHARACTERS = pgettext_lazy("filter.characters", "%(count)s characters")
    LEVELS = pgettext_lazy("filter.levels", "%(count)s levels of parentheses")
    VALUES = pgettext_lazy("filter.values", "%(count)s values")
    NESTED = pgettext_lazy("filter.nested", "%(count)s conditions inside one another")
    CRITERIA = pgettext_lazy("filter.criteria", "%(count)s criteria")


def beyond_limits(counted: Counted, count: int, at_most: int) -> FilterError:
    what, most = (number_format(number, force_grouping=True) for number in (count, at_most))
    said = pgettext("msg.filter_too_large", "The filter is too large: %(what)s, at most %(max)s.")
    return FilterError(said % {"what": str(counted.value) % {"count": what}, "max": most}, position=0)
