"""The filters of Add Contacts that would find somebody where one that was typed finds nobody."""

from collections.abc import Iterator
from dataclasses import dataclass

from postkring.criteria.catalogue import criteria
from postkring.criteria.containing import containing
from postkring.criteria.selections import Chosen, Selection, contacts


@dataclass(frozen=True)
class Offer:
    """Another filter for one field, and how many contacts it would find."""

    key: str
    label: str
    filter: str
    sentence: str


def offers_to_contain(selection: Selection) -> Iterator[Offer]:
    """One for each field with a plain word, where containing it would find somebody."""
    for each in selection.criteria:
        criterion = criteria()[each.key]
        if not (word := containing(criterion, each.filter)):
            continue
        wider = Chosen(each.key, word.filter)
        count = contacts(Selection(tuple(wider if one is each else one for one in selection.criteria))).count()
        if count:
            yield Offer(each.key, str(criterion.label), wider.filter, word.found(count))
