"""A filter that cannot be read. Nothing falls back to everyone."""

from collections.abc import Sequence
from enum import Enum

from django.utils.translation import pgettext, pgettext_lazy

from postkring.kit.errors import DomainError
from postkring.kit.text import grouped

EXAMPLES = ("A|B", "1000..1999", "<>X", "Jans*")


class FilterError(DomainError):
    """`position` is where the expression stops being clear: the first character is 1. 0 when no position applies."""

    code = "Application_FilterErrorException"

    def with_examples(self, examples: Sequence[str]) -> "FilterError":
        """The same with examples of what can be read there; of a filter that is too large none would help."""
        return unclear(self.values["expression"], self.values["position"], examples) if "expression" in self.values else self


def unclear(expression: str, position: int, examples: Sequence[str] = EXAMPLES) -> FilterError:
    """`examples` are of any field until the criterion, which knows its own, puts those in their place."""
    invalid = pgettext("msg.filter_invalid", "The filter “%(expression)s” is not clear from position %(position)s.")
    shown = expression if len(expression) <= 200 else expression[:200] + "…"
    such = pgettext("msg.filter_examples", "For example: %(examples)s") % {"examples": " · ".join(examples)}
    said = f"{invalid % {'expression': shown, 'position': position}} {such}"
    return FilterError(said, position=position, expression=expression)


class Counted(Enum):
    """What a filter has too many of."""

    CHARACTERS = pgettext_lazy("filter.characters", "%(count)s characters")
    LEVELS = pgettext_lazy("filter.levels", "%(count)s levels of parentheses")
    VALUES = pgettext_lazy("filter.values", "%(count)s values")
    NESTED = pgettext_lazy("filter.nested", "%(count)s conditions inside one another")
    CRITERIA = pgettext_lazy("filter.criteria", "%(count)s criteria")


def beyond_limits(counted: Counted, count: int, at_most: int) -> FilterError:
    what, most = (grouped(number) for number in (count, at_most))
    said = pgettext("msg.filter_too_large", "The filter is too large: %(what)s, at most %(max)s.")
    return FilterError(said % {"what": str(counted.value) % {"count": what}, "max": most}, position=0)
