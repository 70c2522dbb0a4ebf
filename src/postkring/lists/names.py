"""The names that may stand in the URL of a list. One that nobody knows is an error, never "no filter"."""

from collections.abc import Collection, Mapping
from typing import Final

from django.utils.translation import pgettext

from postkring.criteria.rows import field_names
from postkring.kit.errors import NotAcceptable
from postkring.lists.listing import ListPage

# How one looks at a list, which narrows nothing: see ListState, and what is open on its page.
LOOKS: Final = frozenset({"q", "sort", "size", "page", "after", "count", "columns", "filters", "add", "choose", "view"})
# What other sites hang on a link to see where somebody came from.
NOISE: Final = frozenset({"fbclid", "gclid", "msclkid", "mc_cid", "mc_eid"})
NOISE_PREFIX: Final = "utm_"
LONGEST: Final = 100  # of a name that is said again


def unknown_names(page: ListPage, query: Mapping[str, str], *, also: Collection[str] = ()) -> list[NotAcceptable]:
    """What is wrong with each name of a URL that says something and is neither a filter of the list nor anything else that it reads.

    `also` are names that the page around the list reads.
    """
    filters = _filters_of(page)
    known = {*filters, *LOOKS, *NOISE, *also}
    unknown = [name for name, value in query.items() if value.strip() and name not in known and not name.startswith(NOISE_PREFIX)]
    return [_error(name, filters) for name in unknown]


def refuse_unknown(page: ListPage, query: Mapping[str, str], *, also: Collection[str] = ()) -> None:
    for error in unknown_names(page, query, also=also):
        raise error


def is_known(page: ListPage, name: str) -> bool:
    return not unknown_names(page, {name: name})


def _filters_of(page: ListPage) -> list[str]:
    fields = [name for criterion in page.filters().values() for name in field_names(criterion)]
    return [*page.filters(), *fields, *page.own, *page.aliases]


def _error(name: str, filters: Collection[str]) -> NotAcceptable:
    shown = name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
    meant = next((each for each in filters if each.casefold() == name.casefold()), "")
    if meant:
        said = pgettext("msg.unknown_filter_meant", "There is no filter “%(name)s” here. Did you mean “%(meant)s”?")
        return NotAcceptable(said % {"name": shown, "meant": meant}, name=name)
    return NotAcceptable(pgettext("msg.unknown_filter", "There is no filter “%(name)s” here.") % {"name": shown}, name=name)
