"""The pages of salespeople, and where a user is tied to one."""

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.setup.models import Salesperson
from postkring.setup.salespeople import change_salesperson, create_salesperson
from postkring.setup.tied_users import salesperson_of, tie_user
from tests.factories import make_company
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts, value_of

pytestmark = pytest.mark.django_db

LIST, NEW, JAN = "/setup/salespeople/", "/setup/salespeople/new", "/setup/salespeople/JR/"
PAGES = (LIST, NEW, JAN, f"{JAN}delete")


@pytest.fixture
def jan(administrator: User) -> Salesperson:
    return create_salesperson("JR", name="Jan Raes", email="jan@example.com", by=administrator)


@pytest.mark.usefixtures("jan")
@pytest.mark.parametrize("address", PAGES)
def test_administrators_alone_see_and_change_them(as_administrator: Client, as_marketer: Client, as_reader: Client, address: str) -> None:
    assert get(as_administrator, address).status_code == 200
    before = everything()
    for client in (as_marketer, as_reader):
        assert client.get(address).status_code == 403
        assert client.post(address, {"code": "AB", "name": "x"}).status_code == 403
    assert everything() == before


def test_one_is_made_changed_and_deleted_with_undo(as_administrator: Client) -> None:
    before = snapshot()
    assert "No salespeople yet." in text_of(get(as_administrator, LIST))
    sent = {"code": "jr", "name": "Jan Raes", "email": "jan@example.com"}
    assert post(as_administrator, NEW, sent).headers["Location"] == LIST
    [(said, undo_making)] = toasts(as_administrator)
    assert said == "Salesperson JR created"
    assert "JR Jan Raes jan@example.com No" in text_of(get(as_administrator, LIST))
    page = get(as_administrator, JAN)
    seen = {name: value_of(page, name) for name in ("seen_name", "seen_email", "seen_privacy_blocked")}
    post(as_administrator, JAN, {"name": "Jan R.", "email": "", "privacy_blocked": "on", **seen})
    assert Salesperson.objects.values_list("name", "email", "privacy_blocked").get() == ("Jan R.", "", True)
    [(_, undo_changing)] = toasts(as_administrator)
    assert "Nothing refers to it." in text_of(get(as_administrator, f"{JAN}delete"))
    assert post(as_administrator, f"{JAN}delete").headers["Location"] == LIST
    assert not Salesperson.objects.exists()
    [(_, undo_deleting)] = toasts(as_administrator)
    for undo in (undo_deleting, undo_changing, undo_making):
        post(as_administrator, undo)
    assert snapshot() == before


@pytest.mark.usefixtures("jan")
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"code": ""}, "Fill in Code."),
        ({"code": "a b"}, "A blank may not stand in a code"),
        ({"code": "JR"}, "Code JR is already used by “Jan Raes”."),
        ({"code": "AB", "email": "x"}, "x is not a complete email address."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(as_administrator: Client, sent: dict[str, str], said: str) -> None:
    before = everything()
    refused = post(as_administrator, NEW, sent)
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert everything() == before


def test_of_two_people_the_second_is_told(as_administrator: Client, jan: Salesperson, administrator: User) -> None:
    change_salesperson(jan, name="Van An", by=administrator)
    before = everything()
    refused = post(as_administrator, JAN, {"name": "Van mij", "seen_name": "Jan Raes"})
    assert refused.status_code == 422
    assert "It is now: “Van An”." in text_of(refused)
    assert everything() == before


@pytest.mark.usefixtures("jan")
def test_whoever_is_in_use_is_not_deleted(as_administrator: Client) -> None:
    make_company(salesperson="JR")
    before = everything()
    asked = get(as_administrator, f"{JAN}delete")
    assert "Salesperson JR is still in use and cannot be deleted." in text_of(asked)
    assert "Contact 1" in text_of(asked)
    assert post(as_administrator, f"{JAN}delete").status_code == 422
    assert everything() == before


def test_nobody_there(as_administrator: Client) -> None:
    assert [as_administrator.get(page).status_code for page in (JAN, f"{JAN}delete")] == [404, 404]


@pytest.mark.usefixtures("jan")
def test_a_user_is_tied_on_the_page_of_users(as_administrator: Client, as_marketer: Client, marketer: User, administrator: User) -> None:
    address = f"/users/{marketer.pk}/salesperson"
    assert "Salesperson Code" not in text_of(get(as_marketer, "/settings/"))
    assert "JR · Jan Raes" in get(as_administrator, address).content.decode()
    assert post(as_administrator, address, {"salesperson": "JR"}).headers["Location"] == "/users/"
    assert str(salesperson_of(marketer)) == "JR"
    assert "User marketer is tied to salesperson JR" in toasts(as_administrator)[0][0]
    assert "Marketer JR Active" in text_of(get(as_administrator, "/users/"))
    assert "Salesperson Code JR" in text_of(get(as_marketer, "/settings/"))
    before = everything()
    assert post(as_administrator, address, {"salesperson": "XX"}).status_code == 422
    assert post(as_marketer, address, {"salesperson": ""}).status_code == 403
    assert everything() == before
    tie_user(marketer, "", by=administrator)
    assert "Salesperson Code" not in text_of(get(as_marketer, "/settings/"))
