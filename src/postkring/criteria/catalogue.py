"""Every criterion there is, by key. Rooms above add theirs through the settings."""

from collections.abc import Collection, Iterable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from postkring.criteria.columns import ReferenceCriterion
from postkring.criteria.contact_fields import contact_criteria, further_criteria
from postkring.criteria.criterion import Criterion
from postkring.criteria.mailing_group import MailingGroupCriterion
from postkring.criteria.words import WordsCriterion
from postkring.setup.queries import empty


@cache
def criteria() -> dict[str, Criterion]:
    own: tuple[Criterion, ...] = (*contact_criteria(), MailingGroupCriterion(), *further_criteria(), WordsCriterion())
    added: list[Criterion] = [import_string(path)() for path in settings.CRITERIA]
    return {criterion.key: criterion for criterion in (*own, *added)}


def offered(asked: Iterable[Criterion], *, in_use: Collection[str] = ()) -> list[Criterion]:
    """Without those on codes of which there are none: nobody could fill them in. `in_use` are keys of those that stay in any case."""
    found = list(asked)
    tables = {each.key: each.refers_to for each in found if isinstance(each, ReferenceCriterion) and each.key not in in_use}
    without = empty(tables.values()) if tables else set()
    return [each for each in found if tables.get(each.key) not in without]
