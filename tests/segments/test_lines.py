"""Lines: what they copy (R-4101), their numbers and order (R-4216), and typing and deleting them by hand (R-4107)."""

import pytest
from django.db import IntegrityError, transaction

from postkring.accounts.models import User
from postkring.contacts.actions import delete_contacts
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY, read_selection
from postkring.kit.errors import AlreadyExists, DoesNotExist, DomainError, NotAcceptable, NotFound, Refused
from postkring.segments.actions import add_contacts, add_line, remove_line
from postkring.segments.models import Segment, SegmentLine
from postkring.segments.queries import for_listing, lines_of, segments_of
from postkring.setup.models import Salesperson
from tests.factories import make_company, make_person, make_segment
from tests.snapshots import everything

pytestmark = pytest.mark.django_db


def line(segment: Segment) -> SegmentLine:
    return lines_of(segment).get()


def test_a_line_copies_the_header_and_the_contact(marketer: User) -> None:
    make_company(language="fr", correspondence_type="Email")
    segment = make_segment("Lente", date="2026-05-01")
    add_contacts(segment, EVERYBODY, by=marketer)
    made = line(segment)
    assert (made.description, str(made.date), made.language_id, made.correspondence_type) == ("Lente", "2026-05-01", "fr", "Email")
    assert made.line_number == 10_000


@pytest.mark.parametrize(("own", "header", "copied"), [("MK", "JR", "JR"), ("MK", None, "MK"), (None, "JR", "JR"), (None, None, None)])
def test_the_salesperson_is_the_header_s_or_else_the_contact_s(
    own: str | None, header: str | None, copied: str | None, marketer: User
) -> None:
    for code in ("JR", "MK"):
        Salesperson.objects.create(code=code)
    make_company(salesperson=own)
    segment = make_segment(salesperson_id=header)
    add_contacts(segment, EVERYBODY, by=marketer)
    assert line(segment).salesperson_id == copied


@pytest.mark.parametrize(("own", "header", "copied"), [("Email", "Hard Copy", "Email"), ("", "Hard Copy", "Hard Copy"), ("", "", "")])
def test_the_correspondence_type_is_the_contact_s_or_else_the_header_s(own: str, header: str, copied: str, marketer: User) -> None:
    make_company(correspondence_type=own)
    segment = make_segment(correspondence_type=header)
    add_contacts(segment, EVERYBODY, by=marketer)
    assert line(segment).correspondence_type == copied


def test_companies_stand_under_their_name_then_their_persons_and_those_without_company_first(marketer: User) -> None:
    zeta, alfa = make_company(name="Zeta"), make_company(name="Álfa")
    for name, company in [("Piet", zeta), ("An", zeta), ("Éric", alfa), ("Zoë", None), ("Bea", None)]:
        make_person(name=name, company=company)
    segment = make_segment()
    add_contacts(segment, EVERYBODY, by=marketer)
    lines = list(lines_of(segment))
    assert [each.contact.name for each in lines] == ["Bea", "Zoë", "Álfa", "Éric", "Zeta", "An", "Piet"]
    assert [each.line_number for each in lines] == [10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000]
    assert alfa.name == "Álfa"


def test_two_companies_of_one_name_do_not_mix_their_persons(marketer: User) -> None:
    for number in ("K2", "K1"):
        company = make_company(name="Aerts", number=number)
        make_person(name=f"Bea {number}", company=company)
    segment = make_segment()
    add_contacts(segment, EVERYBODY, by=marketer)
    assert [each.contact.name for each in lines_of(segment)] == ["Aerts", "Bea K1", "Aerts", "Bea K2"]


def test_later_lines_go_on_behind_the_highest(marketer: User) -> None:
    first, second = make_company(name="Z"), make_company(name="Y")
    segment = make_segment(contacts=[first, second])
    remove_line(segment, second.number, by=marketer)
    make_company(name="A")
    add_contacts(segment, EVERYBODY, by=marketer)
    assert list(lines_of(segment).values_list("contact__name", "line_number")) == [("Z", 20_000), ("A", 30_000), ("Y", 40_000)]


def test_a_typed_number_makes_a_line_and_a_step_with_a_filter_on_it(marketer: User) -> None:
    contact = make_company(number="K(1)..9")
    segment = make_segment()
    step = add_line(segment, " k(1)..9 ", by=marketer)
    assert line(segment).contact == contact
    assert (step.action, step.added, step.removed) == ("Add Contacts", 1, 0)
    again = make_segment()
    add_contacts(again, read_selection(step.selection), by=marketer)
    assert line(again).contact == contact


def test_an_excluded_contact_may_be_typed_and_a_blocked_one_may_not(marketer: User) -> None:
    excluded, blocked = make_company(exclude_from_segment=True), make_company(privacy_blocked=True)
    segment = make_segment()
    add_line(segment, excluded.number, by=marketer)
    before = everything()
    with pytest.raises(Refused) as refusal:
        add_line(segment, blocked.number, by=marketer)
    assert refusal.value.field == "contact_number"
    assert everything() == before
    assert line(segment).contact == excluded


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("", NotAcceptable),
        ("  ", NotAcceptable),
        ("K9", DoesNotExist),
        ("\ud800", DoesNotExist),
        ("K1", AlreadyExists),
        ("k1 ", AlreadyExists),
        ("\x00", DoesNotExist),
    ],
)
def test_a_number_that_is_blank_unknown_or_there_already_is_refused(marketer: User, number: str, error: type[DomainError]) -> None:
    segment = make_segment(contacts=[make_company(number="K1")])
    before = everything()
    with pytest.raises(error) as refusal:
        add_line(segment, number, by=marketer)
    assert refusal.value.field == "contact_number"
    assert everything() == before


def test_a_contact_is_in_a_segment_once_by_the_database() -> None:
    contact = make_company()
    segment = make_segment(contacts=[contact])
    there = line(segment)
    with pytest.raises(IntegrityError), transaction.atomic():
        SegmentLine.objects.create(segment=segment, line_number=1, contact=contact, date=there.date, added_by=there.added_by)
    assert make_segment(contacts=[contact]).lines.count() == 1


def test_a_deleted_line_is_a_reduce_step_with_a_filter_on_it(marketer: User) -> None:
    first, second = make_company(), make_company()
    segment = make_segment(contacts=[first, second])
    step = remove_line(segment, second.number.lower(), by=marketer)
    assert (step.action_number, step.action, step.added, step.removed) == (2, "Reduce Contacts", 0, 1)
    assert line(segment).contact == first


def test_a_segment_or_line_that_vanished_is_said_so(marketer: User) -> None:
    contact = make_company()
    segment = make_segment()
    before = everything()
    with pytest.raises(NotFound):
        remove_line(segment, contact.number, by=marketer)
    assert everything() == before
    Segment.objects.all().delete()
    with pytest.raises(NotFound):
        add_line(segment, contact.number, by=marketer)


def test_a_contact_on_a_line_is_not_deleted_nor_its_company(marketer: User) -> None:
    company = make_company(name="Aerts")
    person = make_person(company=company)
    make_segment(contacts=[person])
    before = everything()
    for contact in (person, company):
        with pytest.raises(Refused) as refusal:
            delete_contacts(Contact.objects.filter(pk=contact.pk), by=marketer)
        assert refusal.value.values["number"] == person.number
    assert everything() == before


def test_segments_are_listed_with_the_number_of_their_lines() -> None:
    contact = make_company()
    empty, full = make_segment(), make_segment(contacts=[contact, make_company()])
    assert {segment.number: vars(segment)["line_count"] for segment in for_listing()} == {empty.number: 0, full.number: 2}
    assert list(segments_of(contact)) == [full]
