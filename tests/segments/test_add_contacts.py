"""Add Contacts (4.4): who gets a line, who is left out and why, and that the preview is what then happens."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkring.accounts.models import User
from postkring.classifications.actions import delete_group
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY, Selection, SelectionError, contacts, selection_of
from postkring.kit.errors import DoesNotExist, NotFound, Refused
from postkring.ledger.expectations import PreviewChanged
from postkring.ledger.models import ChangeSet
from postkring.segments.actions import add_contacts, add_line
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.segments.queries import Preview, lines_of, preview, previewed_as, steps_of, to_add, touched_by_step
from tests.factories import make_company, make_group, make_person, make_segment, make_user, many_contacts
from tests.snapshots import everything

pytestmark = pytest.mark.django_db

NOBODY_LEFT_OUT = {"privacyBlocked": 0, "excluded": 0}


def group(code: str) -> Selection:
    return selection_of([("mailingGroup", code)])


def chosen(segment: Segment) -> list[Contact]:
    return [line.contact for line in lines_of(segment)]


def test_the_lines_are_the_members_of_either_group(marketer: User) -> None:
    mover, both, giver, neither = (make_company(name=name) for name in "ABCD")
    make_group("VERHUIZING", members=[mover, both])
    make_group("GESCHENK", members=[both, giver])
    segment = make_segment()
    step, outcome = add_contacts(segment, group("VERHUIZING|GESCHENK"), by=marketer)
    assert chosen(segment) == [mover, both, giver]
    assert neither not in chosen(segment)
    assert (step.action_number, step.action, step.added, step.removed) == (1, "Add Contacts", 3, 0)
    assert outcome == Preview(3, 3, 0, NOBODY_LEFT_OUT)


def test_criteria_stand_together_with_and(marketer: User) -> None:
    company, person = make_company(), make_person()
    make_group("A", members=[company, person])
    make_person()
    segment = make_segment()
    add_contacts(segment, selection_of([("mailingGroup", "A"), ("type", "Person"), ("city", " ")]), by=marketer)
    assert chosen(segment) == [person]


def test_everybody_must_be_said_in_so_many_words(marketer: User) -> None:
    both = {make_company(), make_person()}
    segment = make_segment()
    before = everything()
    with pytest.raises(SelectionError):
        add_contacts(segment, Selection(), by=marketer)
    assert everything() == before
    add_contacts(segment, EVERYBODY, by=marketer)
    assert set(chosen(segment)) == both


@pytest.mark.parametrize(
    ("flags", "left_out"),
    [
        ({"exclude_from_segment": True}, {"privacyBlocked": 0, "excluded": 1}),
        ({"privacy_blocked": True}, {"privacyBlocked": 1, "excluded": 0}),
        ({"minor": True}, {"privacyBlocked": 1, "excluded": 0}),
        ({"privacy_blocked": True, "exclude_from_segment": True}, {"privacyBlocked": 1, "excluded": 0}),
    ],
)
def test_who_may_not_be_reached_is_left_out_and_counted_once(marketer: User, flags: dict[str, Any], left_out: dict[str, int]) -> None:
    reached = make_company()
    make_group("A", members=[reached, make_person(**flags)])
    segment = make_segment()
    step, outcome = add_contacts(segment, group("A"), by=marketer)
    assert chosen(segment) == [reached]
    assert outcome == Preview(2, 1, 0, left_out)
    assert step.change_set.counts == {"added": 1, "removed": 0, "unchanged": 0} | left_out


def test_adding_twice_adds_nothing_but_is_recorded(marketer: User) -> None:
    contact = make_company()
    segment = make_segment()
    add_contacts(segment, EVERYBODY, by=marketer)
    lines = list(SegmentLine.objects.values())
    step, outcome = add_contacts(segment, EVERYBODY, by=marketer)
    assert list(SegmentLine.objects.values()) == lines
    assert (step.action_number, step.added) == (2, 0)
    assert outcome == Preview(1, 0, 1, NOBODY_LEFT_OUT)
    assert [each.action_number for each in steps_of(segment)] == [1, 2]
    assert step.change_set == ChangeSet.objects.latest("number")
    assert chosen(segment) == [contact]


def test_an_act_that_adds_nobody_at_all_is_recorded_too(marketer: User) -> None:
    make_group("LEEG")
    segment = make_segment()
    step, outcome = add_contacts(segment, group("LEEG"), by=marketer)
    assert (step.added, outcome.matched) == (0, 0)
    assert step.selection == {"version": 1, "criteria": [{"key": "mailingGroup", "filter": "LEEG"}]}


def test_who_is_on_a_line_already_counts_as_unchanged_though_blocked_since(marketer: User) -> None:
    contact = make_company()
    segment = make_segment(contacts=[contact])
    Contact.objects.update(privacy_blocked=True)
    _, outcome = add_contacts(segment, EVERYBODY, by=marketer)
    assert outcome == Preview(1, 0, 1, NOBODY_LEFT_OUT)


def test_another_number_than_was_seen_does_nothing(marketer: User) -> None:
    make_group("A", members=[make_company(), make_company()])
    segment = make_segment()
    before = everything()
    for expected in ({"added": 3}, {"added": 2, "unchanged": 1}, {"added": 2, "privacyBlocked": 1}, {"added": 2, "excluded": 1}):
        with pytest.raises(PreviewChanged) as refusal:
            add_contacts(segment, group("A"), expected=expected, by=marketer)
        assert refusal.value.values["now"] == dict.fromkeys(expected, 0) | {"added": 2}
        assert everything() == before
    assert add_contacts(segment, group("A"), expected={"added": 2}, by=marketer)[0].added == 2
    assert add_contacts(segment, group("A"), expected={"added": 0, "unchanged": 2}, by=marketer)[0].added == 0


def test_who_looked_first_is_told_that_nobody_would_be_added(marketer: User) -> None:
    segment = make_segment(contacts=[make_company()])
    before = everything()
    with pytest.raises(Refused):
        add_contacts(segment, EVERYBODY, expected={"added": 0}, refuse_nobody=True, by=marketer)
    assert everything() == before


def test_a_group_deleted_meanwhile_is_an_error_and_never_everybody(marketer: User) -> None:
    make_company()
    there, gone = make_group("A"), make_group("B")
    selections = [group("A"), group("<>A"), group("A|B"), group("B&<>A")]
    delete_group(there, by=marketer)
    segment = make_segment()
    before = everything()
    for selection in selections:
        with pytest.raises(DoesNotExist):
            add_contacts(segment, selection, by=marketer)
        with pytest.raises(DoesNotExist):
            preview(segment, selection)
    assert everything() == before
    assert gone.code == "B"


def test_a_segment_that_vanished_is_said_so(marketer: User) -> None:
    segment = make_segment()
    Segment.objects.all().delete()
    before = everything()
    with pytest.raises(NotFound):
        add_contacts(segment, EVERYBODY, by=marketer)
    assert everything() == before


def test_what_a_step_added_can_be_opened_exactly(marketer: User) -> None:
    first = make_company()
    segment = make_segment(contacts=[first])
    second = make_company()
    step, _ = add_contacts(segment, EVERYBODY, by=marketer)
    assert list(touched_by_step(step, kind="i")) == [second]
    assert not touched_by_step(step, kind="d").exists()


def test_what_a_step_added_is_the_same_where_it_is_few_of_many(marketer: User) -> None:
    segment = make_segment()
    company = make_company()
    step, _ = add_contacts(segment, EVERYBODY, by=marketer)
    many_contacts(40)
    assert list(touched_by_step(step, kind="i")) == [company]


CONTACTS = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()), max_size=6)


@given(people=CONTACTS, everybody=st.booleans())
def test_the_preview_is_what_then_happens_and_adds_up(people: list[tuple[bool, bool, bool, bool]], everybody: bool) -> None:
    user = User.objects.filter(username="marketer").first() or make_user("marketer")
    segment, code = make_segment(), f"G{SegmentStep.objects.count()}X{Segment.objects.count()}"
    members = []
    for in_group, there, excluded, blocked in people:
        contact = make_person(exclude_from_segment=excluded)
        if there:
            add_line(segment, contact.number, by=user)
        Contact.objects.filter(pk=contact.pk).update(privacy_blocked=blocked)
        members += [contact] if in_group else []
    make_group(code, members=members)
    selection = EVERYBODY if everybody else group(code)
    matched = contacts(selection).count()
    seen, lines = preview(segment, selection), segment.lines.count()
    step, outcome = add_contacts(segment, selection, expected={"added": seen.added, "unchanged": seen.unchanged, **seen.left_out}, by=user)
    assert outcome == seen
    assert seen.matched == matched == seen.added + seen.unchanged + sum(seen.left_out.values())
    assert segment.lines.count() - lines == step.added == seen.added
    after = preview(segment, selection)
    assert (after.added, after.unchanged, after.left_out) == (0, seen.unchanged + seen.added, seen.left_out)


def test_the_contacts_behind_the_numbers_are_as_many_and_those_to_add_are_the_ones_added(marketer: User) -> None:
    here = make_company(privacy_blocked=True)
    make_group("A", members=[here, make_company(), make_person(minor=True), make_company(exclude_from_segment=True), make_person()])
    segment = make_segment(contacts=[here])
    seen = preview(segment, group("A"))
    assert seen == Preview(5, 2, 1, {"privacyBlocked": 1, "excluded": 1})
    behind = {name: previewed_as(name, segment, group("A")) for name in ("added", "unchanged", "leftOut", "privacyBlocked", "excluded")}
    assert {name: rows.count() for name, rows in behind.items()} == {
        "added": seen.added,
        "unchanged": seen.unchanged,
        "leftOut": 2,
        **seen.left_out,
    }
    assert set(behind["added"]) == set(to_add(segment, group("A")))
    assert set(behind["leftOut"]) == {*behind["privacyBlocked"], *behind["excluded"]}
