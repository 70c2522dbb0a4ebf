"""Every criterion there is, by key. Rooms above add theirs through the settings."""

from collections.abc import Collection, Iterable
from functools import cache

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.criteria.classification import ClassificationCriterion
from postkring.criteria.columns import ReferenceCriterion
from postkring.criteria.contact_fields import contact_criteria, further_criteria
from postkring.criteria.criterion import Criterion
from postkring.criteria.words import WordsCriterion
from postkring.setup.queries import empty


@cache
def criteria() -> dict[str, Criterion]:
    own: tuple[Criterion, ...] = (*contact_criteria(), *_classified(), *further_criteria(), WordsCriterion())
    added: list[Criterion] = [import_string(path)() for path in settings.CRITERIA]
    return {criterion.key: criterion for criterion in (*own, *added)}


def _classified() -> tuple[Criterion, ...]:
    return tuple(ClassificationCriterion(spec) for spec in CLASSIFICATIONS)


def _table(criterion: Criterion) -> type[Model] | None:
    """The codes that nobody may have yet. Mailing groups are what the product is about: they are always offered."""
    if isinstance(criterion, ReferenceCriterion):
        return criterion.refers_to
    if isinstance(criterion, ClassificationCriterion) and criterion.spec is not MAILING_GROUPS:
        return criterion.spec.model
    return None


def offered(asked: Iterable[Criterion], *, in_use: Collection[str] = ()) -> list[Criterion]:
    """Without those on codes of which there are none: nobody could fill them in. `in_use` are keys of those that stay in any case."""
    found = list(asked)
    tables = {each.key: table for each in found if each.key not in in_use and (table := _table(each)) is not None}
    without = empty(tables.values()) if tables else set()
    return [each for each in found if tables.get(each.key) not in without]
