"""Why? says what the contact has where each criterion looks."""

import pytest

from postkring.accounts.models import User
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.criteria.selections import selection_of
from postkring.segments.actions import add_contacts
from postkring.segments.explaining import explanation
from postkring.setup.models import Salesperson
from tests.factories import make_code, make_company, make_group, make_person, make_segment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.mark.parametrize(
    ("key", "filter_", "seen"),
    [
        ("displayName", "An*", "An Claes"),
        ("city", "Gent", ""),
        ("country", "BE", "NL"),
        ("companyNumber", "C1", "C1"),
        ("type", "Person", "Person"),
        ("correspondenceType", "Email", ""),
        ("excludeFromSegment", "no", "Yes"),
        ("salespersonCode", "JR", "JR"),
        ("mailingGroup", "A|B", "A, B"),
        ("industryGroup", "BOUW", "BOUW"),
        ("numberOfMailingGroups", ">1", "2"),
        ("numberOfIndustryGroups", "1", "1"),
        ("hasEmail", "yes", "No"),
        ("segment", "SM00009", "SM00009"),
    ],
)
def test_the_value_that_each_criterion_sees(marketer: User, key: str, filter_: str, seen: str) -> None:
    Salesperson.objects.create(code="JR")
    company = make_company(number="C1")
    person = make_person(name="An Claes", company=company, city="", email="", country="NL", salesperson="JR", exclude_from_segment=True)
    for code in "AB":
        make_group(code, members=[person])
    make_code(INDUSTRY_GROUPS, "BOUW", members=[company])
    make_segment(number="SM00009", contacts=[person])
    segment = make_segment()
    add_contacts(segment, selection_of([(key, filter_)]), by=marketer)
    (step,) = explanation(segment, person).steps
    (asked,) = step.criteria
    assert asked.seen == seen


def test_what_no_word_says_is_not_said(marketer: User) -> None:
    person, segment = make_person(), make_segment()
    add_contacts(segment, selection_of([("search", "an")]), by=marketer)
    (step,) = explanation(segment, person).steps
    assert [asked.seen for asked in step.criteria] == [None]
