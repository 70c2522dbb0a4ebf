"""What a step may be told beside its criteria (4.4, 4.5), and whom it means by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from postkring.contacts.models import Contact
from postkring.criteria.selections import Selection, condition
from postkring.kit.sql import stands_in
from postkring.kit.text import Words
from postkring.segments.models import StepAction


@dataclass(frozen=True)
class Options:
    """The first three are of Add Contacts, the last one of Reduce and Refine (R-4303)."""

    expand_companies: bool = False
    allow_related_companies: bool = False
    ignore_exclusion: bool = False
    entire_companies: bool = False

    @property
    def takes_whole_companies(self) -> bool:
        return self.expand_companies or self.entire_companies


NONE: Final = Options()

# By the name that programs and stored steps use, the attribute and what users call it.
_NAMED: Final[dict[str, tuple[str, Words]]] = {
    "expandCompanies": ("expand_companies", pgettext_lazy("option.expand_companies", "Expand Companies")),
    "allowRelatedCompanies": ("allow_related_companies", pgettext_lazy("option.allow_related", "Allow Related Companies")),
    "ignoreExclusion": ("ignore_exclusion", pgettext_lazy("option.ignore_exclusion", "Ignore Exclusion")),
    "entireCompanies": ("entire_companies", pgettext_lazy("option.entire_companies", "Entire Companies")),
}
_ADDING: Final = ("expandCompanies", "allowRelatedCompanies", "ignoreExclusion")
_TAKING_AWAY: Final = ("entireCompanies",)


def names_for(action: str) -> tuple[str, ...]:
    return _ADDING if action == StepAction.ADD else _TAKING_AWAY


def label_of(name: str) -> Words:
    return _NAMED[name][1]


def read_options(data: Mapping[str, Any]) -> Options:
    """From names that were checked before; one that is not given is off."""
    return Options(**{attribute: bool(data.get(name, False)) for name, (attribute, _) in _NAMED.items()})


def as_data(options: Options, action: str) -> dict[str, bool]:
    """Every option of the action by its name."""
    return {name: bool(getattr(options, _NAMED[name][0])) for name in names_for(action)}


def labels_of(options: Options) -> list[Words]:
    """Of those that are on."""
    return [label for attribute, label in _NAMED.values() if getattr(options, attribute)]


def reach(selection: Selection, options: Options) -> Q:
    """Whom a step means: who meets the selection, and by an option whole companies of theirs, or the companies alone (step E of 4.4).

    A person without a company brings in nobody. The negation is everybody else.
    """
    if selection.everybody:
        return Q(pk__isnull=False)
    hits = condition(selection)
    companies = Contact.objects.filter(hits, company__isnull=False)
    if options.takes_whole_companies:
        return hits | (Q(company__isnull=False) & stands_in(companies, "company", key="company"))
    if options.allow_related_companies:
        return hits | stands_in(companies, "company")
    return hits
