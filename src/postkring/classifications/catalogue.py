"""Every classification there is, in the order in which they are shown."""

from typing import Final

from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.job_responsibilities import JOB_RESPONSIBILITIES
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.pair import Assignment, Classification
from postkring.classifications.spec import Spec

CLASSIFICATIONS: Final[tuple[Spec, ...]] = (MAILING_GROUPS, INDUSTRY_GROUPS, JOB_RESPONSIBILITIES)
_BY_MODEL: Final = {model: spec for spec in CLASSIFICATIONS for model in (spec.model, spec.link)}
_BY_NAME: Final = {spec.name: spec for spec in CLASSIFICATIONS}


def spec_of(row: Classification | Assignment) -> Spec:
    return _BY_MODEL[type(row)]


def spec_of_model(model: type) -> Spec:
    return _BY_MODEL[model]


def spec_named(name: str) -> Spec:
    """By its name in the verbs, as acts under way keep it."""
    return _BY_NAME[name]
