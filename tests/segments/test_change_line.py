"""A line changed by itself (4.2), another contact on it (R-4107), and campaign numbers that go from header to lines (R-4003)."""

from datetime import date
from typing import Any

import pytest

from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY
from postkring.kit.errors import AlreadyExists, DoesNotExist, DomainError, NotAcceptable, NotFound, NotPermitted, Refused, TooLong
from postkring.ledger.models import ChangeSet, Image
from postkring.segments.actions import (
    add_contacts,
    add_line,
    change_line,
    change_segment,
    create_segment,
    go_back,
    remove_line,
    replace_contact,
)
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.segments.queries import lines_of, touched_by_step
from postkring.setup.models import Salesperson
from postkring.setup.tied_users import tie_user
from tests.factories import make_company, make_segment, make_user
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

OWN: dict[str, Any] = {
    "description": " Eigen tekst ",
    "day": date(2026, 5, 4),
    "salesperson": "jr",
    "campaign_number": " cp1 ",
    "correspondence_type": "Email",
    "language": "FR",
}
COLUMNS = ("description", "date", "salesperson_id", "campaign_number", "correspondence_type", "language_id")
STORED = ("Eigen tekst", date(2026, 5, 4), "JR", "CP1", "Email", "fr")


@pytest.fixture(autouse=True)
def salespeople(db: None) -> None:
    Salesperson.objects.create(code="JR", name="Jan Raes")
    Salesperson.objects.create(code="MK", name="Mia Kok", privacy_blocked=True)


def values(line: SegmentLine) -> tuple[Any, ...]:
    return tuple(SegmentLine.objects.values_list(*COLUMNS).get(pk=line.pk))


def first(segment: Segment) -> SegmentLine:
    return lines_of(segment)[0]


def test_one_line_is_changed_and_no_other(marketer: User) -> None:
    segment = make_segment("Lente", contacts=[make_company(), make_company()])
    other = values(lines_of(segment)[1])
    before = snapshot()
    act = change_line(first(segment), **OWN, by=marketer)
    assert act is not None
    assert values(first(segment)) == STORED
    assert values(lines_of(segment)[1]) == other
    assert act.sentence == f"{first(segment).contact.number} Drukkerij Claes: line of segment {segment.number} changed"
    undo_act(act, by=marketer)
    assert snapshot() == before


def test_a_line_that_says_so_already_leaves_no_trace(marketer: User) -> None:
    line = first(make_segment("Lente", contacts=[make_company()]))
    before = everything()
    assert change_line(line, description="Lente ", day=line.date, salesperson="", campaign_number="", by=marketer) is None
    assert change_line(line, by=marketer) is None
    assert everything() == before


@pytest.mark.parametrize(
    ("given", "error", "field"),
    [
        ({"description": "x" * 101}, TooLong, "description"),
        ({"description": "a\nb"}, NotAcceptable, "description"),
        ({"salesperson": "XX"}, DoesNotExist, "salesperson"),
        ({"salesperson": "MK"}, Refused, "salesperson"),
        ({"campaign_number": "1" * 21}, TooLong, "campaign_number"),
        ({"campaign_number": "a/b"}, NotAcceptable, "campaign_number"),
        ({"correspondence_type": "Fax"}, NotAcceptable, "correspondence_type"),
        ({"language": "xx"}, DoesNotExist, "language"),
        ({"language": "\x00"}, DoesNotExist, "language"),
    ],
)
def test_what_a_line_cannot_say_is_refused(marketer: User, given: dict[str, Any], error: type[DomainError], field: str) -> None:
    line = first(make_segment(contacts=[make_company()]))
    before = everything()
    with pytest.raises(error) as refusal:
        change_line(line, **{**OWN, **given}, by=marketer)
    assert refusal.value.field == field
    assert everything() == before


def test_a_line_that_is_gone_is_said_so(marketer: User) -> None:
    contact = make_company()
    segment = make_segment(contacts=[contact])
    line = first(segment)
    remove_line(segment, contact.number, by=marketer)
    before = everything()
    for change in (lambda: change_line(line, **OWN, by=marketer), lambda: replace_contact(line, contact.number, by=marketer)):
        with pytest.raises(NotFound):
            change()
    assert everything() == before


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_lines_are_changed_by_those_who_may_change_segments(role: Role) -> None:
    line, other, by = first(make_segment(contacts=[make_company()])), make_company(), make_user(role)
    before = everything()
    with pytest.raises(NotPermitted):
        change_line(line, **OWN, by=by)
    with pytest.raises(NotPermitted):
        replace_contact(line, other.number, by=by)
    assert everything() == before


def test_a_blocked_salesperson_who_stands_there_already_may_stay(marketer: User) -> None:
    segment = make_segment(contacts=[make_company()], salesperson_id="MK")
    line = first(segment)
    change_line(line, salesperson="MK", description="x", by=marketer)
    change_segment(segment, salesperson="mk", description="y", by=marketer)
    assert (values(line)[0], values(line)[2]) == ("y", "MK")


def test_go_back_brings_a_line_back_with_what_was_its_own(marketer: User) -> None:
    contact = make_company()
    segment = make_segment(contacts=[contact])
    line = first(segment)
    change_line(line, **OWN, by=marketer)
    remove_line(segment, contact.number, by=marketer)
    go_back(segment, by=marketer)
    assert (first(segment).pk, values(first(segment))) == (line.pk, STORED)
    go_back(segment, by=marketer)
    assert not SegmentLine.objects.exists()


def test_another_contact_on_a_line_is_two_steps(marketer: User) -> None:
    """IM-019."""
    old, new = make_company(name="Oud"), make_company(name="Nieuw", language="de")
    segment = make_segment("Lente")
    add_line(segment, old.number, by=marketer)
    before = snapshot()
    change_line(first(segment), **OWN, by=marketer)
    there = first(segment)
    line = replace_contact(there, new.number.lower(), by=marketer)
    assert (line.contact, line.guid, line.line_number) == (new, there.guid, there.line_number)
    assert values(line) == ("Lente", segment.date, None, "", "", "de")
    steps = list(SegmentStep.objects.order_by("action_number"))
    assert [(step.action, step.added, step.removed) for step in steps] == [
        ("Add Contacts", 1, 0),
        ("Reduce Contacts", 0, 1),
        ("Add Contacts", 1, 0),
    ]
    assert [touched_by_step(step, kind=kind).get() for step, kind in zip(steps[1:], (Image.DELETED, Image.INSERTED), strict=True)] == [
        old,
        new,
    ]
    go_back(segment, by=marketer)
    assert not SegmentLine.objects.exists()
    go_back(segment, by=marketer)
    assert (first(segment).pk, values(first(segment))) == (there.pk, STORED)
    undo_act(ChangeSet.objects.get(verb="segment.change_line"), by=marketer)
    assert snapshot() == before


@pytest.mark.parametrize(("number", "error"), [("", NotAcceptable), ("XX", DoesNotExist), ("B1", Refused), ("K2", AlreadyExists)])
def test_a_contact_that_cannot_come_leaves_the_old_one(marketer: User, number: str, error: type[DomainError]) -> None:
    make_company(number="B1", privacy_blocked=True)
    segment = make_segment(contacts=[make_company(number="K1"), make_company(number="K2")])
    line = SegmentLine.objects.get(contact__number="K1")
    before = everything()
    with pytest.raises(error) as refusal:
        replace_contact(line, number, by=marketer)
    assert refusal.value.field == "contact_number"
    assert everything() == before
    assert SegmentStep.objects.filter(segment=segment).count() == 1


def test_header_and_lines_have_the_campaign(marketer: User) -> None:
    """CS-012."""
    contact = make_company(salesperson="JR")
    segment = create_segment(campaign_number=" cp-0 ", by=marketer)
    add_contacts(segment, EVERYBODY, by=marketer)
    assert values(first(segment))[2:4] == ("JR", "CP-0")
    change_segment(segment, campaign_number="cp1", by=marketer)
    segment.refresh_from_db()
    assert (segment.campaign_number, values(first(segment))[3]) == ("CP1", "CP1")
    assert contact == first(segment).contact


def test_of_a_header_only_what_became_another_goes_to_the_lines(marketer: User) -> None:
    segment = make_segment("Lente", contacts=[make_company()])
    line = first(segment)
    change_line(line, description="Eigen", day=date(2026, 5, 4), by=marketer)
    change_segment(segment, description="Lente", day=date(2026, 3, 1), by=marketer)
    assert values(line)[:2] == ("Eigen", date(2026, 3, 1))


@pytest.mark.parametrize("number", ["a/b", "x" * 21])
def test_a_campaign_that_cannot_be_is_refused(marketer: User, number: str) -> None:
    segment = make_segment()
    before = everything()
    for refused in (
        lambda: create_segment(campaign_number=number, by=marketer),
        lambda: change_segment(segment, campaign_number=number, by=marketer),
    ):
        with pytest.raises(DomainError) as refusal:
            refused()
        assert refusal.value.field == "campaign_number"
    assert everything() == before


def test_a_new_segment_has_the_salesperson_of_its_user(administrator: User, marketer: User) -> None:
    """DF-002."""
    assert create_segment(by=marketer).salesperson is None
    tie_user(marketer, "jr", by=administrator)
    Salesperson.objects.create(code="AB")
    assert create_segment(by=marketer).salesperson_id == "JR"
    assert create_segment(salesperson="AB", by=marketer).salesperson_id == "AB"
    assert create_segment(by=administrator).salesperson is None


def test_a_blocked_salesperson_is_chosen_for_no_segment(administrator: User, marketer: User) -> None:
    segment = make_segment()
    before = everything()
    with pytest.raises(Refused, match="MK Mia Kok is blocked for privacy"):
        create_segment(salesperson="MK", by=marketer)
    with pytest.raises(Refused):
        change_segment(segment, salesperson="MK", by=marketer)
    assert everything() == before
    tie_user(marketer, "MK", by=administrator)
    assert create_segment(by=marketer).salesperson is None
    assert not Contact.objects.exists()
