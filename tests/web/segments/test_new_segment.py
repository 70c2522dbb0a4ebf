from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from postkring.accounts.models import User
from postkring.segments.models import Segment
from postkring.setup.models import Salesperson
from postkring.setup.tied_users import tie_user
from tests.factories import make_segment
from tests.people import client_of
from tests.snapshots import everything
from tests.web.asking import get, post, text_of, toasts, value_of

pytestmark = pytest.mark.django_db

NEW = "/segments/new"


def test_the_date_is_today_where_the_organisation_is(marketer: User) -> None:
    with time_machine.travel(datetime(2026, 3, 8, 23, 30, tzinfo=UTC)):  # after midnight in Brussels
        assert value_of(get(client_of(marketer), NEW), "date") == "09/03/2026"


def test_saving_draws_the_next_number_and_leads_to_the_card(as_marketer: Client) -> None:
    response = post(as_marketer, NEW, {"description": "Opendeurdag", "date": "2026-03-09", "number": ""})
    assert response.headers["Location"] == "/segments/SM00001/"
    segment = Segment.objects.get()
    assert (segment.number, segment.description, segment.date) == ("SM00001", "Opendeurdag", date(2026, 3, 9))
    [(said, undo)] = toasts(as_marketer)
    assert said == "Segment SM00001 created"
    assert post(as_marketer, undo, {"next": "/segments/SM00001/"}).headers["Location"] == "/segments/"
    assert not Segment.objects.exists()


@pytest.mark.parametrize("typed", ["09/03/2026", "9.3.2026", "9-3-2026", "2026-03-09"])
def test_a_date_may_be_typed_as_people_write_it(as_marketer: Client, typed: str) -> None:
    post(as_marketer, NEW, {"date": typed})
    assert Segment.objects.get().date == date(2026, 3, 9)


def test_it_has_a_salesperson_and_a_campaign_from_the_beginning(as_marketer: Client, marketer: User, administrator: User) -> None:
    """R-4002: the salesperson of who makes it, unless another one is chosen."""
    assert 'name="salesperson"' not in get(as_marketer, NEW).content.decode()  # there is none to choose
    for code, is_blocked in (("JR", False), ("PS", False), ("OUD", True)):
        Salesperson.objects.create(code=code, privacy_blocked=is_blocked)
    tie_user(marketer, "JR", by=administrator)
    shown = get(as_marketer, NEW).content.decode()
    assert 'value="JR" selected' in shown
    assert 'value="OUD"' not in shown
    post(as_marketer, NEW, {"date": "2026-03-09", "salesperson": "PS", "campaign_number": "cp001"})
    made = Segment.objects.get()
    assert (made.salesperson_id, made.campaign_number) == ("PS", "CP001")
    before = everything()
    for sent in ({"salesperson": "OUD"}, {"salesperson": "NIEMAND"}, {"campaign_number": "A/B"}):
        assert post(as_marketer, NEW, {"date": "2026-03-09"} | sent).status_code == 422
    assert everything() == before


def test_a_number_may_be_typed(as_marketer: Client) -> None:
    assert post(as_marketer, NEW, {"date": "2026-03-09", "number": "lente"}).headers["Location"] == "/segments/LENTE/"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"date": ""}, "Fill in Date."),
        ({"date": "31/02/2026"}, "Enter the date like this:"),
        ({"date": "0001-01-01"}, "Enter the date like this:"),
        ({"date": "2026-03-09", "description": "x" * 101}, "Description may hold at most 100 characters; it now has 101."),
        ({"date": "2026-03-09", "description": "a\x00b"}, "This text holds a sign that cannot be stored."),
        ({"date": "2026-03-09", "number": "A/B"}, "“/” may not stand in a number."),
        ({"date": "2026-03-09", "number": "taken"}, "Number TAKEN is in use already."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(as_marketer: Client, sent: dict[str, str], said: str) -> None:
    make_segment(number="TAKEN")
    before = everything()
    response = post(as_marketer, NEW, sent)
    assert response.status_code == 422
    assert said in text_of(response)
    assert everything() == before


def test_a_form_that_is_sent_twice_makes_one_segment(as_marketer: Client) -> None:
    sent = {"description": "Opendeurdag", "date": "2026-03-09", "once": value_of(get(as_marketer, NEW), "once")}
    assert [post(as_marketer, NEW, sent).headers["Location"] for _ in range(2)] == ["/segments/SM00001/"] * 2
    assert Segment.objects.count() == 1


def test_the_same_form_with_another_content_is_another_segment(as_marketer: Client) -> None:
    once = value_of(get(as_marketer, NEW), "once")
    for description in ("Een", "Twee"):
        post(as_marketer, NEW, {"description": description, "date": "2026-03-09", "once": once})
    assert list(Segment.objects.values_list("description", flat=True)) == ["Een", "Twee"]
