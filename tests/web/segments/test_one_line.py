"""The form of one line, and header fields that go to the lines."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.segments.actions import change_line, remove_line
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.setup.models import Salesperson
from tests.factories import make_company, make_segment
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts, value_of

pytestmark = pytest.mark.django_db

CARD = "/segments/SM00001/"
LINE = f"{CARD}lines/A1"
SEEN = {
    "seen_contact_number": "A1",
    "seen_description": "Lente",
    "seen_date": "2026-02-01",
    "seen_salesperson": "",
    "seen_campaign_number": "",
    "seen_correspondence_type": "",
    "seen_language": "",
}
AS_IT_IS = {
    "contact_number": "A1",
    "description": "Lente",
    "date": "01/02/2026",
    "salesperson": "",
    "campaign_number": "",
    "correspondence_type": "",
    "language": "",
    **SEEN,
}


@pytest.fixture(autouse=True)
def segment(db: None) -> Segment:
    Salesperson.objects.create(code="JR", name="Jan Raes")
    Salesperson.objects.create(code="MK", name="Mia Kok", privacy_blocked=True)
    return make_segment("Lente", contacts=[make_company(number="A1"), make_company(number="A2")])


def values(number: str = "A1") -> tuple[Any, ...]:
    lines = SegmentLine.objects.filter(contact__number=number)
    return tuple(lines.values_list("description", "date", "salesperson", "campaign_number", "correspondence_type", "language").get())


def test_the_form_shows_what_the_line_says(as_marketer: Client) -> None:
    page = get(as_marketer, LINE)
    assert {name: value_of(page, name) for name in SEEN} == SEEN
    assert "JR · Jan Raes" in page.content.decode()
    assert "Mia Kok" not in page.content.decode()
    assert f'href="{CARD}lines/__row__"' in get(as_marketer, CARD).content.decode()


def test_one_line_is_changed_with_undo(as_marketer: Client) -> None:
    before = snapshot()
    own = {"description": "Eigen", "date": "04/05/2026", "salesperson": "JR", "campaign_number": "cp1", "correspondence_type": "Email"}
    assert post(as_marketer, LINE, {**AS_IT_IS, **own, "language": "fr"}).headers["Location"] == CARD
    assert values() == ("Eigen", date(2026, 5, 4), "JR", "CP1", "Email", "fr")
    assert values("A2")[0] == "Lente"
    [(said, undo)] = toasts(as_marketer)
    assert said == "A1 Drukkerij Claes: line of segment SM00001 changed"
    post(as_marketer, undo)
    assert snapshot() == before


def test_saving_as_it_is_writes_nothing(as_marketer: Client) -> None:
    before = everything()
    assert post(as_marketer, LINE, AS_IT_IS).headers["Location"] == CARD
    assert everything() == before


def test_another_contact_takes_its_place(as_marketer: Client) -> None:
    make_company(number="B1", name="Nieuw")
    post(as_marketer, LINE, {**AS_IT_IS, "contact_number": "Nieuw", "campaign_number": "CP1"})
    assert values("B1") == ("Lente", date(2026, 2, 1), None, "CP1", "", None)
    assert not SegmentLine.objects.filter(contact__number="A1").exists()
    assert list(SegmentStep.objects.values_list("added", "removed")) == [(2, 0), (0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"date": ""}, "Fill in Date."),
        ({"description": "x" * 101}, "at most 100 characters"),
        ({"campaign_number": "a/b"}, "may not stand in a number"),
        ({"salesperson": "MK"}, "MK Mia Kok is blocked for privacy"),
        ({"salesperson": "XX"}, "XX does not exist"),
        ({"correspondence_type": "Fax"}, "“Fax” is not a value of Correspondence Type."),
        ({"language": "xx"}, "xx does not exist in Languages."),
        ({"contact_number": "Z9"}, "Z9 does not exist in Contacts."),
        ({"contact_number": "A2"}, "is in segment SM00001 already"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(as_marketer: Client, sent: dict[str, str], said: str) -> None:
    before = everything()
    refused = post(as_marketer, LINE, {**AS_IT_IS, **sent})
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert everything() == before


def test_of_two_people_the_second_is_told(as_marketer: Client, administrator: User) -> None:
    change_line(SegmentLine.objects.get(contact__number="A1"), description="Van An", by=administrator)
    before = everything()
    refused = post(as_marketer, LINE, {**AS_IT_IS, "description": "Van mij"})
    assert refused.status_code == 422
    assert "It is now: “Van An”." in text_of(refused)
    assert everything() == before


def test_a_line_that_is_gone_is_said_so(as_marketer: Client, segment: Segment, marketer: User) -> None:
    remove_line(segment, "A1", by=marketer)
    before = everything()
    assert post(as_marketer, LINE, AS_IT_IS).status_code == 404
    assert as_marketer.get(LINE).status_code == 404
    assert everything() == before


def test_readers_and_editors_change_no_line(as_reader: Client, as_editor: Client) -> None:
    before = everything()
    for client in (as_reader, as_editor):
        assert client.get(LINE).status_code == 403
        assert post(client, LINE, AS_IT_IS).status_code == 403
        assert "lines/__row__" not in get(client, CARD).content.decode()
    assert everything() == before


def test_header_fields_go_to_the_lines(as_marketer: Client, as_reader: Client) -> None:
    sent = {"description": "Lente", "date": "01/02/2026", "salesperson": "JR", "campaign_number": "cp1", "correspondence_type": "Email"}
    seen = {f"seen_{name}": value_of(get(as_marketer, CARD), f"seen_{name}") for name in sent}
    assert post(as_marketer, CARD, {**sent, **seen}).headers["Location"] == CARD
    assert {values("A1")[2:5], values("A2")[2:5]} == {("JR", "CP1", "Email")}
    shown = text_of(get(as_reader, CARD))
    assert "Salesperson Code JR" in shown
    assert "Campaign No. CP1" in shown
    assert "Correspondence Type Email" in shown


def test_a_blocked_salesperson_is_refused_on_the_card(as_marketer: Client) -> None:
    before = everything()
    assert post(as_marketer, CARD, {"description": "Lente", "date": "01/02/2026", "salesperson": "MK"}).status_code == 422
    assert everything() == before


def test_columns_of_the_line_itself_are_shown_to_who_asks(as_marketer: Client, administrator: User) -> None:
    own: dict[str, Any] = {"description": "Eigen", "day": date(2026, 5, 4), "salesperson": "JR", "campaign_number": "CP7"}
    change_line(SegmentLine.objects.get(contact__number="A1"), **own, by=administrator)
    shown = "line_description,line_date,line_salesperson,campaign_number"
    assert "Eigen 04/05/2026 JR CP7" in text_of(get(as_marketer, f"{CARD}?columns=company_name,name,{shown}"))
    assert "Eigen 04/05/2026 JR CP7" in text_of(get(as_marketer, f"{CARD}?columns=company_name,name,{shown}&sort=-number"))
    assert "CP7" not in text_of(get(as_marketer, CARD))
