"""Salespeople: made, changed and deleted by administrators; and users who are tied to one."""

from typing import Any

import pytest

from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act
from postkring.kit.errors import AlreadyExists, DoesNotExist, DomainError, NotAcceptable, NotFound, NotPermitted, Refused, TooLong
from postkring.ledger.models import ChangeSet
from postkring.setup.models import MarketingSetup, Salesperson, UserSetup
from postkring.setup.salespeople import change_salesperson, create_salesperson, delete_salesperson, salesperson_called
from postkring.setup.tied_users import own_salesperson, salesperson_of, tie_user
from tests.factories import make_company, make_segment, make_user
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_salesperson_is_made_changed_and_deleted(administrator: User) -> None:
    made = create_salesperson(" jr ", name=" Jan Raes ", email="jan@example.com", by=administrator)
    assert (made.code, made.name, made.email, made.privacy_blocked) == ("JR", "Jan Raes", "jan@example.com", False)
    change_salesperson(made, email="", privacy_blocked=True, by=administrator)
    stored = salesperson_called("jr")
    assert (stored.name, stored.email, stored.privacy_blocked) == ("Jan Raes", "", True)
    before = everything()
    assert change_salesperson(made, name="Jan Raes", by=administrator) is None
    assert everything() == before
    delete_salesperson(made, by=administrator)
    assert not Salesperson.objects.exists()
    assert [act.sentence for act in ChangeSet.objects.order_by("number")] == [
        "Salesperson JR created",
        "Salesperson JR changed",
        "Salesperson JR deleted",
    ]
    with pytest.raises(NotFound):
        salesperson_called("JR")


def test_each_of_these_is_undone(administrator: User) -> None:
    before = snapshot()
    made = create_salesperson("JR", by=administrator)
    change_salesperson(made, name="Jan", by=administrator)
    delete_salesperson(made, by=administrator)
    for act in ChangeSet.objects.order_by("-number"):
        undo_act(act, by=administrator)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("code", "given", "error", "field"),
    [
        ("", {}, NotAcceptable, "code"),
        ("a b", {}, NotAcceptable, "code"),
        ("a/b", {}, NotAcceptable, "code"),
        ("x" * 21, {}, TooLong, "code"),
        ("jr", {}, AlreadyExists, "code"),
        ("jé", {}, AlreadyExists, "code"),
        ("AB", {"name": "x" * 101}, TooLong, "name"),
        ("AB", {"name": "a\nb"}, NotAcceptable, "name"),
        ("AB", {"email": "jan"}, NotAcceptable, "email"),
        ("AB", {"email": "a" * 80 + "@example.com"}, TooLong, "email"),
    ],
)
def test_what_cannot_be_is_refused(administrator: User, code: str, given: dict[str, Any], error: type[DomainError], field: str) -> None:
    there = create_salesperson("JR", name="Jan", by=administrator)
    create_salesperson("JE", by=administrator)
    before = everything()
    with pytest.raises(error) as refusal:
        create_salesperson(code, **given, by=administrator)
    assert refusal.value.field == field
    if given:
        with pytest.raises(error):
            change_salesperson(there, **given, by=administrator)
    assert everything() == before


def test_whoever_is_in_use_is_not_deleted(administrator: User) -> None:
    jan = create_salesperson("JR", by=administrator)
    contact = make_company(salesperson="JR")
    make_segment(salesperson_id="JR", contacts=[contact])
    MarketingSetup.objects.update(default_salesperson=jan)
    tie_user(administrator, "JR", by=administrator)
    before = everything()
    with pytest.raises(Refused) as refusal:
        delete_salesperson(jan, by=administrator)
    for each in ("Contact 1", "Segment 1", "Segment Lines 1", "Marketing Setup 1", "User Setup 1"):
        assert each in refusal.value.message
    assert everything() == before


def test_a_salesperson_in_use_is_not_undone_into_nothing(administrator: User) -> None:
    create_salesperson("JR", by=administrator)
    made = ChangeSet.objects.latest("number")
    make_company(salesperson="JR")
    report = undo_act(made, by=administrator)
    assert report.left
    assert Salesperson.objects.get().code == "JR"


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.MARKETER])
def test_only_administrators_do_this(role: Role, administrator: User) -> None:
    jan, by = create_salesperson("JR", by=administrator), make_user(role)
    before = everything()
    for refused in (
        lambda: create_salesperson("AB", by=by),
        lambda: change_salesperson(jan, name="x", by=by),
        lambda: delete_salesperson(jan, by=by),
        lambda: tie_user(by, "JR", by=by),
    ):
        with pytest.raises(NotPermitted):
            refused()
    assert everything() == before


def test_a_user_is_tied_to_one_salesperson_or_to_none(administrator: User, marketer: User) -> None:
    create_salesperson("JR", by=administrator)
    create_salesperson("AB", by=administrator)
    before = snapshot()
    for code in ("jr", "AB", ""):
        tie_user(marketer, code, by=administrator)
        own = salesperson_of(marketer)
        assert (own.code if own else "") == code.upper()
    assert not UserSetup.objects.exists()
    assert tie_user(marketer, " ", by=administrator) is None
    said = ["User marketer is tied to salesperson JR", "User marketer is tied to salesperson AB", "User marketer is tied to no salesperson"]
    acts = list(ChangeSet.objects.filter(verb="user.salesperson").order_by("number"))
    assert [act.sentence for act in acts] == said
    for act in reversed(acts):
        undo_act(act, by=administrator)
    assert snapshot() == before


def test_nobody_is_tied_to_a_salesperson_who_is_not_there(administrator: User, marketer: User) -> None:
    before = everything()
    for code in ("XX", "\x00"):
        with pytest.raises(DoesNotExist) as refusal:
            tie_user(marketer, code, by=administrator)
        assert refusal.value.field == "salesperson"
    assert everything() == before


def test_somebody_blocked_stays_tied_and_is_taken_over_nowhere(administrator: User, marketer: User) -> None:
    jan = create_salesperson("JR", by=administrator)
    tie_user(marketer, "JR", by=administrator)
    change_salesperson(jan, privacy_blocked=True, by=administrator)
    assert salesperson_of(marketer) == jan
    assert own_salesperson(marketer) is None
