"""The filter pane above a list: a field for each filter in use, and for those one begins with; further ones are added by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.forms import BoundField

from postkring.criteria.catalogue import offered
from postkring.criteria.criterion import Criterion
from postkring.kit.text import Words
from postkring.lists.filters import Filter
from postkring.lists.listing import ListPage
from postkring.lists.names import is_known
from postkring.web.criterion_fields import criterion_field
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
        super().__init__({key: each.text for key, each in filters.items()}, auto_id="filter_%s")
        for criterion in criteria:
            self.fields[criterion.key] = criterion_field(criterion, given.text if (given := filters.get(criterion.key)) else "")
            if criterion.key == focused:
                self.fields[criterion.key].widget.attrs["autofocus"] = True
        self.full_clean()
        for key, each in filters.items():
            if each.error and key in self.fields:
                self.errors.pop(key, None)
                self.add_error(key, each.error.message)


@dataclass(frozen=True)
class Asked:
    bound: BoundField
    meaning: str
    error: str


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
    asked = [criterion for key, criterion in criteria.items() if key in (*page.first_filters, *given, added)]
    form = FilterForm(asked, given, focused=added)
    kept = _kept(request, page, {ADD, *criteria, *page.filters(), *page.aliases})
    return FilterPane(
        len(filters),
        request.path,
        target,
        is_open=True,
        asked=[_asked(form, criterion, given.get(criterion.key)) for criterion in asked],
        addable=[(each.key, each.label) for each in offered(each for each in criteria.values() if each not in asked)],
        kept=kept,
        reset=reset or (f"{request.path}?{urlencode(kept)}" if kept else request.path),
        stands_for=" ".join(page.aliases),
    )


def _asked(form: FilterForm, criterion: Criterion, given: Filter | None) -> Asked:
    error = given.error.message if given and given.error else ""
    return Asked(form[criterion.key], given.meaning if given else "", error)


def _kept(request: Request, page: ListPage, own: set[str]) -> list[tuple[str, str]]:
    left_out = own | PLACE | {OPEN}
    names = [name for name in request.GET if name not in left_out and is_known(page, name)]
    return [(name, value) for name in names for value in request.GET.getlist(name) if value]
