"""What is noted on an interaction afterwards, and the days of the last interaction and of the last attempt."""

from datetime import date
from typing import Any

import pytest

from postkring.accounts.models import Role, User
from postkring.contacts.models import Contact
from postkring.interactions.actions import change_template, create_template
from postkring.interactions.entry_actions import change_entry
from postkring.interactions.models import InteractionLogEntry
from postkring.interactions.queries import last_attempt, last_attempt_of, last_interaction, last_interaction_of
from postkring.kit.errors import NotAcceptable, NotPermitted
from postkring.kit.money import cents, in_notation
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.segments.actions import log_segment, switch_canceled
from postkring.segments.models import LoggedSegment, Segment
from postkring.setup.models import Salesperson
from tests.factories import make_company, make_person, make_segment, make_user
from tests.snapshots import everything, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment(administrator: User) -> Segment:
    template = create_template("UITNOD", unit_cost_cents=125, unit_duration=3, by=administrator)
    company = make_company(number="C1")
    ready: Any = {"salesperson": Salesperson.objects.create(code="JR"), "interaction_template": template}
    return make_segment("Lente", contacts=[company, make_person(number="P1", company=company)], date="2026-03-01", **ready)


@pytest.fixture
def entry(segment: Segment, administrator: User) -> InteractionLogEntry:
    log_segment(segment, by=administrator)
    return InteractionLogEntry.objects.get(contact_number="P1")


def test_an_entry_begins_with_the_cost_and_the_duration_of_its_template(entry: InteractionLogEntry, administrator: User) -> None:
    """R-5205, R-5002."""
    template = Segment.objects.get().interaction_template
    assert template is not None
    change_template(template, unit_cost_cents=900, unit_duration=9, by=administrator)
    assert set(InteractionLogEntry.objects.values_list("cost_cents", "duration", "evaluation", "attempt_failed")) == {(125, 3, "", False)}


@pytest.mark.usefixtures("english")
def test_noting_is_one_act_on_one_entry_that_is_undone(entry: InteractionLogEntry, marketer: User) -> None:
    before = snapshot()
    done = change_entry(entry, evaluation="Positive", attempt_failed=True, cost_cents=1250, duration=15, by=marketer)
    assert done is not None
    entry.refresh_from_db()
    assert (entry.evaluation, entry.attempt_failed, entry.cost_cents, entry.duration) == ("Positive", True, 1250, 15)
    assert InteractionLogEntry.objects.filter(evaluation="").count() == 1
    assert done.sentence == "P1: interaction “Lente” changed"
    assert change_entry(entry, evaluation="Positive", by=marketer) is None
    undo(done, by=marketer)
    assert snapshot() == before


def test_undoing_the_logging_takes_an_entry_along_that_was_evaluated_since(
    entry: InteractionLogEntry, administrator: User, marketer: User
) -> None:
    change_entry(entry, evaluation="Negative", by=marketer)
    undo(ChangeSet.objects.get(verb="segment.log"), by=administrator)
    assert not InteractionLogEntry.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"evaluation": "Prima"}, {"cost_cents": -1}, {"cost_cents": 10**9}, {"duration": -1}, {"duration": 100_000}]
)
def test_a_value_that_cannot_be_is_refused(entry: InteractionLogEntry, marketer: User, wrong: dict[str, Any]) -> None:
    before = everything()
    with pytest.raises(NotAcceptable):
        change_entry(entry, **wrong, by=marketer)
    assert everything() == before


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_who_may_not_log_notes_nothing(entry: InteractionLogEntry, role: Role) -> None:
    user, before = make_user(role, username="iemand"), everything()
    before = everything()
    with pytest.raises(NotPermitted):
        change_entry(entry, evaluation="Positive", by=user)
    assert everything() == before


def test_a_failed_attempt_is_no_interaction_and_a_canceled_one_is_neither(entry: InteractionLogEntry, administrator: User) -> None:
    """R-3120, R-4803: of a company also those of its persons."""

    def days(number: str) -> tuple[date | None, date | None]:
        found: Any = Contact.objects.annotate(interaction=last_interaction(), attempt=last_attempt()).get(number=number)
        one = Contact.objects.get(number=number)
        shown = tuple(each.date if each else None for each in (last_interaction_of(one), last_attempt_of(one)))
        assert shown == (found.interaction, found.attempt)
        return found.interaction, found.attempt

    day = date(2026, 3, 1)
    assert (days("P1"), days("C1")) == ((day, day), (day, day))
    change_entry(entry, attempt_failed=True, by=administrator)
    assert (days("P1"), days("C1")) == ((None, day), (day, day))
    change_entry(InteractionLogEntry.objects.get(contact_number="C1"), attempt_failed=True, by=administrator)
    assert days("C1") == (None, day)
    switch_canceled(LoggedSegment.objects.get(), by=administrator)
    assert (days("P1"), days("C1")) == ((None, None), (None, None))


@pytest.mark.parametrize(
    ("typed", "amount"), [("", 0), ("12", 1200), ("12,5", 1250), (" 12.50 ", 1250), ("0,05", 5), ("9999999.99", 999_999_999)]
)
def test_an_amount_is_read_as_people_write_it(typed: str, amount: int) -> None:
    assert cents(typed, field="cost", label="Cost") == amount
    assert cents(in_notation(amount), field="cost", label="Cost") == amount


@pytest.mark.parametrize("typed", ["1.000,00", "1,000", "-1", "12,555", "abc", "12 €", "99999999", "१२"])
def test_an_amount_that_may_mean_another_one_is_refused(typed: str) -> None:
    with pytest.raises(NotAcceptable):
        cents(typed, field="cost", label="Cost")
