"""Acts on segments with many lines in steps: nobody else changes that segment meanwhile, and nothing of it is ever half done."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act, undo_large_act
from postkring.classifications.actions import rename_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.actions import change_contact, delete_contacts
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY, selection_of
from postkring.kit.errors import Refused
from postkring.ledger.models import ChangeSet, Meant
from postkring.ledger.models import State as Standing
from postkring.segments import actions as segments
from postkring.segments import queries
from postkring.segments.models import Segment
from postkring.segments.queries import last_step, lines_of
from postkring.work import running
from postkring.work.actions import cancel
from postkring.work.models import State, Work
from postkring.work.queries import standing_of
from postkring.work.running import MOST_TRIES, advance
from tests.factories import make_company, make_group, make_person, make_segment, make_user
from tests.ledger.stepping import between_undone
from tests.snapshots import everything, snapshot
from tests.work import pieces
from tests.work.outcomes import act_of, again, is_taken_back
from tests.work.stepping import between_steps, unwatched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "in_steps_of_two_rows")]

OCCUPIED: Final = "A task is at work on segment SM00001. Wait until it has ended, or cancel it."


@pytest.fixture
def bea(db: None) -> User:
    return make_user(Role.ADMINISTRATOR, username="bea")


@pytest.fixture
def segment(bea: User) -> Segment:
    """Five contacts in a group, added in one step after the header was changed; six others, one of whom may not be reached."""
    inside = [make_company(name=name) for name in ("Claes", "Aerts")]
    inside += [make_person(name=f"{name} Claes", company=inside[0]) for name in ("An", "Bo", "Chris")]
    make_group("LENTE", members=inside)
    for name in ("Yu", "Wim", "Zoë", "Vic"):
        make_person(name=name)
    make_company(name="Xander")
    make_company(name="Uit", exclude_from_segment=True)
    made = make_segment()
    segments.change_segment(made, description="Lente", day=made.date, by=bea)
    segments.add_contacts(made, selection_of([("mailingGroup", "LENTE")]), by=bea)
    made.refresh_from_db()
    return made


def names(segment: Segment) -> list[str]:
    return [line.contact.name for line in lines_of(segment)]


def added(segment: Segment, by: User) -> Work:
    return pieces.add_to_segment(segment, 5, by=by, unchanged=5, excluded=1, privacyBlocked=0)


def changed(segment: Segment, by: User) -> Work:
    return pieces.change_segment(segment, "Zomer", by=by)


def deleted(segment: Segment, by: User) -> Work:
    return pieces.delete_segment(segment, by=by)


def taken_away(segment: Segment, by: User) -> Work:
    return pieces.take_away(segment, 5, by=by)


Planned = Callable[[Segment, User], Work]
ACTS: Final[dict[str, Planned]] = {"add": added, "reduce": taken_away, "change": changed, "delete": deleted}
every_act = pytest.mark.parametrize("planned", ACTS.values(), ids=ACTS)


@every_act
def test_it_is_one_act_that_one_undo_takes_back(an: User, segment: Segment, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    before, work = snapshot(), planned(segment, an)
    steps, acts = between_steps(monkeypatch, lambda: None), ChangeSet.objects.count()
    advance(work.pk)
    done = again(work)
    assert (done.state, done.said) == (State.DONE, "")
    assert len(steps) >= 3
    assert ChangeSet.objects.count() == acts + 1
    assert done.change_set is not None
    assert (done.change_set, done.change_set.state, done.change_set.by) == (act_of(work), Standing.DONE, an)
    assert not done.change_set.sentence.startswith("Under way")
    assert not Meant.objects.exists()
    after = snapshot()
    assert after != before
    taken_back = undo_large_act(done.change_set, by=an)
    assert (taken_back.left, snapshot()) == (0, before)
    assert taken_back.change_set is not None
    assert undo_large_act(taken_back.change_set, by=an).left == 0
    assert snapshot() == after


def test_other_numbers_than_those_that_were_seen_begin_nothing(an: User, bea: User, segment: Segment) -> None:
    works = [added(segment, an), taken_away(segment, an), deleted(segment, an)]
    segments.add_line(segment, Contact.objects.get(name="Yu").number, by=bea)
    before = everything()
    for work in works:
        advance(work.pk)
        assert again(work).state == State.REFUSED
        assert again(work).said.startswith("The outcome is another one by now.")
    assert everything() == before
    assert not Meant.objects.exists()


def test_where_nobody_would_be_added_nothing_begins(an: User, segment: Segment) -> None:
    before = everything()
    nobody = selection_of([("mailingGroup", "LENTE")])
    work = pieces.add_to_segment(segment, 5, by=an, selection=nobody)
    Work.objects.filter(pk=work.pk).update(arguments={**work.arguments, "expected": None})
    advance(work.pk)
    assert (again(work).state, again(work).said) == (State.REFUSED, "With these filters nobody would be added.")
    assert everything() == before


def others_are_refused(segment: Segment, by: User) -> None:
    """All that anybody else may want to do to it. What it is about stays free."""
    outside, inside = Contact.objects.get(name="Zoë"), Contact.objects.get(name="Aerts")
    header_changed = ChangeSet.objects.get(verb="segment.change", state=Standing.DONE, sentences__en="Segment SM00001 changed", undoes=None)
    before = everything()
    acts: list[Callable[[], Any]] = [
        lambda: segments.add_contacts(segment, EVERYBODY, by=by),
        lambda: segments.add_line(segment, outside.number, by=by),
        lambda: segments.remove_line(segment, inside.number, by=by),
        lambda: segments.reduce_contacts(segment, EVERYBODY, by=by),
        lambda: segments.clear_steps(segment, by=by),
        lambda: segments.change_segment(segment, description="Herfst", day=segment.date, by=by),
        lambda: segments.delete_segment(segment, by=by),
        lambda: undo_act(header_changed, by=by),
    ]
    for act in acts:
        with pytest.raises(Refused, match=OCCUPIED):
            act()
    with pytest.raises(Refused):
        segments.go_back(segment, by=by)
    assert everything() == before
    other = make_segment()
    segments.add_contacts(other, EVERYBODY, by=by)
    segments.go_back(other, by=by)


@every_act
def test_under_way_it_is_seen_and_nobody_else_changes_the_segment(
    an: User, bea: User, segment: Segment, monkeypatch: pytest.MonkeyPatch, planned: Planned
) -> None:
    work, before = planned(segment, an), snapshot()

    def look() -> None:
        act = act_of(work)
        assert (act.state, act.sentence[:11]) == (Standing.RUNNING, "Under way: ")
        assert snapshot() != before
        with pytest.raises(Refused, match="still under way"):
            undo_act(act, by=an)
        standing = standing_of(work)
        assert (standing.done, standing.total) == (2, 5)
        others_are_refused(segment, bea)

    monkeypatch.setattr(running, "_EVERY", 0)
    steps = between_steps(monkeypatch, look)
    advance(work.pk)
    assert len(steps) >= 3
    assert (again(work).state, again(work).said) == (State.DONE, "")


@every_act
def test_two_of_them_do_not_meet(an: User, bea: User, segment: Segment, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    works = [each(segment, bea) for each in ACTS.values()]

    def others() -> None:
        for work in works:
            advance(work.pk)

    between_steps(monkeypatch, others)
    advance(planned(segment, an).pk)
    assert [(again(work).state, again(work).said) for work in works] == [(State.REFUSED, OCCUPIED)] * len(ACTS)


@every_act
def test_cancelled_in_the_middle_it_is_taken_back(an: User, segment: Segment, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    before, work = snapshot(), planned(segment, an)
    between_steps(monkeypatch, lambda: cancel(again(work)))
    advance(work.pk)
    assert again(work).state == State.CANCELLED
    assert act_of(work).sentence.startswith("Begun, then cancelled: ")
    is_taken_back(work, before)
    assert segments.add_contacts(segment, EVERYBODY, by=an)[0].action_number == 2


@every_act
def test_while_it_is_taken_back_nobody_else_changes_the_segment(
    an: User, bea: User, segment: Segment, monkeypatch: pytest.MonkeyPatch, planned: Planned
) -> None:
    before, work, looked = snapshot(), planned(segment, an), list[None]()

    def look() -> None:
        others_are_refused(segment, bea)
        Segment.objects.exclude(pk=segment.pk).delete()
        looked.append(None)

    with monkeypatch.context() as patched:
        between_steps(patched, lambda: cancel(again(work)), before_step=3)
        between_undone(patched, look)
        advance(work.pk)
    assert (again(work).state, len(looked)) == (State.CANCELLED, 1)
    assert snapshot() == before


@every_act
def test_who_may_do_it_no_longer_has_it_taken_back(an: User, segment: Segment, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    before, work = snapshot(), planned(segment, an)
    between_steps(monkeypatch, lambda: User.objects.filter(pk=an.pk).update(role=Role.EDITOR))
    advance(work.pk)
    assert again(work).state == State.REFUSED
    assert again(work).said.startswith("You have no permission to do this")
    User.objects.filter(pk=an.pk).update(role=Role.MARKETER)
    is_taken_back(work, before)


@every_act
def test_a_worker_without_time_leaves_it_to_the_next_one(
    an: User, segment: Segment, monkeypatch: pytest.MonkeyPatch, planned: Planned
) -> None:
    work, stop = planned(segment, an), list[bool]()
    with monkeypatch.context() as patched:
        between_steps(patched, lambda: stop.append(True))
        advance(work.pk, stopping=lambda: bool(stop))
    begun = act_of(work)
    assert (again(work).state, again(work).tries, begun.state) == (State.PLANNED, 0, Standing.RUNNING)
    advance(work.pk)
    assert (again(work).state, again(work).change_set) == (State.DONE, begun)


@every_act
def test_given_up_in_the_middle_it_is_taken_back(an: User, segment: Segment, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    before, work = snapshot(), planned(segment, an)

    def fail() -> None:
        raise ZeroDivisionError

    for number in range(MOST_TRIES):
        with monkeypatch.context() as patched:
            between_steps(patched, fail, before_step=1 if number else 2)
            with pytest.raises(ZeroDivisionError):
                advance(work.pk)
    advance(work.pk)
    assert (again(work).state, again(work).said) == (State.REFUSED, "It was begun several times and never came to its end.")
    is_taken_back(work, before)


# Reduce and Refine.


def test_refine_takes_away_all_others_and_its_step_counts_them(an: User, segment: Segment) -> None:
    work = pieces.take_away(segment, 3, by=an, selection=selection_of([("type", "Company")]), action="Refine Contacts")
    advance(work.pk)
    step, act = last_step(segment), act_of(work)
    assert step is not None
    assert (names(segment), step.action, step.removed) == (["Aerts", "Claes"], "Refine Contacts", 3)
    assert (act.counts["removed"], act.counts["unchanged"]) == (3, 2)
    assert act.sentence == "3 contacts removed from segment SM00001"


# Add Contacts.


def test_lines_come_in_their_order_behind_those_that_are_there(an: User, segment: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    so_far: list[tuple[int, int]] = []

    def look() -> None:
        step = last_step(segment)
        assert step is not None
        so_far.append((step.action_number, step.added))

    work = added(segment, an)
    between_steps(monkeypatch, look)
    advance(work.pk)
    assert so_far == [(2, 2)]
    assert names(segment)[5:] == ["Vic", "Wim", "Yu", "Zoë", "Xander"]
    assert list(segment.lines.order_by("line_number").values_list("line_number", flat=True)) == [10_000 * place for place in range(1, 11)]
    step, act = last_step(segment), act_of(work)
    assert step is not None
    assert (step.action_number, step.added, step.removed, step.change_set) == (2, 5, 0, act)
    assert (act.counts, act.sentence) == (
        {"added": 5, "removed": 0, "unchanged": 5, "privacyBlocked": 0, "excluded": 1},
        "5 contacts added to segment SM00001",
    )


def test_who_may_not_be_reached_any_more_or_is_gone_is_left_out(
    an: User, bea: User, segment: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def others() -> None:
        change_contact(Contact.objects.get(name="Yu"), {"privacy_blocked": True}, by=bea)
        change_contact(Contact.objects.get(name="Zoë"), {"exclude_from_segment": True}, by=bea)
        delete_contacts(Contact.objects.filter(name="Xander"), by=bea)

    work = added(segment, an)
    between_steps(monkeypatch, others)
    advance(work.pk)
    step = last_step(segment)
    assert step is not None
    assert (names(segment)[5:], step.added, act_of(work).counts["added"]) == (["Vic", "Wim"], 2, 2)


def test_its_criteria_follow_a_code_that_is_renamed_meanwhile(
    an: User, bea: User, segment: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = selection_of([("mailingGroup", "<>LENTE")])
    between_steps(monkeypatch, lambda: rename_group(MailingGroup.objects.get(code="LENTE"), "ZOMER", by=bea))
    work = pieces.add_to_segment(segment, 5, by=an, selection=others)
    before = snapshot()
    advance(work.pk)
    step = last_step(segment)
    assert step is not None
    assert step.selection == selection_of([("mailingGroup", "<>ZOMER")]).as_data()
    assert (step.added, again(work).state) == (5, State.DONE)
    assert undo_large_act(act_of(work), by=an).left == 0
    assert snapshot()["segments.segmentline"] == before["segments.segmentline"]


@pytest.mark.parametrize("planned", [added, taken_away, deleted], ids=["add", "reduce", "delete"])
def test_a_step_between_reading_and_beginning_is_seen(
    an: User, bea: User, segment: Segment, monkeypatch: pytest.MonkeyPatch, planned: Planned
) -> None:
    """The numbers are those of the moment at which it begins."""
    work, real = planned(segment, an), queries.last_step
    asked: list[None] = []

    def stepped(of: Segment) -> Any:
        found = real(of)
        if not asked:
            asked.append(None)
            unwatched(lambda: segments.add_line(segment, Contact.objects.get(name="Yu").number, by=bea))
        return found

    monkeypatch.setattr(queries, "last_step", stepped)
    advance(work.pk)
    assert (again(work).state, again(work).said[:29]) == (State.REFUSED, "The outcome is another one by")
    assert len(names(segment)) == 6


# Deleting, and changing the header.


def test_it_is_deleted_as_in_one_transaction(an: User, segment: Segment) -> None:
    work = deleted(segment, an)
    advance(work.pk)
    act = act_of(work)
    assert (act.counts, act.sentence) == ({"deleted": 1, "lines": 5}, "Segment SM00001 deleted")
    assert not Segment.objects.exists()


def test_contacts_off_their_lines_are_free_and_their_lines_stay_away_when_it_is_cancelled(
    an: User, bea: User, segment: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Contact.objects.get(name="Aerts")

    def others() -> None:
        delete_contacts(Contact.objects.filter(pk=first.pk), by=bea)
        cancel(again(work))

    work = deleted(segment, an)
    between_steps(monkeypatch, others)
    advance(work.pk)
    assert (again(work).state, names(segment)) == (State.CANCELLED, ["Claes", "An Claes", "Bo Claes", "Chris Claes"])
    assert [each["why"] for each in again(work).report] == ["What it belonged to is no longer there."]


def test_lines_follow_the_header(an: User, segment: Segment) -> None:
    work = changed(segment, an)
    advance(work.pk)
    segment.refresh_from_db()
    assert segment.description == "Zomer"
    assert set(segment.lines.values_list("description", flat=True)) == {"Zomer"}
    assert (act_of(work).counts, act_of(work).sentence) == ({"changed": 1}, "Segment SM00001 changed")


# Go Back.


def test_go_back_takes_the_step_back_in_steps(an: User, bea: User, segment: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    before, looked = snapshot(), list[None]()
    advance(added(segment, an).pk)
    work = pieces.go_back(segment, by=bea)

    def look() -> None:
        looked.append(None)
        assert len(names(segment)) == 8
        with pytest.raises(Refused, match="goes on to its end"):
            cancel(again(work))
        with pytest.raises(Refused, match=OCCUPIED):
            segments.add_line(segment, Contact.objects.get(name="Yu").number, by=bea)
        with pytest.raises(Refused, match="being undone"):
            segments.go_back(segment, by=bea)

    steps = between_undone(monkeypatch, look)
    advance(work.pk)
    assert (again(work).state, len(looked), len(steps)) == (State.DONE, 1, 4)
    assert snapshot() == before


def test_go_back_goes_on_where_a_worker_left_it_whatever_became_of_the_right(
    an: User, segment: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, stop = snapshot(), list[bool]()
    advance(added(segment, an).pk)
    work = pieces.go_back(segment, by=an)
    for step in (2, 3):  # before the third it stands between the lines and the step
        with monkeypatch.context() as patched:
            between_undone(patched, lambda: stop.append(True), before_step=step)
            advance(work.pk, stopping=lambda: bool(stop))
        stop.clear()
        assert again(work).state == State.PLANNED
    User.objects.filter(pk=an.pk).update(role=Role.READER)
    advance(work.pk)
    assert (again(work).state, again(work).said) == (State.DONE, "")
    User.objects.filter(pk=an.pk).update(role=Role.MARKETER)
    assert snapshot() == before


def test_go_back_needs_the_right(an: User, segment: Segment) -> None:
    work = pieces.go_back(segment, by=an)
    User.objects.filter(pk=an.pk).update(role=Role.EDITOR)
    before = everything()
    advance(work.pk)
    assert again(work).state == State.REFUSED
    assert everything() == before


def test_go_back_from_another_step_than_was_seen_does_nothing(an: User, bea: User, segment: Segment) -> None:
    work = pieces.go_back(segment, by=an)
    segments.add_contacts(segment, EVERYBODY, by=bea)
    before = everything()
    advance(work.pk)
    assert (again(work).state, again(work).said[:26]) == (State.REFUSED, "The last step is another o")
    assert everything() == before


def test_what_went_back_comes_back_only_into_its_old_place(an: User, bea: User, segment: Segment) -> None:
    """Asked in the transaction in which the undo begins: a step that came before it is seen."""
    work = pieces.go_back(segment, by=an)
    advance(work.pk)
    went_back = again(work).change_set
    assert went_back is not None
    segments.add_line(segment, Contact.objects.get(name="Yu").number, by=bea)
    before = everything()
    with pytest.raises(Refused, match="later steps"):
        undo_large_act(went_back, by=an)
    assert everything() == before
