"""Saved criteria (4.7): saved from the steps of a segment, named, deleted, following their codes; and taken again on any segment."""

import sys
from collections.abc import Callable
from typing import Any, Final

import pytest

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.accounts.undoing import undo_act
from postkring.classifications.actions import delete_group, rename_group, rename_mentions
from postkring.classifications.mailing_groups import MailingGroup
from postkring.criteria.selections import Selection, selection_of
from postkring.kit.errors import AlreadyExists, DoesNotExist, DomainError, NotAcceptable, NotFound, Refused, TooLong
from postkring.ledger.models import ChangeSet
from postkring.segments import actions as segments
from postkring.segments.access import saved_criteria_to_change, saved_criteria_to_read
from postkring.segments.models import SavedAction, SavedCriteria, Segment, SegmentStep
from postkring.segments.options import Options
from postkring.segments.queries import lines_of, steps_of
from tests.factories import make_company, make_group, make_person, make_segment
from tests.permissions import assert_only_with, those_who_may
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def group(code: str) -> Selection:
    return selection_of([("mailingGroup", code)])


def names(segment: Segment) -> list[str]:
    return [line.contact.name for line in lines_of(segment)]


def said(rows: Any) -> list[tuple[str, Any, Any]]:
    return list(rows.order_by("action_number").values_list("action", "selection", "options"))


@pytest.fixture
def chosen(marketer: User) -> Segment:
    """VERHUIZING with the companies of its persons, without who is in GESCHENK, and of those the ones in Gent: A and its An."""
    a = make_company(name="A", city="Gent")
    an = make_person(name="An", company=a, city="Gent")
    b = make_company(name="B", city="Luik")
    c = make_company(name="C", city="Gent")
    make_group("VERHUIZING", members=[an, b, c])
    make_group("GESCHENK", members=[c])
    segment = make_segment(number="SM00007")
    segments.add_contacts(segment, group("VERHUIZING"), Options(allow_related_companies=True), by=marketer)
    segments.reduce_contacts(segment, group("GESCHENK"), by=marketer)
    segments.refine_contacts(segment, selection_of([("displayName", "An")]), entire_companies=True, by=marketer)
    return segment


def save(segment: Segment, by: User, code: str = "MOVE") -> SavedCriteria:
    return segments.save_criteria(segment, code, "Verhuizing zonder geschenk", by=by)


def test_all_actions_are_saved_in_order_and_undo_takes_them_back(marketer: User, chosen: Segment) -> None:
    """R-4501."""
    before = snapshot()
    saved = save(chosen, marketer, " move ")
    assert (saved.code, saved.description, saved.saved_by) == ("MOVE", "Verhuizing zonder geschenk", marketer)
    assert said(SavedAction.objects.filter(saved=saved)) == said(steps_of(chosen))
    assert list(saved.actions.values_list("action_number", flat=True)) == [1, 2, 3]
    done = ChangeSet.objects.latest("number")
    assert done.sentence == "Criteria MOVE saved."
    undo_act(done, by=marketer)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("code", "description", "error"),
    [
        ("", "", NotAcceptable),
        ("   ", "", NotAcceptable),
        ("TWELVESIGNS2", "", TooLong),
        ("A B", "", NotAcceptable),
        ("USED", "", AlreadyExists),
        ("used", "", AlreadyExists),
        ("ÚSED", "", AlreadyExists),
        ("NEW", "x" * 101, TooLong),
        ("NEW", "a\x00b", NotAcceptable),
    ],
)
def test_a_code_that_is_blank_wrong_or_used_is_refused(
    marketer: User, chosen: Segment, code: str, description: str, error: type[DomainError]
) -> None:
    """R-4501."""
    save(chosen, marketer, "USED")
    other = save(chosen, marketer, "OTHER")
    before = everything()
    with pytest.raises(error):
        segments.save_criteria(chosen, code, description, by=marketer)
    with pytest.raises(error):
        segments.change_criteria(other, code=code, description=description, by=marketer)
    assert everything() == before


def test_a_segment_without_a_step_has_nothing_to_save(marketer: User) -> None:
    """R-4501."""
    segment = make_segment()
    before = everything()
    with pytest.raises(Refused, match="Segment SM00001 has no criteria to save yet"):
        save(segment, marketer)
    assert everything() == before


def test_they_are_everybodys_and_tied_to_no_segment(marketer: User, administrator: User, chosen: Segment) -> None:
    """R-4502."""
    saved = save(chosen, marketer)
    segments.delete_segment(chosen, by=marketer)
    assert saved_criteria_to_read("move", by=administrator) == saved
    before = snapshot()
    changed = segments.change_criteria(saved, code="MOVING", description="Anders", by=administrator)
    assert changed
    assert changed.sentence == "Saved criteria MOVE became MOVING"
    assert SavedCriteria.objects.values_list("code", "code_folded", "description").get() == ("MOVING", "moving", "Anders")
    undo_act(changed, by=administrator)
    assert snapshot() == before
    gone = segments.delete_criteria(saved, by=administrator)
    assert gone.sentence == "Saved criteria MOVE deleted"
    assert not SavedAction.objects.exists()
    undo_act(gone, by=administrator)
    assert snapshot() == before


def test_what_is_so_already_is_no_change(marketer: User, chosen: Segment) -> None:
    saved = save(chosen, marketer)
    before = everything()
    assert segments.change_criteria(saved, code="MOVE", description=saved.description, by=marketer) is None
    assert everything() == before
    changed = segments.change_criteria(saved, description="Anders", by=marketer)
    assert changed
    assert changed.sentence == "Saved criteria MOVE: description changed"


def test_what_is_gone_is_neither_changed_nor_deleted_nor_taken(marketer: User, chosen: Segment) -> None:
    saved = save(chosen, marketer)
    segments.delete_criteria(saved, by=marketer)
    before = everything()
    for act in (
        lambda: segments.change_criteria(saved, code="X", by=marketer),
        lambda: segments.delete_criteria(saved, by=marketer),
        lambda: segments.reuse_criteria(chosen, saved, by=marketer),
        lambda: saved_criteria_to_read("\x00", by=marketer),
    ):
        with pytest.raises(NotFound):
            act()
    assert everything() == before


def test_they_follow_a_code_that_is_renamed_and_are_named_beforehand(marketer: User, administrator: User, chosen: Segment) -> None:
    save(chosen, marketer)
    segments.delete_segment(chosen, by=marketer)
    gift = SavedAction.objects.get(action_number=2).selection
    before = snapshot()
    renaming = MailingGroup.objects.get(code="GESCHENK")
    mentions = [(each.kind, each.number, each.key) for each in rename_mentions(renaming, by=administrator)]
    assert mentions == [("Saved Segment Criteria", "MOVE", "MOVE")]
    rename_group(renaming, "GIFT", by=administrator)
    assert SavedAction.objects.get(action_number=2).selection == group("GIFT").as_data() != gift
    undo_act(ChangeSet.objects.latest("number"), by=administrator)
    assert snapshot() == before


def test_all_actions_are_taken_again_in_order_with_their_options(marketer: User, chosen: Segment) -> None:
    """R-4503, R-4504, R-4505: on the data of today, as new steps behind those that are there."""
    assert names(chosen) == ["A", "An"]
    saved = save(chosen, marketer)
    dirk = make_person(name="Dirk", company=make_company(name="D"))
    segments.change_criteria(saved, description="Anders", by=marketer)
    other = make_segment(number="SM00008", contacts=[dirk])
    steps = segments.reuse_criteria(other, saved, by=marketer)
    assert [(step.action_number, step.action, step.added, step.removed) for step in steps] == [
        (2, "Add Contacts", 4, 0),
        (3, "Reduce Contacts", 0, 1),
        (4, "Refine Contacts", 0, 2),
    ]
    assert names(other) == ["A", "An"]
    assert said(steps_of(other))[1:] == said(steps_of(chosen))
    assert len({step.change_set_id for step in steps}) == 3


def test_go_back_takes_them_one_by_one(marketer: User, chosen: Segment) -> None:
    """R-4504."""
    saved, other = save(chosen, marketer), make_segment(number="SM00008")
    before = snapshot()
    segments.reuse_criteria(other, saved, by=marketer)
    counts = []
    for _ in range(3):
        segments.go_back(other, by=marketer)
        counts.append(lines_of(other).count())
    assert counts == [3, 4, 0]
    assert snapshot() == before


def test_a_code_that_is_no_more_is_named_and_nothing_is_done(marketer: User, administrator: User, chosen: Segment) -> None:
    """Against R-4506: neither nobody nor everybody, also where it stands in the last action."""
    empty = make_group("LEEG")
    segments.reduce_contacts(chosen, group("LEEG"), by=marketer)
    saved, other = save(chosen, marketer), make_segment(number="SM00008")
    delete_group(empty, by=administrator)
    before = everything()
    with pytest.raises(DoesNotExist, match="LEEG"):
        segments.reuse_criteria(other, saved, by=marketer)
    assert everything() == before


def test_one_step_that_cannot_be_taken_takes_none(marketer: User, chosen: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    saved, other = save(chosen, marketer), make_segment(number="SM00008")
    before = everything()

    def refuse(*args: Any, **named: Any) -> SegmentStep:
        raise Refused("no")

    monkeypatch.setattr(sys.modules[segments.reuse_criteria.__module__], "take_away", refuse)
    with pytest.raises(Refused):
        segments.reuse_criteria(other, saved, by=marketer)
    assert everything() == before


ACTS: Final[dict[str, Callable[[Segment, SavedCriteria, Any], object]]] = {
    "save": lambda segment, saved, user: segments.save_criteria(segment, "NEW", by=user),
    "change": lambda segment, saved, user: segments.change_criteria(saved, description="x", by=user),
    "reuse": lambda segment, saved, user: segments.reuse_criteria(segment, saved, by=user),
    "delete": lambda segment, saved, user: segments.delete_criteria(saved, by=user),
    "fetch": lambda segment, saved, user: saved_criteria_to_change("MOVE", by=user),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_who_may_change_segments_may(marketer: User, chosen: Segment, act: str) -> None:
    saved = save(chosen, marketer)
    assert_only_with(Permission.EDIT_SEGMENTS, lambda user: ACTS[act](chosen, saved, user))
    for user in those_who_may(Permission.EDIT_SEGMENTS)[:1]:
        ACTS[act](chosen, saved, user)


def test_everybody_who_may_read_may_read_them(marketer: User, chosen: Segment) -> None:
    save(chosen, marketer)
    assert_only_with(Permission.READ, lambda user: saved_criteria_to_read("MOVE", by=user))
