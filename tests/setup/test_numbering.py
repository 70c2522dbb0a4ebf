"""A series belongs to whoever draws from it: contacts and segments each have their own."""

import pytest
from django.db import transaction

from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.kit.codes import next_number
from postkring.kit.errors import AlreadyExists, NotAcceptable, Refused, TooLong
from postkring.segments.actions import delete_segment
from postkring.segments.models import Segment
from postkring.setup.models import NumberSeries
from postkring.setup.numbering import draw_number, draw_numbers, typed_number
from tests.factories import make_company, make_segment, many_contacts
from tests.queries import queries_of
from tests.together import at_once

pytestmark = pytest.mark.usefixtures("english")


def series(code: str) -> NumberSeries:
    return NumberSeries.objects.get(code=code)


@pytest.mark.django_db
def test_each_table_has_its_own_numbers() -> None:
    assert draw_number(series("CONT"), taken=Contact.objects.all()) == "CT000001"
    assert draw_number(series("SEGM"), taken=Segment.objects.all()) == "SM00001"
    assert draw_number(series("CONT"), taken=Contact.objects.all()) == "CT000002"
    make_company(number="SM00002")
    assert draw_number(series("SEGM"), taken=Segment.objects.all()) == "SM00002"


@pytest.mark.django_db
def test_numbers_in_use_are_skipped_for_segments_as_well() -> None:
    make_segment(number="SM00001")
    make_segment(number="SM00003")
    assert [draw_number(series("SEGM"), taken=Segment.objects.all()) for _ in range(2)] == ["SM00002", "SM00004"]


@pytest.mark.django_db
def test_any_number_of_typed_ones_is_skipped_in_a_handful_of_queries() -> None:
    many_contacts(2_000)
    numbers = list(Contact.objects.order_by("number").values_list("number", flat=True))
    assert len(numbers) == 2_000
    NumberSeries.objects.filter(code="CONT").update(starting_number=numbers[0], last_number_used="")
    free = numbers[1_500]
    Contact.objects.filter(number=free).update(number=f"{free}-B")
    drawn: list[str] = []
    queries = [queries_of(lambda: drawn.append(draw_number(series("CONT"), taken=Contact.objects.all()))) for _ in range(2)]
    assert drawn == [free, next_number(numbers[-1], 1)]
    assert max(queries) <= 8


@pytest.mark.django_db
def test_many_numbers_at_once_skip_any_number_of_typed_ones_in_a_handful_of_queries() -> None:
    many_contacts(5_000)
    numbers = list(Contact.objects.order_by("number").values_list("number", flat=True))
    NumberSeries.objects.filter(code="CONT").update(starting_number=numbers[0], last_number_used="")
    free = numbers[1_500]
    Contact.objects.filter(number=free).update(number=f"{free}-B")
    after = [next_number(numbers[-1], place) for place in (1, 2, 3)]
    drawn: list[str] = []
    taken = Contact.objects.all()
    assert queries_of(lambda: drawn.extend(draw_numbers(series("CONT"), 3, taken=taken, besides={after[1]}))) <= 8
    assert drawn == [free, after[0], after[2]]
    assert series("CONT").last_number_used == after[2]


@pytest.mark.django_db
def test_many_numbers_at_once_are_those_that_are_drawn_one_by_one(marketer: User) -> None:
    for number in ("A8", "A10", "A11", "A9B", "A80", "A100"):
        make_segment(number=number)
    delete_segment(make_segment(number="A13"), by=marketer)
    taken = Segment.objects.all()
    NumberSeries.objects.filter(code="SEGM").update(starting_number="A7", last_number_used="")
    one_by_one = [draw_number(series("SEGM"), taken=taken) for _ in range(100)]
    NumberSeries.objects.filter(code="SEGM").update(last_number_used="")
    assert draw_numbers(series("SEGM"), 100, taken=taken) == one_by_one
    assert one_by_one[:4] == ["A7", "A9", "A12", "A14"]


@pytest.mark.django_db
def test_the_very_last_number_of_a_series_is_given_and_none_after_it() -> None:
    last = "9" * 20
    NumberSeries.objects.filter(code="CONT").update(starting_number=str(int(last) - 1), last_number_used="")
    assert draw_numbers(series("CONT"), 2, taken=Contact.objects.all()) == [str(int(last) - 1), last]
    with pytest.raises(TooLong):
        draw_numbers(series("CONT"), 1, taken=Contact.objects.all())
    assert series("CONT").last_number_used == last


@pytest.mark.django_db
def test_the_number_of_a_segment_that_was_deleted_is_not_given_again(marketer: User) -> None:
    for number in ("SM00001", "SM00002"):
        delete_segment(make_segment(number=number), by=marketer)
    assert draw_number(series("SEGM"), taken=Segment.objects.all()) == "SM00003"
    with pytest.raises(AlreadyExists, match="was that of a record that was deleted"):
        typed_number("sm00002", series("SEGM"), taken=Segment.objects.all())
    assert typed_number("sm00002", None, taken=Contact.objects.all()) == "SM00002"


@pytest.mark.django_db
def test_skipping_goes_on_where_numbers_become_longer() -> None:
    for number in ("A8", "A9", "A10", "A11", "A9B", "A80"):
        make_company(number=number)
    NumberSeries.objects.filter(code="CONT").update(starting_number="A8")
    assert draw_number(series("CONT"), taken=Contact.objects.all()) == "A12"


@pytest.mark.django_db
def test_skipping_counts_by_the_increment() -> None:
    for number in ("A010", "A011", "A015", "A020", "A031"):
        make_company(number=number)
    NumberSeries.objects.filter(code="CONT").update(starting_number="A010", increment=10)
    assert [draw_number(series("CONT"), taken=Contact.objects.all()) for _ in range(2)] == ["A030", "A040"]


@pytest.mark.django_db
def test_an_old_copy_of_a_series_draws_no_old_number() -> None:
    old = series("CONT")
    drawn = [draw_number(old, taken=Contact.objects.all()) for _ in range(3)]
    assert drawn == ["CT000001", "CT000002", "CT000003"]


@pytest.mark.django_db
def test_without_a_series_nothing_is_drawn() -> None:
    with pytest.raises(Refused, match="No number series is set up"):
        draw_number(None, taken=Contact.objects.all())


@pytest.mark.django_db
def test_a_typed_number_is_cleaned_and_must_be_free() -> None:
    make_company(number="A1")
    assert typed_number(" b(2) ", series("CONT"), taken=Contact.objects.all()) == "B(2)"
    with pytest.raises(AlreadyExists):
        typed_number("a1", series("CONT"), taken=Contact.objects.all())
    with pytest.raises(NotAcceptable):
        typed_number("a/1", None, taken=Contact.objects.all())
    assert typed_number("a1", None, taken=Segment.objects.all()) == "A1"


@pytest.mark.usefixtures("own_database")
def test_many_who_draw_at_once_get_as_many_numbers() -> None:
    def draw() -> list[str]:
        numbers = []
        for _ in range(10):
            with transaction.atomic():
                numbers.append(draw_number(series("SEGM"), taken=Segment.objects.all()))
        return numbers

    drawn = [number for some in at_once(draw, draw, draw) for number in some]
    assert sorted(drawn) == [f"SM{number:05}" for number in range(1, 31)]
