"""Several who work on segments at the same moment: numbers and places are given out once, and steps come one after the other."""

import pytest

from postkring.accounts.models import Role, User
from postkring.classifications.actions import delete_group
from postkring.criteria.selections import EVERYBODY, selection_of
from postkring.kit.errors import NotFound, Refused
from postkring.ledger.expectations import PreviewChanged
from postkring.segments import actions as segments
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.segments.queries import lines_of
from postkring.setup.models import NumberSeries
from tests.factories import make_company, make_group, make_segment, make_user
from tests.together import at_once

at_the_same_moment = pytest.mark.usefixtures("own_database")


@pytest.fixture
def bea() -> User:
    return make_user(Role.MARKETER, username="bea")


@pytest.mark.django_db
def test_one_after_the_other_steps_are_counted_on(bea: User) -> None:
    segment = make_segment()
    assert [segments.add_contacts(segment, EVERYBODY, by=bea)[0].action_number for _ in range(3)] == [1, 2, 3]


@at_the_same_moment
def test_no_two_segments_get_one_number(bea: User) -> None:
    made = at_once(*[lambda: segments.create_segment(by=bea) for _ in range(8)])
    assert sorted(segment.number for segment in made) == [f"SM0000{place}" for place in range(1, 9)]
    assert NumberSeries.objects.get(code="SEGM").last_number_used == "SM00008"


@at_the_same_moment
def test_one_typed_number_goes_to_one_segment_and_is_skipped_by_the_series(bea: User) -> None:
    typed = [lambda: segments.create_segment(number="SM00001", by=bea)] * 2
    results = at_once(*typed, lambda: segments.create_segment(by=bea))
    numbers = sorted(result.number for result in results if isinstance(result, Segment))
    assert numbers in (["SM00001"] * 1 + ["SM00002"], ["SM00001"])
    assert Segment.objects.count() == len(numbers)


@at_the_same_moment
def test_of_two_who_step_at_once_the_second_sees_what_the_first_did(bea: User) -> None:
    for _ in range(5):
        make_company()
    segment = make_segment()
    results = at_once(*[lambda: segments.add_contacts(segment, EVERYBODY, by=bea) for _ in range(3)])
    assert sorted((step.action_number, step.added, seen.unchanged) for step, seen in results) == [(1, 5, 0), (2, 0, 5), (3, 0, 5)]
    assert list(lines_of(segment).values_list("line_number", flat=True)) == [10_000, 20_000, 30_000, 40_000, 50_000]


@at_the_same_moment
def test_adding_and_reducing_at_once_come_one_after_the_other(bea: User) -> None:
    make_group("WEG", members=[make_company()])
    make_company()
    segment = make_segment()
    results = at_once(
        lambda: segments.add_contacts(segment, EVERYBODY, by=bea)[0],
        lambda: segments.reduce_contacts(segment, selection_of([("mailingGroup", "WEG")]), by=bea),
    )
    steps = {step.action: (step.action_number, step.added, step.removed) for step in results}
    assert steps in (
        {"Add Contacts": (1, 2, 0), "Reduce Contacts": (2, 0, 1)},
        {"Reduce Contacts": (1, 0, 0), "Add Contacts": (2, 2, 0)},
    )
    assert segment.lines.count() == sum(added - removed for _, added, removed in steps.values())


@at_the_same_moment
def test_of_two_who_confirm_one_preview_the_second_is_told(bea: User) -> None:
    make_company()
    segment = make_segment()
    results = at_once(*[lambda: segments.add_contacts(segment, EVERYBODY, expected={"added": 1}, by=bea) for _ in range(2)])
    assert sorted(isinstance(result, PreviewChanged) for result in results) == [False, True]
    assert (SegmentStep.objects.count(), SegmentLine.objects.count()) == (1, 1)


@at_the_same_moment
def test_of_two_who_go_back_from_one_step_only_one_does(bea: User) -> None:
    segment = make_segment(contacts=[make_company()])
    for _ in range(2):
        segments.add_contacts(segment, EVERYBODY, by=bea)
    results = at_once(*[lambda: segments.go_back(segment, step=3, by=bea) for _ in range(3)])
    assert sorted(isinstance(result, Refused) for result in results) == [False, True, True]
    assert list(SegmentStep.objects.values_list("action_number", flat=True)) == [1, 2]


@at_the_same_moment
def test_stepping_and_deleting_at_once_leaves_all_or_nothing(bea: User) -> None:
    make_company()
    segment = make_segment()
    results = at_once(lambda: segments.add_contacts(segment, EVERYBODY, by=bea), lambda: segments.delete_segment(segment, by=bea))
    assert not Segment.objects.exists()
    assert not SegmentLine.objects.exists()
    assert not SegmentStep.objects.exists()
    assert isinstance(results[0], NotFound) or results[0][0].added == 1


@at_the_same_moment
def test_a_group_deleted_at_the_same_moment_never_means_everybody(bea: User) -> None:
    make_company()
    segment, group = make_segment(), make_group("LEEG")
    selection = selection_of([("mailingGroup", "LEEG")])
    at_once(lambda: delete_group(group, by=bea), lambda: segments.add_contacts(segment, selection, by=bea))
    assert not SegmentLine.objects.exists()
