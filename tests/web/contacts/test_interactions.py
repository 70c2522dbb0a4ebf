"""The interactions of a contact: on the card, in a list of their own, and what is noted on one of them."""

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.interactions.actions import create_template
from postkring.interactions.entry_actions import change_entry
from postkring.interactions.models import InteractionLogEntry
from postkring.ledger.models import ChangeSet
from postkring.segments.actions import log_segment
from postkring.setup.models import Salesperson
from tests.factories import make_company, make_person, make_segment
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts

pytestmark = pytest.mark.django_db

SEEN = {"seen_evaluation": "", "seen_attempt_failed": "False", "seen_cost": "0.00", "seen_duration": "0"}


@pytest.fixture
def entry(administrator: User) -> InteractionLogEntry:
    template = create_template("UITNOD", by=administrator)
    company = make_company(number="C1", name="Claes")
    contacts = [company, make_person(number="P1", name="An Peeters", company=company)]
    made = make_segment("Lente", contacts=contacts, salesperson=Salesperson.objects.create(code="JR"), interaction_template=template)
    log_segment(made, by=administrator)
    return InteractionLogEntry.objects.get(contact_number="P1")


def address(entry: InteractionLogEntry, contact: str = "P1") -> str:
    return f"/contacts/{contact}/interactions/{entry.pk}"


def test_what_is_noted_stands_on_the_card_and_undo_takes_it_back(as_marketer: Client, entry: InteractionLogEntry) -> None:
    assert f'href="{address(entry)}"' in get(as_marketer, "/contacts/P1/").content.decode()
    before = snapshot()
    sent = {"evaluation": "Very Positive", "attempt_failed": "on", "cost": "12,5", "duration": "15"} | SEEN
    assert post(as_marketer, address(entry), sent).headers["Location"] == "/contacts/P1/"
    [(said, undo)] = toasts(as_marketer)
    assert said == "P1: interaction “Lente” changed"
    card = text_of(get(as_marketer, "/contacts/P1/"))
    assert "Very Positive · 12.50 · 15 minutes" in card
    assert "Failed" in card
    assert "Date of Last Interaction – Last Date Attempted 01/02/2026" in card
    assert "P1: interaction “Lente” changed" in text_of(get(as_marketer, "/changes/?about=segments"))
    [change] = ChangeSet.objects.filter(verb="interaction.change")
    assert "Cost 0.00 → 12.50" in text_of(get(as_marketer, f"/changes/{change.number}/"))
    post(as_marketer, undo)
    assert snapshot() == before


def test_the_number_of_interactions_opens_all_of_them(as_reader: Client, entry: InteractionLogEntry, administrator: User) -> None:
    change_entry(entry, evaluation="Negative", cost_cents=99, by=administrator)
    assert 'href="/contacts/C1/interactions"' in get(as_reader, "/contacts/C1/").content.decode()
    listed = get(as_reader, "/contacts/C1/interactions")
    assert text_of(listed).count("UITNOD") == 2  # its own, and that of its person
    assert "Negative 0.99" in text_of(listed)
    assert address(entry, "C1") not in listed.content.decode()
    assert "No interactions logged yet." in text_of(get(as_reader, f"/contacts/{make_company(number='C2').number}/interactions"))


def test_from_the_list_one_comes_back_to_it(as_marketer: Client, entry: InteractionLogEntry) -> None:
    assert f"{address(entry, 'C1')}?all=1" in get(as_marketer, "/contacts/C1/interactions").content.decode()
    answer = post(as_marketer, f"{address(entry, 'C1')}?all=1", {"evaluation": "Neutral"} | SEEN)
    assert answer.headers["Location"] == "/contacts/C1/interactions"


def test_of_two_people_the_second_is_told_what_the_first_noted(
    as_marketer: Client, entry: InteractionLogEntry, administrator: User
) -> None:
    change_entry(entry, cost_cents=700, evaluation="Neutral", by=administrator)
    before = everything()
    refused = post(as_marketer, address(entry), {"cost": "8", "evaluation": ""} | SEEN)
    assert (refused.status_code, everything()) == (422, before)
    assert "It is now: “7.00”." in text_of(refused)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"cost": "1.000,00"}, "Enter Cost like this: 12.50."),
        ({"duration": "100000"}, "Duration (Min.) cannot be this number."),
        ({"evaluation": "Prima"}, ""),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(as_marketer: Client, entry: InteractionLogEntry, sent: dict[str, str], said: str) -> None:
    before = everything()
    response = post(as_marketer, address(entry), sent | SEEN)
    assert (response.status_code, everything()) == (422, before)
    assert said in text_of(response)


def test_an_entry_stands_with_its_contact_alone(as_marketer: Client, as_editor: Client, entry: InteractionLogEntry) -> None:
    make_company(number="C2")
    before = everything()
    for client, path, status in (
        (as_marketer, address(entry, "C2"), 404),
        (as_marketer, "/contacts/P1/interactions/99999999999999999999", 404),
        (as_editor, address(entry), 403),
    ):
        assert (get(client, path).status_code, post(client, path, {"evaluation": "Neutral"}).status_code) == (status, status)
    assert everything() == before
