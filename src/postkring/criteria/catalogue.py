"""Every criterion there is, by key. Rooms above add theirs through the settings."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from postkring.criteria.contact_fields import contact_criteria, further_criteria
from postkring.criteria.criterion import Criterion
from postkring.criteria.mailing_group import MailingGroupCriterion
from postkring.criteria.words import WordsCriterion


@cache
def criteria() -> dict[str, Criterion]:
    own: tuple[Criterion, ...] = (*contact_criteria(), MailingGroupCriterion(), *further_criteria(), WordsCriterion())
    added: list[Criterion] = [import_string(path)() for path in settings.CRITERIA]
    return {criterion.key: criterion for criterion in (*own, *added)}
