"""Every criterion there is, by key. Rooms above add theirs through the settings."""

from collections.abc import Collection, Iterable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.criteria.classification import ClassificationCriterion
from postkring.criteria.contact_fields import contact_criteria, further_criteria
from postkring.criteria.criterion import Criterion
from postkring.criteria.interaction import InteractionCriterion
from postkring.criteria.words import WordsCriterion
from postkring.setup.queries import empty


@cache
def criteria() -> dict[str, Criterion]:
    own: tuple[Criterion, ...] = (*contact_criteria(), *_classified(), *further_criteria(), InteractionCriterion(), WordsCriterion())
    added: list[Criterion] = [import_string(path)() for path in settings.CRITERIA]
    return {criterion.key: criterion for criterion in (*own, *added)}


@cache
def listed_criteria() -> dict[str, Criterion]:
    """Those that lists of contacts can be filtered by."""
    return {key: criterion for key, criterion in criteria().items() if criterion.is_of_lists}


def _classified() -> tuple[Criterion, ...]:
    return tuple(ClassificationCriterion(spec) for spec in CLASSIFICATIONS)


def offered(asked: Iterable[Criterion], *, in_use: Collection[str] = ()) -> list[Criterion]:
    """Without those on codes of which there are none: nobody could fill them in. `in_use` are keys of those that stay in any case."""
    found = list(asked)
    tables = {each.key: table for each in found if each.key not in in_use and (table := each.chooses_from) is not None}
    without = empty(tables.values()) if tables else set()
    return [each for each in found if tables.get(each.key) not in without]
