"""Every classification of the catalogue obeys the same laws; industry groups are for companies, job responsibilities for persons."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from postkring.accounts.models import Role, User
from postkring.classifications.actions import (
    add_to_group,
    create_group,
    delete_group,
    describe_group,
    empty_and_delete_group,
    rename_group,
    take_out_of_group,
)
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.emptying import empty_and_delete_in_steps
from postkring.classifications.fitting import unfitting
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.job_responsibilities import JOB_RESPONSIBILITIES
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.members import MISFITS, Mode, change_members, change_members_in_steps, outcome_numbers, outcome_sets
from postkring.classifications.queries import as_of, assignments_of, counter_differences, group_by_code, members, number_of_groups
from postkring.classifications.several import change_groups
from postkring.classifications.spec import Spec
from postkring.contacts.actions import delete_contacts
from postkring.contacts.actions.change import change_contact
from postkring.contacts.models import Contact, ContactQuerySet, ContactType
from postkring.kit.errors import AlreadyExists, NotAcceptable, NotPermitted, Refused
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from tests.factories import make_code, make_company, make_person, make_user
from tests.snapshots import everything, snapshot

pytestmark = pytest.mark.django_db

EVERY = pytest.mark.parametrize("spec", CLASSIFICATIONS, ids=lambda spec: spec.keys)
BOUND = pytest.mark.parametrize("spec", [INDUSTRY_GROUPS, JOB_RESPONSIBILITIES], ids=lambda spec: spec.keys)
FEBRUARY, MARCH = datetime(2026, 2, 1, 9, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC)


def fitting(spec: Spec) -> Contact:
    return make_person() if spec.held_by == ContactType.PERSON else make_company()


def misfit(spec: Spec) -> Contact:
    return make_company() if spec.held_by == ContactType.PERSON else make_person()


def those(*contacts: Contact) -> ContactQuerySet:
    return Contact.objects.filter(pk__in=[contact.pk for contact in contacts])


def last() -> ChangeSet:
    return ChangeSet.objects.latest("number")


@pytest.fixture
def administrator() -> User:
    return make_user(Role.ADMINISTRATOR)


@EVERY
def test_a_code_lives_and_every_act_is_taken_back(spec: Spec, administrator: User) -> None:
    """Nothing of it is left in tables but the ledger's: not even a counter is wrong."""
    contact, empty = fitting(spec), spec.codes().count()
    group = create_group("bouw", "Bouw", spec=spec, by=administrator)
    assert (group.code, group_by_code("Bouw", spec)) == ("BOUW", group)
    acts = [last()]
    for act in (
        lambda: describe_group(group, "Aannemers", by=administrator),
        lambda: rename_group(group, "AANNEMING", by=administrator),
        lambda: add_to_group(those(contact), group, by=administrator),
        lambda: take_out_of_group(those(contact), group, by=administrator),
        lambda: change_members(those(contact), group, Mode.REPLACE, expected={"added": 1, "removed": 0, "unchanged": 0}, by=administrator),
        lambda: empty_and_delete_group(group, by=administrator),
    ):
        before = snapshot()
        act()
        acts.append(last())
        assert acts[-1].verb.startswith(f"{spec.name}.")
        undo(last(), by=administrator)
        assert snapshot() == before
        assert not counter_differences(spec).exists()
        undo(last(), by=administrator)
    assert spec.codes().count() == empty


@EVERY
def test_a_code_follows_the_rules_of_codes(spec: Spec, administrator: User) -> None:
    """D1: letters and digits, eleven at most, and no two that differ in accents only."""
    make_code(spec, "CAFE")
    before = everything()
    for code in ("TWAALFTEKENS", "A B", "A-B", ""):
        with pytest.raises(NotAcceptable):
            create_group(code, spec=spec, by=administrator)
    with pytest.raises(AlreadyExists):
        create_group("CAFÉ", spec=spec, by=administrator)
    assert everything() == before


@EVERY
def test_one_code_in_each_classification(spec: Spec, administrator: User) -> None:
    for each in CLASSIFICATIONS:
        create_group("BOUW", spec=each, by=administrator)
    rename_group(group_by_code("BOUW", spec), "ANDERS", by=administrator)
    assert [group_by_code("BOUW", each) is None for each in CLASSIFICATIONS] == [each is spec for each in CLASSIFICATIONS]


@EVERY
def test_a_code_in_use_is_not_deleted(spec: Spec, administrator: User) -> None:
    """D8: R-2003 for every classification."""
    group = make_code(spec, members=[fitting(spec)])
    before = everything()
    with pytest.raises(Refused, match="1 contact"):
        delete_group(group, by=administrator)
    assert everything() == before


@EVERY
def test_who_may_change_codes_and_who_may_assign_them(spec: Spec, editor: User, reader: User) -> None:
    group, contact = make_code(spec), fitting(spec)
    if spec is not MAILING_GROUPS:
        before = everything()
        for act in (
            lambda: create_group("NIEUW", spec=spec, by=editor),
            lambda: describe_group(group, "x", by=editor),
            lambda: rename_group(group, "NIEUW", by=editor),
            lambda: delete_group(group, by=editor),
            lambda: empty_and_delete_group(group, by=editor),
            lambda: empty_and_delete_in_steps(group, expected=0, by=editor),
        ):
            with pytest.raises(NotPermitted):
                act()
        assert everything() == before
    assert add_to_group(those(contact), group, by=editor).changed == 1
    before = everything()
    with pytest.raises(NotPermitted):
        take_out_of_group(those(contact), group, by=reader)
    assert everything() == before


@BOUND
def test_a_contact_of_the_other_type_is_refused(spec: Spec, editor: User) -> None:
    """R-2201, R-2301; with one who fits beside it neither is put in."""
    group, wrong = make_code(spec), misfit(spec)
    before = everything()
    for contacts in (those(wrong), those(wrong, fitting(spec))):
        before = everything()
        with pytest.raises(Refused, match="alleen voor") as caught:
            add_to_group(contacts, group, by=editor)
        assert caught.value.values["contact"] == wrong.number
        assert everything() == before


@BOUND
@pytest.mark.parametrize("in_steps", [False, True])
@pytest.mark.parametrize("mode", Mode)
def test_of_many_those_of_the_other_type_are_left_out_and_counted(spec: Spec, mode: Mode, in_steps: bool, editor: User) -> None:
    inside, outside, elsewhere, wrong = fitting(spec), fitting(spec), fitting(spec), misfit(spec)
    group = make_code(spec, members=[inside, elsewhere])
    chosen = those(inside, outside, wrong)
    numbers = outcome_numbers(chosen, group, mode)
    assert numbers == {name: rows.count() for name, rows in outcome_sets(chosen, group, mode).items()}
    assert (
        numbers
        == {
            Mode.ADD: {"added": 1, "unchanged": 1, MISFITS: 1},
            Mode.REMOVE: {"removed": 1, "unchanged": 2},
            Mode.REPLACE: {"added": 1, "unchanged": 1, "removed": 1, MISFITS: 1},
        }[mode]
    )
    change = change_members_in_steps if in_steps else change_members
    change(chosen, group, mode, expected=numbers, by=editor)
    assert {name: last().counts[name] for name in numbers} == numbers
    after = {Mode.ADD: {inside, outside, elsewhere}, Mode.REMOVE: {elsewhere}, Mode.REPLACE: {inside, outside}}[mode]
    assert set(members(group)) == after
    assert not counter_differences(spec).exists()


@BOUND
def test_several_codes_at_once(spec: Spec, editor: User) -> None:
    one, wrong = fitting(spec), misfit(spec)
    groups = [make_code(spec, "A"), make_code(spec, "B", members=[one])]
    change_groups(those(one, wrong), spec=spec, into=groups[:1], out_of=groups[1:], by=editor)
    assert (last().verb, last().counts) == (spec.verb("several"), {"added": 1, "removed": 1})
    assert [row.code for row in spec.codes().filter(contact_count=1)] == ["A"]
    assert list(members(groups[0])) == [one]


@BOUND
def test_whoever_has_codes_keeps_its_type(spec: Spec, editor: User) -> None:
    """R-2304, R-3402, R-3403."""
    contact = fitting(spec)
    group = make_code(spec, "BOUW", members=[contact])
    other = ContactType.COMPANY if spec.held_by == ContactType.PERSON else ContactType.PERSON
    before = everything()
    with pytest.raises(Refused, match="BOUW") as caught:
        change_contact(contact, {"type": other}, by=editor)
    assert caught.value.field == "type"
    assert everything() == before
    take_out_of_group(those(contact), group, by=editor)
    assert change_contact(contact, {"type": other}, by=editor).type == other


@BOUND
def test_an_undo_gives_no_code_to_whoever_has_become_of_the_other_type(spec: Spec, editor: User) -> None:
    contact = fitting(spec)
    group = make_code(spec, members=[contact])
    taken_out = take_out_of_group(those(contact), group, by=editor).change_set
    assert taken_out is not None
    other = ContactType.COMPANY if spec.held_by == ContactType.PERSON else ContactType.PERSON
    change_contact(contact, {"type": other}, by=editor)
    before = everything()
    report = undo(taken_out, by=editor)
    assert (report.undone, report.left) == (0, 1)
    assert everything() == before
    assert not unfitting(spec.standing()).exists()


@BOUND
def test_an_undo_turns_nobody_back_who_has_been_given_a_code(spec: Spec, editor: User) -> None:
    contact = misfit(spec)
    assert spec.held_by is not None
    change_contact(contact, {"type": spec.held_by}, by=editor)
    turned = last()
    add_to_group(those(contact), make_code(spec), by=editor)
    undo(turned, by=editor)
    contact.refresh_from_db()
    assert contact.type == spec.held_by
    assert not unfitting(spec.standing()).exists()


@EVERY
def test_a_deleted_contact_leaves_and_comes_back(spec: Spec, editor: User) -> None:
    contact = fitting(spec)
    with time_machine.travel(FEBRUARY, tick=False):
        group = make_code(spec, members=[contact])
    before = snapshot()
    with time_machine.travel(MARCH, tick=False):
        delete_contacts(those(contact), by=editor)
    assert not members(group).exists()
    assert not counter_differences(spec).exists()
    gone: Any = as_of(spec.links(), FEBRUARY).get()
    assert gone.contact_number == contact.number
    undo(last(), by=editor)
    assert snapshot() == before


@EVERY
def test_a_deleted_code_is_still_named_by_the_past(spec: Spec, administrator: User) -> None:
    with time_machine.travel(FEBRUARY, tick=False):
        group = make_code(spec, "BOUW", members=[fitting(spec)])
    with time_machine.travel(MARCH, tick=False):
        empty_and_delete_group(group, by=administrator)
    assert as_of(spec.links(), FEBRUARY).get().code == "BOUW"


@EVERY
def test_an_act_under_way_says_which_table_it_is_about(spec: Spec, administrator: User) -> None:
    group = make_code(spec, members=[fitting(spec), fitting(spec)])
    empty_and_delete_in_steps(group, expected=2, by=administrator)
    assert (last().verb, last().counts["removed"]) == (spec.verb("empty_and_delete"), 2)
    assert not spec.codes().exists()
    undo(last(), by=administrator)
    assert spec.codes().get().contact_count == 2


def test_a_person_has_the_industry_groups_of_its_company() -> None:
    """2.10, R-2901: without a company none."""
    company = make_company()
    inside, alone = make_person(company=company), make_person()
    make_code(INDUSTRY_GROUPS, "BOUW", members=[company])
    assert [number_of_groups(contact, INDUSTRY_GROUPS) for contact in (company, inside, alone)] == [1, 1, 0]
    assert [[row.industry_group.code for row in assignments_of(each, INDUSTRY_GROUPS)] for each in (inside, alone)] == [["BOUW"], []]


def test_job_responsibilities_are_a_person_s_own() -> None:
    company = make_company()
    inside = make_person(company=company)
    make_code(JOB_RESPONSIBILITIES, members=[inside])
    assert [number_of_groups(contact, JOB_RESPONSIBILITIES) for contact in (company, inside)] == [0, 1]
