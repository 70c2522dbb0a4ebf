"""The filter pane of a list: what stands in its URL, read by the criteria that the list declares. A filter may only narrow."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from postkring.criteria.containing import Containing, containing
from postkring.criteria.criterion import Criterion
from postkring.criteria.rows import gathered, spread
from postkring.kit.errors import DomainError
from postkring.lists.listing import ListPage


@dataclass(frozen=True)
class Filter:
    """One filled in filter. `error` says why it cannot be read; then it lets nobody through."""

    criterion: Criterion
    text: str
    meaning: str = ""
    condition: Q | None = None
    error: DomainError | None = None

    @property
    def key(self) -> str:
        return self.criterion.key

    @property
    def said(self) -> str:
        """What it means, or while nobody can say that what was typed."""
        return self.meaning or " · ".join(spread(self.criterion, self.text).values())


def filters_of(page: ListPage, query: Mapping[str, str]) -> list[Filter]:
    """The filters of a URL in the order of the list's criteria; blank ones are left out."""
    given = [(criterion, gathered(criterion, query)) for criterion in page.filters().values()]
    return [_read(criterion, text) for criterion, text in given if text.strip()]


def condition_of(filters: Sequence[Filter]) -> Q:
    """What all of them let through. One that cannot be read lets nobody through: it is never "no filter"."""
    if any(each.error for each in filters):
        return Q(pk__in=[])
    return Q(*[each.condition for each in filters if each.condition is not None])


def wider(filters: Sequence[Filter], count: Callable[[Q], int]) -> Iterator[tuple[Filter, Containing, int]]:
    """Where the filters together find nothing: each with a plain word, what would contain it, and how many that finds beside the others.

    `count` says how many rows of the list a condition lets through.
    """
    for each in filters:
        if not (word := containing(each.criterion, each.text)):
            continue
        others = [other for other in filters if other is not each]
        if found := count(condition_of([*others, _read(each.criterion, word.filter)])):
            yield each, word, found


def without_errors(filters: Sequence[Filter]) -> Sequence[Filter]:
    """The filters themselves. Raises what is wrong about one of them: a file or an act never takes it for "nobody"."""
    for each in filters:
        if each.error:
            raise each.error
    return filters


def _read(criterion: Criterion, text: str) -> Filter:
    try:
        node = criterion.parse(text)
        return Filter(criterion, text, criterion.describe(node), criterion.condition(node))
    except DomainError as error:
        return Filter(criterion, text, error=error)
