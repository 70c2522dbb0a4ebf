"""What a plain word offers that finds nobody: the contacts that contain it, with one click (ux.md 4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import npgettext

from postkring.criteria.catalogue import criteria
from postkring.criteria.expressions import Compare
from postkring.criteria.selections import Chosen, Selection, contacts
from postkring.kit.text import grouped


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
        if not (word := _plain_word(each)):
            continue
        wider = Chosen(each.key, f"*{word}*")
        count = contacts(Selection(tuple(wider if one is each else one for one in selection.criteria))).count()
        if count:
            said = npgettext("filter.offer_contains", "%(count)s contains “%(text)s”", "%(count)s contain “%(text)s”", count)
            yield Offer(each.key, str(criteria()[each.key].label), wider.filter, said % {"count": grouped(count), "text": word})


def _plain_word(chosen: Chosen) -> str:
    criterion = criteria()[chosen.key]
    if criterion.kind != "text":
        return ""
    node = criterion.parse(chosen.filter)
    if not isinstance(node, Compare) or node.sign != "=":
        return ""
    word = node.operand
    return "" if word.quoted or word.has_wildcards or word.is_empty else word.text
