"""Logging a segment (4.9): all or nothing, read-only afterwards (D6), taken back as a whole, used again (R-4508), canceled (4.10)."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.accounts.undoing import undo_act
from postkring.contacts.actions.change import change_contact
from postkring.contacts.actions.delete import delete_contacts
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY
from postkring.interactions.actions import create_template, delete_template
from postkring.interactions.models import InteractionLogEntry
from postkring.interactions.queries import entries_of, last_interaction, last_interaction_of
from postkring.kit.errors import DoesNotExist, DomainError, NotFound, NotPermitted, Refused
from postkring.ledger.models import ChangeSet
from postkring.segments import actions as segments
from postkring.segments.logged import logged_of, logged_to_change
from postkring.segments.models import LoggedSegment, Segment, SegmentLine, SegmentStep
from postkring.setup.models import Salesperson
from tests.factories import make_company, make_person, make_segment
from tests.permissions import assert_only_with, those_who_may
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def template(administrator: User) -> str:
    return create_template("UITNOD", description="Uitnodiging", campaign_number="CP1", by=administrator).code


@pytest.fixture
def segment(template: str, marketer: User) -> Segment:
    """With a company, one of its persons, and a person without a company."""
    Salesperson.objects.create(code="JR", name="Jan")
    company = make_company(number="C1", name="Claes")
    make_person(number="P1", name="An Peeters", company=company, correspondence_type="Email")
    make_person(number="P2", name="Bart Maes")
    made = make_segment("Verhuizing", contacts=Contact.objects.all())
    segments.change_segment(made, salesperson="JR", interaction_template=template, by=marketer)
    return Segment.objects.get(pk=made.pk)


def last() -> ChangeSet:
    return ChangeSet.objects.latest("number")


def days() -> dict[str, Any]:
    return dict(Contact.objects.annotate(last=last_interaction()).values_list("number", "last"))


def test_every_line_becomes_an_entry(segment: Segment, marketer: User) -> None:
    logged = segments.log_segment(segment, by=marketer)
    assert (logged.entries, logged.skipped, logged.follow_up) == (3, 0, None)
    columns = ("contact_number", "company_number", "description", "template_code", "segment_number", "campaign_number", "salesperson_code")
    same = ("Verhuizing", "UITNOD", segment.number, "CP1", "JR")
    assert list(InteractionLogEntry.objects.order_by("pk").values_list(*columns)) == [
        ("P2", "", *same),
        ("C1", "C1", *same),
        ("P1", "C1", *same),
    ]
    entry = InteractionLogEntry.objects.get(contact_number="P1")
    assert (entry.correspondence_type, entry.date, entry.canceled, entry.logged_by) == ("Email", segment.date, False, logged.change_set)
    stored = LoggedSegment.objects.get()
    assert (stored.segment, stored.description, stored.canceled) == (segment, "Verhuizing", False)
    assert SegmentLine.objects.filter(segment=segment).count() == 3
    assert logged.change_set.sentence == f"Segment {segment.number} has been logged."


def test_the_date_of_the_last_interaction(segment: Segment, marketer: User) -> None:
    """R-3120: of a company also those of its persons, of a person its own; canceled ones do not count (R-4803)."""
    make_person(number="P3", name="Niemand", company=Contact.objects.get(number="C1"))
    segments.remove_line(segment, "C1", by=marketer)
    assert set(days().values()) == {None}
    segments.log_segment(segment, by=marketer)
    assert days() == {"C1": segment.date, "P1": segment.date, "P2": segment.date, "P3": None}
    company = Contact.objects.get(number="C1")
    assert [entry.contact_number for entry in entries_of(company)] == ["P1"]
    found = last_interaction_of(company)
    assert found is not None
    assert found.date == segment.date
    segments.switch_canceled(LoggedSegment.objects.get(), by=marketer)
    assert set(days().values()) == {None}
    assert last_interaction_of(company) is None
    assert entries_of(company).count() == 1


def test_taking_it_back_takes_all_of_it_back(segment: Segment, marketer: User) -> None:
    before = snapshot()
    logged = segments.log_segment(segment, create_follow_up=True, by=marketer)
    segments.switch_canceled(LoggedSegment.objects.get(), by=marketer)
    report = undo_act(logged.change_set, by=marketer)
    assert report.left == 0
    assert snapshot() == before
    segments.change_segment(segment, description="Nog eens", by=marketer)
    with pytest.raises(Refused, match="Log it again instead"):
        undo_act(last_undo(), by=marketer)
    assert segments.log_segment(segment, by=marketer).entries == 3


def templates(segment: Segment) -> set[str | None]:
    return {line.interaction_template_id for line in segment.lines.all()}


def last_undo() -> ChangeSet:
    return ChangeSet.objects.filter(verb="undo").latest("number")


def _without_description(segment: Segment, by: User) -> None:
    segments.change_segment(segment, description="", by=by)


def _without_salesperson(segment: Segment, by: User) -> None:
    segments.change_segment(segment, salesperson="", by=by)


def _without_template(segment: Segment, by: User) -> None:
    segments.change_segment(segment, interaction_template="", by=by)


def _without_lines(segment: Segment, by: User) -> None:
    SegmentLine.objects.all().delete()


def _all_blocked(segment: Segment, by: User) -> None:
    Contact.objects.update(privacy_blocked=True)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_without_description, "Fill in Description."),
        (_without_salesperson, "Salesperson Code is missing on the line of P2 Bart Maes."),
        (_without_template, "Interaction Template Code is missing on the line of P2 Bart Maes."),
        (_without_lines, "No line of the segment can be logged."),
        (_all_blocked, "No line of the segment can be logged."),
    ],
)
def test_what_is_missing_is_refused_and_nothing_is_logged(
    spoil: Callable[[Segment, User], None], said: str, segment: Segment, marketer: User
) -> None:
    """R-4701, R-4702."""
    spoil(segment, marketer)
    before = everything()
    with pytest.raises(Refused) as refused:
        segments.log_segment(segment, create_follow_up=True, by=marketer)
    assert str(refused.value) == said
    assert everything() == before


def test_one_line_that_lacks_something_stops_all(segment: Segment, marketer: User) -> None:
    SegmentLine.objects.filter(contact__number="P1").update(salesperson=None)
    before = everything()
    with pytest.raises(Refused, match="P1 An Peeters"):
        segments.log_segment(segment, by=marketer)
    assert everything() == before


def test_who_was_blocked_since_is_skipped_and_reported(segment: Segment, marketer: User) -> None:
    """R-4712."""
    Contact.objects.filter(number="P1").update(privacy_blocked=True)
    SegmentLine.objects.filter(contact__number="P1").update(salesperson=None)  # nobody asks for it
    logged = segments.log_segment(segment, create_follow_up=True, by=marketer)
    assert (logged.entries, logged.skipped) == (2, 1)
    assert logged.change_set.counts["privacyBlocked"] == 1
    assert logged.follow_up is not None
    assert logged.follow_up.lines.count() == 2


ACTS: Final[dict[str, Callable[[Segment, User], object]]] = {
    "log": lambda segment, by: segments.log_segment(segment, by=by),
    "change": lambda segment, by: segments.change_segment(segment, description="anders", by=by),
    "delete": lambda segment, by: segments.delete_segment(segment, by=by),
    "add contacts": lambda segment, by: segments.add_contacts(segment, EVERYBODY, by=by),
    "reuse": lambda segment, by: segments.reuse_segment(segment, segment.number, by=by),
    "add line": lambda segment, by: segments.add_line(segment, "C9", by=by),
    "remove line": lambda segment, by: segments.remove_line(segment, "C1", by=by),
    "go back": lambda segment, by: segments.go_back(segment, by=by),
    "undo of the header": lambda segment, by: undo_act(ChangeSet.objects.filter(verb="segment.change").latest("number"), by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_logged_segment_can_no_longer_be_changed(act: str, segment: Segment, marketer: User) -> None:
    make_company(number="C9")
    segments.log_segment(segment, by=marketer)
    before = everything()
    with pytest.raises(Refused, match="is logged, so it can no longer be changed"):
        ACTS[act](segment, marketer)
    assert everything() == before


def test_the_cancel_mark_comes_and_goes_with_its_entries(segment: Segment, marketer: User) -> None:
    segments.log_segment(segment, by=marketer)
    stored = logged_to_change(segment, by=marketer)
    before = snapshot()
    segments.switch_canceled(stored, seen=False, by=marketer)
    assert LoggedSegment.objects.get().canceled
    assert set(InteractionLogEntry.objects.values_list("canceled", flat=True)) == {True}
    marked = everything()
    assert segments.switch_canceled(stored, seen=False, by=marketer) is None  # somebody was quicker
    assert everything() == marked
    undo_act(last(), by=marketer)
    assert snapshot() == before
    segments.switch_canceled(stored, by=marketer)
    segments.switch_canceled(stored, by=marketer)
    assert snapshot() == before


def test_only_who_may_change_segments_logs_them(segment: Segment, marketer: User) -> None:
    assert_only_with(Permission.EDIT_SEGMENTS, lambda user: segments.log_segment(segment, by=user))
    segments.log_segment(segment, by=those_who_may(Permission.EDIT_SEGMENTS)[0])
    stored, other = LoggedSegment.objects.get(), make_segment()
    acts: list[Callable[[Any], object]] = [
        lambda user: segments.switch_canceled(stored, by=user),
        lambda user: segments.reuse_segment(other, segment.number, by=user),
        lambda user: logged_to_change(segment, by=user),
    ]
    for act in acts:
        for user in User.objects.filter(role__in=["reader", "editor"]):
            before = everything()
            with pytest.raises(NotPermitted):
                act(user)
            assert everything() == before
        act(marketer)


def test_a_mark_on_what_is_not_logged(segment: Segment, marketer: User) -> None:
    with pytest.raises(NotFound, match="is not logged"):
        logged_to_change(segment, by=marketer)
    segments.log_segment(segment, by=marketer)
    stored = logged_to_change(segment, by=marketer)
    undo_act(last(), by=marketer)
    before = everything()
    with pytest.raises(NotFound):
        segments.switch_canceled(stored, by=marketer)
    assert everything() == before


def test_a_follow_up_segment_holds_the_same_contacts(segment: Segment, marketer: User) -> None:
    """R-4708."""
    Contact.objects.filter(number="P2").update(exclude_from_segment=True)
    follow_up = segments.log_segment(segment, create_follow_up=True, by=marketer).follow_up
    assert follow_up is not None
    assert follow_up.description == f"Follow-up on {segment.number}"
    assert (follow_up.salesperson_id, follow_up.interaction_template_id) == ("JR", "UITNOD")
    assert [line.contact.number for line in follow_up.lines.order_by("line_number")] == ["C1", "P1"]
    step = SegmentStep.objects.get(segment=follow_up)
    assert (step.action, step.added) == ("Add Contacts", 2)
    assert step.selection["criteria"] == [{"key": "segment", "filter": segment.number}]
    assert logged_of(follow_up) is None


def test_a_logged_segment_is_used_again(segment: Segment, marketer: User) -> None:
    """R-4508: each contact once (D2), as one step, with what the header says today (R-4509)."""
    segments.log_segment(segment, by=marketer)
    other = make_segment("Herinnering", contacts=[Contact.objects.get(number="C1")])
    before = snapshot()
    step, seen = segments.reuse_segment(other, f" {segment.number.lower()} ", by=marketer)
    assert (step.action, step.added, seen.unchanged) == ("Add Contacts", 2, 1)
    assert set(other.lines.values_list("contact__number", "description")) == {(number, "Herinnering") for number in ("C1", "P1", "P2")}
    assert templates(other) == {None}
    segments.go_back(other, by=marketer)
    assert snapshot() == before


@pytest.mark.parametrize(("number", "error"), [("NIETS", DoesNotExist), ("", DoesNotExist), ("\x00", DoesNotExist), ("OPEN", Refused)])
def test_only_a_logged_segment_is_used_again(number: str, error: type[DomainError], segment: Segment, marketer: User) -> None:
    make_segment(number="OPEN")
    before = everything()
    with pytest.raises(error):
        segments.reuse_segment(segment, number, by=marketer)
    assert everything() == before


def test_a_contact_on_a_logged_line_may_go_and_stays_in_the_log(segment: Segment, administrator: User) -> None:
    """R-3701 is about segments that are not logged; the entry keeps the number that the contact had last."""
    segments.log_segment(segment, by=administrator)
    person = Contact.objects.get(number="P2")
    change_contact(person, {"number": "P22"}, by=administrator)
    before = snapshot()
    delete_contacts(Contact.objects.filter(pk=person.pk), by=administrator)
    assert segment.lines.count() == 2
    assert list(InteractionLogEntry.objects.order_by("pk").values_list("contact_number", flat=True)) == ["P22", "C1", "P1"]
    undo_act(last(), by=administrator)
    assert snapshot() == before
    other = make_segment()
    delete_contacts(Contact.objects.filter(pk=person.pk), by=administrator)
    _, seen = segments.reuse_segment(other, segment.number, by=administrator)
    assert seen.matched == 2  # R-4510


def numbers() -> list[tuple[str, str]]:
    return list(InteractionLogEntry.objects.order_by("pk").values_list("contact_number", "company_number"))


def test_the_entries_of_a_person_go_over_to_its_company(segment: Segment, administrator: User) -> None:
    """R-3706, IM-038. Where the company goes as well they keep their numbers."""
    segments.log_segment(segment, by=administrator)
    company, person = Contact.objects.get(number="C1"), Contact.objects.get(number="P1")
    change_contact(company, {"number": "C11"}, by=administrator)
    before = snapshot()
    delete_contacts(Contact.objects.filter(number="P1"), by=administrator)
    assert numbers() == [("P2", ""), ("C1", "C1"), ("C11", "C1")]
    assert InteractionLogEntry.objects.filter(contact=company, company=company).count() == 2
    assert entries_of(company).count() == 2
    undo_act(last(), by=administrator)
    assert snapshot() == before
    assert entries_of(person).count() == 1
    delete_contacts(Contact.objects.filter(number__in=["C11", "P2"]), by=administrator)
    assert numbers() == [("P2", ""), ("C11", "C1"), ("P1", "C1")]
    undo_act(last(), by=administrator)
    assert snapshot() == before


def test_what_was_said_under_another_company_is_not_the_new_one_s(segment: Segment, administrator: User) -> None:
    make_company(number="C9")
    segments.log_segment(segment, by=administrator)
    change_contact(Contact.objects.get(number="P1"), {"company_number": "C9"}, by=administrator)
    delete_contacts(Contact.objects.filter(number="P1"), by=administrator)
    assert numbers()[-1] == ("P1", "C1")


def test_a_contact_on_a_logged_line_may_change_company(segment: Segment, marketer: User) -> None:
    make_company(number="C9")
    person = Contact.objects.get(number="P1")
    with pytest.raises(Refused):
        change_contact(person, {"company_number": "C9"}, by=marketer)
    segments.log_segment(segment, by=marketer)
    change_contact(person, {"company_number": "C9"}, by=marketer)
    assert InteractionLogEntry.objects.get(contact=person).company_number == "C1"


@pytest.mark.parametrize("number", ["P2", "C2"])
def test_who_stands_in_the_log_keeps_its_type(number: str, segment: Segment, marketer: User) -> None:
    """R-3401, for a person and a company, and for an undo as well."""
    make_company(number="C2", name="Maes")
    contact, kinds = Contact.objects.get(number=number), ["Person", "Company"]
    was, other = contact.type, kinds[contact.type == kinds[0]]
    change_contact(contact, {"type": other}, by=marketer)
    turned = last()
    if number == "C2":
        segments.add_line(segment, number, by=marketer)
    segments.log_segment(segment, by=marketer)
    logged, before = last(), everything()
    with pytest.raises(Refused, match="stands in the interaction log") as refusal:
        change_contact(contact, {"type": was}, by=marketer)
    assert refusal.value.field == "type"
    assert everything() == before
    undo_act(turned, by=marketer)
    assert Contact.objects.get(number=number).type == other
    undo_act(logged, by=marketer)
    change_contact(contact, {"type": was}, by=marketer)
    assert Contact.objects.get(number=number).type == was


def test_the_template_comes_with_the_line_and_a_change_of_the_header_follows(segment: Segment, administrator: User) -> None:
    create_template("BEDANK", correspondence_type="Hard Copy", by=administrator)
    assert templates(segment) == {"UITNOD"}
    segments.change_segment(segment, interaction_template="bedank", by=administrator)
    make_company(number="C9")
    segments.add_line(Segment.objects.get(pk=segment.pk), "C9", by=administrator)
    assert templates(segment) == {"BEDANK"}
    assert segment.lines.get(contact__number="C9").correspondence_type == "Hard Copy"
    before = everything()
    with pytest.raises(DoesNotExist):
        segments.change_segment(segment, interaction_template="GEEN", by=administrator)
    with pytest.raises(DoesNotExist):
        segments.create_segment(interaction_template="GEEN", by=administrator)
    assert everything() == before


def test_a_line_with_a_template_of_its_own_does_not_follow_the_header(segment: Segment, administrator: User) -> None:
    """R-4003; the header's template goes to it all the same (R-4005)."""
    create_template("BEDANK", by=administrator)
    own, none = segment.lines.get(contact__number="P1"), segment.lines.get(contact__number="P2")
    segments.change_line(own, interaction_template="bedank", by=administrator)
    segments.change_line(none, interaction_template="", by=administrator)
    before = snapshot()

    def lines() -> dict[str, list[Any]]:
        rows = segment.lines.values_list("contact__number", "description", "interaction_template_id")
        return {number: said for number, *said in rows}

    segments.change_segment(segment, description="Lente", campaign_number="CP2", by=administrator)
    assert lines() == {"C1": ["Lente", "UITNOD"], "P1": ["Verhuizing", "BEDANK"], "P2": ["Verhuizing", None]}
    undo_act(last(), by=administrator)
    assert snapshot() == before
    segments.change_segment(segment, description="Zomer", interaction_template="", by=administrator)
    assert lines() == {"C1": ["Zomer", None], "P1": ["Verhuizing", None], "P2": ["Verhuizing", None]}
    undo_act(last(), by=administrator)
    assert snapshot() == before
    segments.change_segment(segment, interaction_template="", by=administrator)
    segments.change_segment(segment, description="Herfst", by=administrator)
    assert {said[0] for said in lines().values()} == {"Herfst"}


def test_a_template_of_a_logged_segment_stays(segment: Segment, administrator: User) -> None:
    segments.log_segment(segment, by=administrator)
    template = Segment.objects.get(pk=segment.pk).interaction_template
    assert template is not None
    before = everything()
    with pytest.raises(Refused):
        delete_template(template, by=administrator)
    assert everything() == before
