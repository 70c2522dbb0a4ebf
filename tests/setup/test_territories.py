"""Territories: made, described and deleted by administrators."""

from collections.abc import Callable
from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.accounts.undoing import undo_act
from postkring.contacts.models import Contact
from postkring.kit.errors import AlreadyExists, DomainError, NotAcceptable, NotFound, Refused, TooLong
from postkring.ledger.models import ChangeSet
from postkring.setup.models import MarketingSetup, Territory
from postkring.setup.territories import create_territory, delete_territory, describe_territory
from tests.factories import make_company
from tests.permissions import assert_only_with
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_territory_is_made_described_and_deleted_and_each_is_undone(administrator: User) -> None:
    states = [snapshot()]
    made = create_territory(" west ", description=" Westen ", by=administrator)
    assert (made.code, made.description) == ("WEST", "Westen")
    states.append(snapshot())
    describe_territory(made, "West", by=administrator)
    assert describe_territory(made, "West", by=administrator) is None
    states.append(snapshot())
    delete_territory(made, by=administrator)
    acts = list(ChangeSet.objects.order_by("number"))
    assert [act.sentence for act in acts] == ["Territory WEST created", "Territory WEST changed", "Territory WEST deleted"]
    for state in reversed(states):
        undo_act(acts.pop(), by=administrator)
        assert snapshot() == state


@pytest.mark.parametrize(
    ("code", "description", "error"),
    [
        (" ", "", NotAcceptable),
        ("a b", "", NotAcceptable),
        ("x" * 21, "", TooLong),
        ("west", "", AlreadyExists),
        ("wést", "", AlreadyExists),
        ("EAST", "x" * 101, TooLong),
    ],
)
def test_what_cannot_be_a_territory(code: str, description: str, error: type[DomainError], administrator: User) -> None:
    create_territory("WEST", by=administrator)
    before = everything()
    with pytest.raises(error):
        create_territory(code, description=description, by=administrator)
    assert everything() == before


@pytest.mark.parametrize("table", [Contact, MarketingSetup])
def test_a_territory_in_use_is_not_deleted(table: Any, administrator: User) -> None:
    west = create_territory("WEST", by=administrator)
    make_company()
    column = "territory" if table is Contact else "default_territory"
    table.objects.update(**{column: west})
    before = everything()
    with pytest.raises(Refused, match="WEST is still in use"):
        delete_territory(west, by=administrator)
    assert everything() == before
    table.objects.update(**{column: None})
    delete_territory(west, by=administrator)
    with pytest.raises(NotFound):
        describe_territory(west, "x", by=administrator)
    with pytest.raises(NotFound):
        delete_territory(west, by=administrator)


ACTS: dict[str, Callable[[Territory, Any], object]] = {
    "create": lambda territory, user: create_territory("EAST", by=user),
    "describe": lambda territory, user: describe_territory(territory, "x", by=user),
    "delete": lambda territory, user: delete_territory(territory, by=user),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_administrators_change_territories(act: str, administrator: User) -> None:
    west = create_territory("WEST", by=administrator)
    assert_only_with(Permission.ADMINISTER, lambda user: ACTS[act](west, user))
