"""Options of Add Contacts (4.4): whom they bring in, and that exclusion is looked at after that."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from postkring.accounts.models import User
from postkring.classifications.mailing_groups import MailingGroup
from postkring.classifications.queries import members
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY, Selection, selection_of
from postkring.segments.actions import add_contacts
from postkring.segments.models import Segment
from postkring.segments.options import Options
from postkring.segments.queries import lines_of, preview, previewed_as
from tests.factories import make_company, make_group, make_person, make_segment, many_contacts
from tests.laws import examples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

EXPAND, RELATED, IGNORE = Options(expand_companies=True), Options(allow_related_companies=True), Options(ignore_exclusion=True)


def group(code: str) -> Selection:
    return selection_of([("mailingGroup", code)])


def names(segment: Segment) -> list[str]:
    return [line.contact.name for line in lines_of(segment)]


@pytest.mark.parametrize(
    ("members", "options", "lines"),
    [
        ("ABC", Options(), ["B", "A", "C"]),
        ("BC", Options(), ["B", "C"]),
        ("BC", RELATED, ["B", "A", "C"]),
        ("BC", EXPAND, ["B", "A", "C", "D"]),
        ("A", RELATED, ["A"]),
        ("A", EXPAND, ["A", "C", "D"]),
        ("B", EXPAND, ["B"]),
    ],
)
def test_whole_companies_or_the_company_alone(marketer: User, members: str, options: Options, lines: list[str]) -> None:
    """R-4214, R-4216."""
    company = make_company(name="A")
    people = {"A": company, "B": make_person(name="B", company=None)}
    people |= {name: make_person(name=name, company=company) for name in "CD"}
    make_group("NEWS", members=[people[name] for name in members])
    segment = make_segment()
    step, outcome = add_contacts(segment, group("NEWS"), options, by=marketer)
    assert names(segment) == lines
    assert (outcome.matched, outcome.added, step.added) == (len(lines), len(lines), len(lines))


@pytest.mark.parametrize(
    ("options", "lines", "excluded"),
    [
        (Options(), [], 1),
        (EXPAND, ["A", "C"], 1),
        (IGNORE, ["D"], 0),
        (Options(expand_companies=True, ignore_exclusion=True), ["A", "C", "D"], 0),
    ],
)
def test_who_is_excluded_may_bring_in_its_company(marketer: User, options: Options, lines: list[str], excluded: int) -> None:
    """R-4215 and step F."""
    company = make_company(name="A")
    make_person(name="C", company=company)
    make_group("NEWS", members=[make_person(name="D", company=company, exclude_from_segment=True)])
    segment = make_segment()
    _, outcome = add_contacts(segment, group("NEWS"), options, by=marketer)
    assert names(segment) == lines
    assert outcome.left_out == {"privacyBlocked": 0, "excluded": excluded}


def test_privacy_is_never_ignored(marketer: User) -> None:
    """D3; who is both is counted as blocked."""
    make_group("NEWS", members=[make_person(privacy_blocked=True, exclude_from_segment=True), make_person(minor=True)])
    segment = make_segment()
    _, outcome = add_contacts(segment, group("NEWS"), IGNORE, by=marketer)
    assert (names(segment), outcome.left_out) == ([], {"privacyBlocked": 2, "excluded": 0})


def test_the_type_is_looked_at_before_companies_are_brought_in(marketer: User) -> None:
    """R-4211."""
    company = make_company(name="A")
    make_group("NEWS", members=[company, make_person(name="C", company=company)])
    segment = make_segment()
    add_contacts(segment, selection_of([("mailingGroup", "NEWS"), ("type", "Person")]), EXPAND, by=marketer)
    assert names(segment) == ["A", "C"]


def test_the_step_keeps_its_options_and_twice_adds_nobody(marketer: User) -> None:
    """R-4213."""
    company = make_company(name="A")
    make_person(name="C", company=company)
    make_group("NEWS", members=[company])
    segment = make_segment()
    step, _ = add_contacts(segment, group("NEWS"), EXPAND, by=marketer)
    assert step.options == {"expandCompanies": True, "allowRelatedCompanies": False, "ignoreExclusion": False}
    again, outcome = add_contacts(segment, group("NEWS"), EXPAND, by=marketer)
    assert (again.action_number, again.added, outcome.unchanged) == (2, 0, 2)


def test_everybody_needs_nobody_to_be_brought_in(marketer: User) -> None:
    make_person(name="C", company=make_company(name="A"))
    make_person(name="B", company=None)
    segment = make_segment()
    add_contacts(segment, EVERYBODY, EXPAND, by=marketer)
    assert names(segment) == ["B", "A", "C"]


OPTIONS = st.builds(Options, expand_companies=st.booleans(), allow_related_companies=st.booleans(), ignore_exclusion=st.booleans())


@given(code=st.sampled_from(("A", "<>A", "A&B", "A|B", "''")), options=OPTIONS, excluded=st.sets(st.integers(0, 23)))
@settings(max_examples=examples(quick=10, full=60))
def test_the_lines_are_those_that_the_rule_gives_one_by_one(marketer: User, code: str, options: Options, excluded: set[int]) -> None:
    with transaction.atomic():
        contacts = list(many_contacts(24).order_by("pk"))
        for place, name in enumerate("AB"):
            make_group(name, members=contacts[place :: 5 + place])
        Contact.objects.filter(pk__in=[contacts[place].pk for place in excluded]).update(exclude_from_segment=True)
        segment, asked = make_segment(), group(code)
        seen = preview(segment, asked, options)
        shown = {contact.pk for contact in previewed_as("added", segment, asked, options)}
        add_contacts(segment, asked, options, expected={"added": seen.added, **seen.left_out}, by=marketer)
        lines = set(segment.lines.values_list("contact", flat=True))
        assert lines == shown == _one_by_one(code, options)
        transaction.set_rollback(True)


def _one_by_one(code: str, options: Options) -> set[int]:
    """The algorithm of 4.4, a contact at a time."""
    everybody = list(Contact.objects.all())
    groups = {name: set(members(MailingGroup.objects.get(code=name)).values_list("pk", flat=True)) for name in "AB"}
    meant = {contact.pk for contact in everybody if _meets(code, contact.pk in groups["A"], contact.pk in groups["B"])}
    companies = {contact.company_id for contact in everybody if contact.pk in meant and contact.company_id}
    if options.expand_companies:
        meant |= {contact.pk for contact in everybody if contact.company_id in companies}
    if options.allow_related_companies:
        meant |= companies
    return {contact.pk for contact in everybody if contact.pk in meant and (options.ignore_exclusion or not contact.exclude_from_segment)}


def _meets(code: str, in_a: bool, in_b: bool) -> bool:
    return {"A": in_a, "<>A": not in_a, "A&B": in_a and in_b, "A|B": in_a or in_b, "''": not in_a and not in_b}[code]
