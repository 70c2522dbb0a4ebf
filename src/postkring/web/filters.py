"""The filter pane above a list: a field for each filter in use, and for those one begins with; further ones are added by name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.forms import BoundField
from django.utils.translation import pgettext

from postkring.criteria.catalogue import offered
from postkring.criteria.criterion import Criterion
from postkring.criteria.dated import AS_OF
from postkring.criteria.rows import SEPARATOR, field_name, field_names, fields_in, spread
from postkring.kit.text import Words
from postkring.lists.filters import Filter
from postkring.lists.listing import ListPage
from postkring.lists.names import is_known
from postkring.web.criterion_fields import criterion_fields
from postkring.web.forms import PlainForm
from postkring.web.request import Request

# What else stands in the URL of a list. A changed filter begins at the first page again.
PLACE: Final = frozenset({"page", "after", "count"})
ADD: Final = "add"
OPEN: Final = "filters"
PANE: Final = "filter-pane"  # what opening it renews
FORM: Final = "filters"  # its form


class FilterForm(PlainForm):
    def __init__(self, criteria: Sequence[Criterion], filters: Mapping[str, Filter], *, focused: str) -> None:
        held = [spread(each.criterion, each.text) for each in filters.values()]
        super().__init__({name: text for fields in held for name, text in fields.items()}, auto_id="filter_%s")
        self.names: dict[str, list[str]] = {}
        for criterion in criteria:
            text = given.text if (given := filters.get(criterion.key)) else ""
            shown = criterion_fields(criterion, text)
            if criterion.main and fields_in(text) is None and not focused.startswith(f"{criterion.key}{SEPARATOR}"):
                shown = {criterion.key: shown[criterion.key]}
            self.fields.update(shown)
            self.names[criterion.key] = list(shown)
            if first := next((name for name in shown if name.startswith(focused)), None) if focused else None:
                self.fields[first].widget.attrs["autofocus"] = True
        self.full_clean()
        for key, each in filters.items():
            if each.error and key in self.names:
                name = each.error.field if each.error.field in self.fields else self.names[key][0]
                self.errors.pop(name, None)
                self.add_error(name, each.error.message)

    def fields_of(self, criterion: Criterion) -> list[BoundField]:
        return [self[name] for name in self.names[criterion.key]]


@dataclass(frozen=True)
class Asked:
    """One filter: its field, or its first one and the `further` ones, and what they mean together under its `key`. `heading` says what
    they are about where no field is called as the filter is."""

    bound: BoundField
    meaning: str
    error: str
    further: Sequence[BoundField] = ()
    key: str = ""
    heading: Words = ""


@dataclass(frozen=True)
class FilterPane:
    """`asked` are the fields; `addable` the filters that can be added; `kept` what else the URL says; `used` how many filters narrow;
    `reset` is the address without them; `stands_for` names of other pages that its fields replace.

    While it is closed nothing but `used` is worked out: the fields weigh as much as a page of rows.
    """

    used: int
    path: str
    target: str
    is_open: bool = False
    asked: Sequence[Asked] = ()
    addable: Sequence[tuple[str, Words]] = ()
    kept: Sequence[tuple[str, str]] = ()
    reset: str = ""
    stands_for: str = ""


def pane_of(request: Request, page: ListPage, filters: Sequence[Filter], *, target: str, reset: str = "") -> FilterPane:
    """`reset` is the view that one is in: taking the filters away leads back to its own."""
    if not (OPEN in request.GET or ADD in request.GET or request.htmx.target == PANE or request.htmx.trigger == FORM):
        return FilterPane(len(filters), request.path, target)
    criteria = {key: criterion for key, criterion in page.filters().items() if criterion.kind != "words"}
    added = request.GET.get(ADD, "")
    given = {each.key: each for each in filters if each.key in criteria}
    asked = [criterion for key, criterion in criteria.items() if key in (*page.first_filters, *given, added.partition(SEPARATOR)[0])]
    form = FilterForm(asked, given, focused=added)
    names = [name for criterion in page.filters().values() for name in field_names(criterion)]
    kept = _kept(request, page, {ADD, *names, *page.aliases})
    return FilterPane(
        len(filters),
        request.path,
        target,
        is_open=True,
        asked=[_asked(form, criterion, given.get(criterion.key)) for criterion in asked],
        addable=[*_others(criteria.values(), asked), *_of_the_past(form, asked)],
        kept=kept,
        reset=reset or (f"{request.path}?{urlencode(kept)}" if kept else request.path),
        stands_for=" ".join(page.aliases),
    )


def _asked(form: FilterForm, criterion: Criterion, given: Filter | None) -> Asked:
    error = given.error.message if given and given.error else ""
    first, *further = form.fields_of(criterion)
    heading = criterion.label if further and not criterion.main else ""
    return Asked(first, given.meaning if given else "", error, further, criterion.key, heading)


def _others(criteria: Iterable[Criterion], asked: Sequence[Criterion]) -> Iterator[tuple[str, Words]]:
    return ((each.key, each.label) for each in offered(each for each in criteria if each not in asked))


def _of_the_past(form: FilterForm, asked: Sequence[Criterion]) -> Iterator[tuple[str, str]]:
    """The codes of another day or of a period, where only those of today are asked for."""
    said = pgettext("filter.in_the_past", "%(criterion)s in the past")
    for each in asked:
        if each.main and len(form.names[each.key]) == 1:
            yield field_name(each, AS_OF), said % {"criterion": each.label}


def _kept(request: Request, page: ListPage, own: set[str]) -> list[tuple[str, str]]:
    left_out = own | PLACE | {OPEN}
    names = [name for name in request.GET if name not in left_out and is_known(page, name)]
    return [(name, value) for name in names for value in request.GET.getlist(name) if value]
