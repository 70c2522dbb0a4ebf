"""A value behind its label, with the signs between them that the language wants: French has a blank before the colon."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from postkring.kit.text import Words
from postkring.web.markup import format_html


def labelled(label: Words, value: Any = "") -> str:
    """Without a value what stands before it: a template goes on there."""
    return (pgettext("ui.label_value", "%(label)s: %(value)s") % {"label": label, "value": value}).rstrip(" ")


def labelled_html(label: Words, value: Any = "") -> SafeString:
    """The same as HTML: what is not HTML yet is escaped."""
    return SafeString(labelled(format_html("{}", label), format_html("{}", value)))
