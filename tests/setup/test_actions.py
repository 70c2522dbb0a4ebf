"""What an administrator sets up, and that it changes no contact."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act
from postkring.kit.errors import DoesNotExist, NotAcceptable, NotPermitted, TooLong
from postkring.ledger.models import ChangeSet
from postkring.setup.actions import INHERITED, SeriesValues, change_inheritance, change_organisation, change_series
from postkring.setup.models import MarketingSetup, NumberSeries, Organisation
from postkring.setup.queries import marketing_setup, organisation
from tests.factories import make_company, make_contact, make_user
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

VALUES = SeriesValues(description="Contacts", starting_number="K-0100", increment=10, manual_numbers=False)


def series() -> NumberSeries:
    return NumberSeries.objects.get(code="CONT")


def test_a_series_changes_and_numbers_go_on_from_the_last_one_used(administrator: User) -> None:
    make_company()
    change_series(series(), replace(VALUES, starting_number="CT000001"), by=administrator)
    stored = series()
    assert (stored.description, stored.starting_number, stored.increment, stored.manual_numbers) == ("Contacts", "CT000001", 10, False)
    assert stored.last_number_used == "CT000001"
    assert ChangeSet.objects.latest("number").sentence == "Number series CONT changed"
    assert make_company().number == "CT000011"


@pytest.mark.parametrize("start", ["CT000500", "ct500"])
def test_a_series_in_use_goes_on_from_a_new_start_beyond_its_last_number(administrator: User, start: str) -> None:
    make_company()
    change_series(series(), replace(VALUES, starting_number=start), by=administrator)
    following = start.upper().replace("500", "510")
    assert [make_company().number for _ in range(2)] == [start.upper(), following]
    assert series().last_number_used == following


@pytest.mark.parametrize("start", ["CT000002", "CT000001", "CT2", "K-0100", "CT000500-B"])
def test_a_start_that_a_series_in_use_never_comes_to_is_refused(administrator: User, start: str) -> None:
    make_company()
    change_series(series(), replace(VALUES, starting_number="CT000003"), by=administrator)
    assert make_company().number == "CT000003"
    before = everything()
    with pytest.raises(NotAcceptable, match="Numbers up to CT000003 were handed out already") as refusal:
        change_series(series(), replace(VALUES, starting_number=start, description="x"), by=administrator)
    assert refusal.value.field == "starting_number"
    assert everything() == before


def test_a_series_that_was_never_used_begins_at_its_new_start(administrator: User) -> None:
    change_series(series(), replace(VALUES, starting_number=" k-0100 "), by=administrator)
    assert [make_company().number for _ in range(2)] == ["K-0100", "K-0110"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starting_number": ""}, "starting_number"),
        ({"starting_number": "ABC"}, ""),
        ({"starting_number": "A/1"}, "starting_number"),
        ({"starting_number": "1" * 21}, "starting_number"),
        ({"starting_number": "9" * 20}, ""),
        ({"increment": 0}, "increment"),
        ({"increment": -1}, "increment"),
        ({"increment": 10_001}, "increment"),
        ({"description": "x" * 101}, "description"),
        ({"description": "x\x00"}, "description"),
    ],
)
def test_a_series_that_could_not_count_is_refused(administrator: User, change: dict[str, Any], field: str) -> None:
    before = everything()
    with pytest.raises((NotAcceptable, TooLong)) as refusal:
        change_series(series(), replace(VALUES, **change), by=administrator)
    assert refusal.value.field == field
    assert everything() == before


def test_the_organisation_has_a_name_and_a_country(administrator: User) -> None:
    contact = make_contact(phone="014 25 36 47")
    change_organisation(name=" Claes & Zonen ", country="nl", by=administrator)
    assert (organisation().name, organisation().country_id) == ("Claes & Zonen", "NL")
    contact.refresh_from_db()
    assert (contact.phone, contact.country) == ("014 25 36 47", None)
    change_organisation(name="", country="", by=administrator)
    assert organisation().country is None


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [("x" * 101, "BE", TooLong), ("a\nb", "BE", NotAcceptable), ("a", "QX", DoesNotExist), ("a", "\x00", DoesNotExist)],
)
def test_an_organisation_that_cannot_be_is_refused(administrator: User, name: str, country: str, kind: type[Exception]) -> None:
    before = everything()
    with pytest.raises(kind):
        change_organisation(name=name, country=country, by=administrator)
    assert everything() == before


def test_inheritance_is_what_is_named_and_nothing_else(administrator: User) -> None:
    change_inheritance(frozenset({"inherit_address", "inherit_language"}), by=administrator)
    assert {flag for flag in INHERITED if getattr(marketing_setup(), flag)} == {"inherit_address", "inherit_language"}
    with pytest.raises(KeyError):
        change_inheritance(frozenset({"contact_series"}), by=administrator)


def test_what_was_set_up_can_be_undone(administrator: User) -> None:
    before = snapshot()
    change_series(series(), VALUES, by=administrator)
    change_organisation(name="Claes", country="NL", by=administrator)
    change_inheritance(frozenset(), by=administrator)
    for change_set in ChangeSet.objects.order_by("-number"):
        undo_act(change_set, by=administrator)
    assert snapshot() == before


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.MARKETER, None])
def test_only_administrators_set_up(role: Role | None) -> None:
    by: Any = AnonymousUser() if role is None else make_user(role)
    before = everything()
    with pytest.raises(NotPermitted):
        change_series(series(), VALUES, by=by)
    with pytest.raises(NotPermitted):
        change_organisation(name="x", country="BE", by=by)
    with pytest.raises(NotPermitted):
        change_inheritance(frozenset(), by=by)
    assert everything() == before
    assert (Organisation.objects.count(), MarketingSetup.objects.count()) == (1, 1)
