"""Go Back (R-4403, D10): the last step exactly, and older ones only after the later ones."""

from collections.abc import Callable

import pytest

from postkring.accounts.models import User
from postkring.classifications.actions import rename_group
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY, selection_of
from postkring.kit.errors import Refused
from postkring.ledger.expectations import PreviewChanged
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import UndoReport, undo
from postkring.segments.actions import add_contacts, add_line, change_segment, delete_segment, go_back, remove_line
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.segments.queries import last_step, lines_of
from tests.factories import make_company, make_group, make_segment
from tests.snapshots import everything, snapshot

pytestmark = pytest.mark.django_db


def last() -> ChangeSet:
    return ChangeSet.objects.latest("number")


def names(segment: Segment) -> list[str]:
    return [line.contact.name for line in lines_of(segment)]


def test_added_lines_go_and_those_that_were_there_stay_to_the_letter(marketer: User) -> None:
    segment = make_segment(contacts=[make_company(name="A")])
    make_company(name="B")
    before = snapshot()
    add_contacts(segment, EVERYBODY, by=marketer)
    assert names(segment) == ["A", "B"]
    report = go_back(segment, by=marketer)
    assert (report.undone, report.left) == (2, 0)
    assert snapshot() == before


def test_a_removed_line_comes_back_where_it_was_with_its_own_edits(marketer: User) -> None:
    first, second = make_company(name="A"), make_company(name="B")
    segment = make_segment(contacts=[first, second])
    SegmentLine.objects.filter(contact=first).update(description="Eigen tekst", correspondence_type="Email", date="2030-01-01")
    before = snapshot()
    remove_line(segment, first.number, by=marketer)
    assert names(segment) == ["B"]
    go_back(segment, by=marketer)
    assert names(segment) == ["A", "B"]
    assert snapshot() == before


def test_steps_go_back_one_by_one_to_the_empty_segment(marketer: User) -> None:
    contacts = [make_company(name=name) for name in "ABC"]
    segment = make_segment()
    states = []
    for contact in contacts:
        states.append(snapshot())
        add_line(segment, contact.number, by=marketer)
    states.append(snapshot())
    remove_line(segment, contacts[0].number, by=marketer)
    for state in reversed(states):
        go_back(segment, by=marketer)
        assert snapshot() == state
    before = everything()
    with pytest.raises(Refused):
        go_back(segment, by=marketer)
    assert everything() == before


def test_the_number_of_the_next_step_is_the_one_that_went_back(marketer: User) -> None:
    segment = make_segment(contacts=[make_company()])
    add_contacts(segment, EVERYBODY, by=marketer)
    go_back(segment, by=marketer)
    assert add_contacts(segment, EVERYBODY, by=marketer)[0].action_number == 2


def test_another_last_step_than_was_seen_does_nothing(marketer: User) -> None:
    segment = make_segment(contacts=[make_company()])
    add_contacts(segment, EVERYBODY, by=marketer)
    before = everything()
    for seen in (1, 3):
        with pytest.raises(PreviewChanged):
            go_back(segment, step=seen, by=marketer)
    assert everything() == before
    go_back(segment, step=2, by=marketer)
    assert [step.action_number for step in SegmentStep.objects.all()] == [1]


def test_an_older_step_is_not_undone_before_the_later_ones(marketer: User) -> None:
    segment = make_segment(contacts=[make_company()])
    older = last()
    add_contacts(segment, EVERYBODY, by=marketer)
    before = everything()
    with pytest.raises(Refused):
        undo(older, by=marketer)
    assert everything() == before


def test_an_undone_step_comes_back_only_into_its_old_place(marketer: User) -> None:
    make_company()
    segment = make_segment()
    add_contacts(segment, EVERYBODY, by=marketer)
    go_back(segment, by=marketer)
    went_back = last()
    add_contacts(segment, EVERYBODY, by=marketer)
    before = everything()
    with pytest.raises(Refused):
        undo(went_back, by=marketer)
    assert everything() == before
    go_back(segment, by=marketer)
    assert undo(went_back, by=marketer).left == 0
    step = last_step(segment)
    assert step is not None
    assert (step.action_number, segment.lines.count()) == (1, 1)


def test_a_step_that_was_undone_and_done_again_goes_back_too(marketer: User) -> None:
    make_company()
    segment = make_segment()
    before = snapshot()
    add_contacts(segment, EVERYBODY, by=marketer)
    for _ in range(4):
        undo(last(), by=marketer)
    assert segment.lines.count() == 1
    go_back(segment, by=marketer)
    assert snapshot() == before


def undo_the_step(segment: Segment, by: User) -> UndoReport:
    step = last_step(segment)
    assert step is not None
    return undo(step.change_set, by=by)


@pytest.mark.parametrize("way", [lambda segment, by: go_back(segment, by=by), undo_the_step], ids=["go back", "undo"])
def test_a_step_goes_back_whole_though_its_lines_and_its_criteria_were_changed_since(
    marketer: User, way: Callable[[Segment, User], UndoReport]
) -> None:
    group = make_group("OUD", members=[make_company(), make_company()])
    segment = make_segment("Lente")
    add_contacts(segment, selection_of([("mailingGroup", "OUD")]), by=marketer)
    rename_group(group, "NIEUW", by=marketer)
    change_segment(segment, description="Zomer", day=segment.date, by=marketer)
    changed = snapshot()
    report = way(segment, marketer)
    assert (report.undone, report.left) == (3, 0)
    assert not segment.lines.exists()
    assert not segment.steps.exists()
    undo(last(), by=marketer)
    assert snapshot() == changed


def test_going_back_leaves_other_segments_and_the_contacts_alone(marketer: User) -> None:
    contact = make_company()
    other = make_segment(contacts=[contact])
    segment = make_segment(contacts=[contact])
    go_back(segment, by=marketer)
    assert names(other) == [contact.name]
    assert not segment.lines.exists()
    assert Contact.objects.count() == 1


def test_a_deleted_segment_comes_back_with_its_lines_and_steps_and_can_go_back(marketer: User) -> None:
    segment = make_segment("Lente", contacts=[make_company(), make_company()])
    add_contacts(segment, EVERYBODY, by=marketer)
    before = snapshot()
    deleted = delete_segment(segment, by=marketer)
    assert deleted.counts == {"deleted": 1, "lines": 2}
    assert [model.objects.count() for model in (Segment, SegmentStep, SegmentLine)] == [0, 0, 0]
    report = undo(deleted, by=marketer)
    assert (report.undone, report.left) == (5, 0)
    assert snapshot() == before
    go_back(segment, by=marketer)
    assert [step.action_number for step in SegmentStep.objects.all()] == [1]


def test_a_deleted_segment_comes_back_without_the_lines_of_contacts_that_are_gone(marketer: User) -> None:
    stays, goes = make_company(name="A"), make_company(name="B")
    segment = make_segment(contacts=[stays, goes])
    deleted = delete_segment(segment, by=marketer)
    Contact.objects.get(pk=goes.pk).stamp.delete()
    Contact.objects.filter(pk=goes.pk)._raw_delete("default")
    report = undo(deleted, by=marketer)
    assert (report.undone, report.left) == (3, 1)
    assert names(segment) == ["A"]


def test_a_step_of_a_deleted_segment_is_undone_after_the_segment_is_back(marketer: User) -> None:
    segment = make_segment(contacts=[make_company()])
    stepped = last()
    deleted = delete_segment(segment, by=marketer)
    report = undo(stepped, by=marketer)
    assert (report.undone, report.left, report.change_set) == (0, 2, None)
    undo(deleted, by=marketer)
    assert undo(stepped, by=marketer).left == 0
    assert not segment.lines.exists()
