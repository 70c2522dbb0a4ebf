"""Reduce and Refine (4.5): who goes, who stays, what is recorded, and that Go Back brings back exactly that."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY, Selection, SelectionError, selection_of
from postkring.kit.errors import DoesNotExist, NotPermitted, Refused
from postkring.ledger.expectations import PreviewChanged
from postkring.ledger.undo import undo
from postkring.segments.actions import add_line, clear_steps, go_back, reduce_contacts, refine_contacts
from postkring.segments.models import Segment, SegmentLine, SegmentStep, StepAction
from postkring.segments.options import Options
from postkring.segments.queries import lines_of, steps_of
from postkring.segments.reduction import reduction, reduction_sets
from tests.factories import make_company, make_group, make_person, make_segment, many_contacts
from tests.laws import examples
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def group(code: str) -> Selection:
    return selection_of([("mailingGroup", code)])


def names(segment: Segment) -> list[str]:
    return [line.contact.name for line in lines_of(segment)]


@pytest.fixture
def segment(marketer: User) -> Segment:
    """A, B and C on lines, C in GIFT as well as D, who is on no line."""
    contacts = [make_company(name=name) for name in "ABC"]
    make_group("GIFT", members=[contacts[2], make_company(name="D")])
    return make_segment(number="SM00009", contacts=contacts)


def test_reduce_takes_away_who_matches_and_go_back_brings_them_back(marketer: User, segment: Segment) -> None:
    """R-4301, R-4310."""
    before = snapshot()
    step = reduce_contacts(segment, group("GIFT"), by=marketer)
    assert names(segment) == ["A", "B"]
    assert (step.action, step.added, step.removed, step.options) == ("Reduce Contacts", 0, 1, {"entireCompanies": False})
    assert step.change_set.sentence == "1 contact removed from segment SM00009"
    assert step.change_set.counts == {"added": 0, "removed": 1, "unchanged": 2}
    go_back(segment, by=marketer)
    assert names(segment) == ["A", "B", "C"]
    assert snapshot() == before


def test_refine_keeps_who_matches_and_adds_nobody(marketer: User, segment: Segment) -> None:
    """R-4301, R-4302."""
    before = snapshot()
    step = refine_contacts(segment, group("GIFT"), by=marketer)
    assert names(segment) == ["C"]
    assert (step.action, step.added, step.removed) == ("Refine Contacts", 0, 2)
    go_back(segment, by=marketer)
    assert snapshot() == before


def test_lines_that_stay_are_not_written(marketer: User, segment: Segment) -> None:
    SegmentLine.objects.filter(contact__name="B").update(description="Eigen tekst")
    kept = list(SegmentLine.objects.filter(contact__name__in=["A", "B"]).order_by("pk").values())
    reduce_contacts(segment, group("GIFT"), by=marketer)
    assert list(SegmentLine.objects.order_by("pk").values()) == kept


def test_a_step_that_takes_nobody_away_is_recorded(marketer: User, segment: Segment) -> None:
    """R-4213 for these steps: the second of two equal ones changes no line."""
    first = refine_contacts(segment, group("GIFT"), by=marketer)
    second = refine_contacts(segment, group("GIFT"), by=marketer)
    assert (second.action_number, second.removed) == (first.action_number + 1, 0)
    assert names(segment) == ["C"]
    assert second.change_set.sentence == "Nobody removed from segment SM00009"


def test_without_filters_nothing_is_meant_and_everybody_is_said_in_so_many_words(marketer: User, segment: Segment) -> None:
    before = everything()
    for act in (reduce_contacts, refine_contacts):
        with pytest.raises(SelectionError):
            act(segment, Selection(), by=marketer)
        with pytest.raises(DoesNotExist):
            act(segment, group("WEG"), by=marketer)
    assert everything() == before
    refine_contacts(segment, EVERYBODY, by=marketer)
    assert names(segment) == ["A", "B", "C"]
    reduce_contacts(segment, EVERYBODY, by=marketer)
    assert names(segment) == []


@pytest.fixture
def firms(marketer: User) -> Segment:
    """Two companies with their persons, and a person without a company; one colleague is in GIFT and on no line."""
    first, second = make_company(name="Eerste"), make_company(name="Tweede")
    an, bo = make_person(name="An", company=first), make_person(name="Bo", company=first)
    chris = make_person(name="Chris", company=second)
    alone = make_person(name="Zij", company=None)
    make_group("GIFT", members=[an, alone])
    make_group("STIL", members=[make_person(name="Thuis", company=second)])
    return make_segment(number="SM00009", contacts=[first, bo, second, chris, alone, an])


@pytest.mark.parametrize(
    ("code", "matching"),
    [("GIFT", ["Zij", "Eerste", "An", "Bo"]), ("STIL", ["Tweede", "Chris"])],
)
def test_entire_companies_are_decided_by_anybody_of_them(marketer: User, firms: Segment, code: str, matching: list[str]) -> None:
    """R-4303: also by a colleague who is on no line. A person without a company stands for itself."""
    others = [name for name in names(firms) if name not in matching]
    refine_contacts(firms, group(code), entire_companies=True, by=marketer)
    assert names(firms) == matching
    go_back(firms, by=marketer)
    step = reduce_contacts(firms, group(code), entire_companies=True, by=marketer)
    assert names(firms) == others
    assert step.options == {"entireCompanies": True}


def test_each_line_on_its_own_without_that_option(marketer: User, firms: Segment) -> None:
    reduce_contacts(firms, group("STIL"), by=marketer)
    assert len(names(firms)) == 6
    refine_contacts(firms, group("GIFT"), by=marketer)
    assert names(firms) == ["Zij", "An"]


@pytest.mark.parametrize("action", [StepAction.REDUCE, StepAction.REFINE])
def test_another_outcome_than_the_one_that_was_seen_changes_nothing(marketer: User, segment: Segment, action: str) -> None:
    act = reduce_contacts if action == StepAction.REDUCE else refine_contacts
    seen = reduction(segment, action, group("GIFT"), Options())
    add_line(segment, Contact.objects.get(name="D").number, by=marketer)
    before = everything()
    with pytest.raises(PreviewChanged):
        act(segment, group("GIFT"), expected={"removed": seen.removed, "unchanged": seen.staying}, by=marketer)
    assert everything() == before


def test_who_may_not_change_segments_takes_nobody_away(editor: User, reader: User, segment: Segment) -> None:
    before = everything()
    for user in (editor, reader):
        for act in (reduce_contacts, refine_contacts):
            with pytest.raises(NotPermitted):
                act(segment, group("GIFT"), by=user)
        with pytest.raises(NotPermitted):
            clear_steps(segment, by=user)
    assert everything() == before


def test_an_emptied_segment_begins_anew_and_undo_brings_the_steps_back(marketer: User, segment: Segment) -> None:
    """R-4109."""
    reduce_contacts(segment, EVERYBODY, by=marketer)
    before, steps = snapshot(), steps_of(segment).count()
    change_set = clear_steps(segment, by=marketer)
    assert not SegmentStep.objects.exists()
    assert change_set.sentence.endswith("of segment SM00009 cleared")
    assert change_set.counts == {"deleted": steps}
    assert undo(change_set, by=marketer).left == 0
    assert snapshot() == before


def test_steps_are_not_cleared_while_there_are_lines(marketer: User, segment: Segment) -> None:
    reduce_contacts(segment, group("GIFT"), by=marketer)
    before = everything()
    with pytest.raises(Refused, match="The steps stay as long as the segment has lines"):
        clear_steps(segment, by=marketer)
    assert everything() == before


FILTERS = ("A", "B", "C", "<>A", "A|B", "A&B", "<>''", "''")


@given(code=st.sampled_from(FILTERS), whole=st.booleans(), chosen=st.sets(st.integers(0, 29), min_size=1))
@settings(max_examples=examples(quick=10, full=60))
def test_reduce_and_refine_by_one_selection_split_the_lines(marketer: User, code: str, whole: bool, chosen: set[int]) -> None:
    with transaction.atomic():
        contacts = _contacts_in_groups()
        segment = make_segment(contacts=[contacts[place] for place in sorted(chosen)])
        lines, asked, options = set(names(segment)), group(code), Options(entire_companies=whole)
        gone = {}
        for action, act in ((StepAction.REDUCE, reduce_contacts), (StepAction.REFINE, refine_contacts)):
            seen = reduction(segment, action, asked, options)
            shown = {contact.name for contact in reduction_sets(segment, action, asked, options)["removed"]}
            act(segment, asked, entire_companies=whole, expected={"removed": seen.removed, "unchanged": seen.staying}, by=marketer)
            gone[action] = lines - set(names(segment))
            assert (gone[action], len(shown), seen.staying) == (shown, seen.removed, len(lines) - seen.removed)
            go_back(segment, by=marketer)
            assert set(names(segment)) == lines
        assert gone[StepAction.REDUCE] | gone[StepAction.REFINE] == lines
        assert not gone[StepAction.REDUCE] & gone[StepAction.REFINE]
        transaction.set_rollback(True)


def _contacts_in_groups() -> list[Contact]:
    contacts = list(many_contacts(30).order_by("pk"))
    for place, code in enumerate("ABC"):
        make_group(code, members=contacts[place :: 2 + place])
    return contacts
