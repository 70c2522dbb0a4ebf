"""A filter that cannot be read. Nothing falls back to everyone."""

from django.utils.translation import pgettext

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


def beyond_limits(what: str, at_most: int) -> FilterError:
    return FilterError(
        pgettext("msg.filter_too_large", "The filter is too large: %(what)s, at most %(max)s.") % {"what": what, "max": at_most}, position=0
    )
