"""A new segment (R-4002): its number, its date, and what its header may hold."""

from datetime import date

import pytest
import time_machine

from postkring.accounts.models import User
from postkring.kit.errors import AlreadyExists, DomainError, NotAcceptable, Refused, TooLong
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.segments.actions import change_segment, create_segment
from postkring.segments.models import Segment
from postkring.setup.models import MarketingSetup, NumberSeries
from tests.factories import make_company, make_segment
from tests.snapshots import everything

pytestmark = pytest.mark.django_db


def series() -> NumberSeries:
    return NumberSeries.objects.get(code="SEGM")


def test_a_segment_gets_the_next_number_of_its_series_and_remembers_the_series(marketer: User) -> None:
    numbers = [create_segment(by=marketer).number for _ in range(3)]
    assert numbers == ["SM00001", "SM00002", "SM00003"]
    assert [segment.number_series for segment in Segment.objects.all()] == [series()] * 3
    assert series().last_number_used == "SM00003"


@time_machine.travel("2026-02-01T23:30:00Z", tick=False)
def test_it_is_dated_today_where_the_organisation_is(marketer: User) -> None:
    assert create_segment(by=marketer).date == date(2026, 2, 2)
    assert create_segment(day=date(2026, 12, 24), by=marketer).date == date(2026, 12, 24)


def test_a_number_may_be_typed_and_is_then_of_no_series(marketer: User) -> None:
    segment = create_segment(number=" kerst-2026 ", description=" Kerst ", by=marketer)
    assert (segment.number, segment.description) == ("KERST-2026", "Kerst")
    assert segment.number_series is None
    assert series().last_number_used == ""


def test_a_number_in_use_is_skipped_when_drawn(marketer: User) -> None:
    create_segment(number="SM00002", by=marketer)
    assert [create_segment(by=marketer).number for _ in range(2)] == ["SM00001", "SM00003"]


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("sm00001", AlreadyExists),
        ("A/B", NotAcceptable),
        ("A#1", NotAcceptable),
        ("..", NotAcceptable),
        ("A\x00", NotAcceptable),
        ("9" * 21, TooLong),
    ],
)
def test_a_typed_number_that_is_wrong_or_taken_stores_nothing(marketer: User, number: str, error: type[DomainError]) -> None:
    create_segment(by=marketer)
    before = everything()
    with pytest.raises(error) as refusal:
        create_segment(number=number, by=marketer)
    assert refusal.value.field == "number"
    assert everything() == before


def test_numbers_are_not_typed_where_the_series_hands_out_all(marketer: User) -> None:
    NumberSeries.objects.update(manual_numbers=False)
    before = everything()
    with pytest.raises(Refused):
        create_segment(number="KERST", by=marketer)
    assert everything() == before


def test_without_a_series_a_number_must_be_typed(marketer: User) -> None:
    MarketingSetup.objects.update(segment_series=None)
    before = everything()
    with pytest.raises(Refused):
        create_segment(by=marketer)
    assert everything() == before
    assert create_segment(number="KERST", by=marketer).number == "KERST"


@pytest.mark.parametrize(("text", "error"), [("x" * 101, TooLong), ("a\x00b", NotAcceptable), ("a\nb", NotAcceptable)])
def test_a_description_that_is_wrong_stores_nothing_and_draws_no_number(marketer: User, text: str, error: type[DomainError]) -> None:
    before = everything()
    with pytest.raises(error) as refusal:
        create_segment(description=text, by=marketer)
    assert refusal.value.field == "description"
    assert everything() == before
    assert create_segment(description="é" * 100, by=marketer).number == "SM00001"


def test_an_undone_segment_gives_its_number_to_nobody(marketer: User) -> None:
    create_segment(by=marketer)
    undo(ChangeSet.objects.get(), by=marketer)
    assert not Segment.objects.exists()
    assert create_segment(by=marketer).number == "SM00002"


def test_a_changed_header_carries_description_and_date_to_its_lines(marketer: User) -> None:
    segment = make_segment("Lente", contacts=[make_company(), make_company()])
    other = make_segment("Ander", contacts=[make_company()])
    change_segment(segment, description="Spring fair", day=date(2026, 5, 1), by=marketer)
    assert set(segment.lines.values_list("description", "date")) == {("Spring fair", date(2026, 5, 1))}
    assert set(other.lines.values_list("description", flat=True)) == {"Ander"}
    undo(ChangeSet.objects.latest("number"), by=marketer)
    segment.refresh_from_db()
    assert segment.description == "Lente"
    assert set(segment.lines.values_list("description", flat=True)) == {"Lente"}


def test_an_unchanged_header_leaves_no_trace(marketer: User) -> None:
    segment = make_segment("Lente", contacts=[make_company()])
    before = everything()
    change_segment(segment, description=" Lente ", day=segment.date, by=marketer)
    assert everything() == before
