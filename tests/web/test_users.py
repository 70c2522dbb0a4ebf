import pytest
from django.test import Client

from postkring.accounts.models import User

ENGLISH = {"Accept-Language": "en"}
GOOD = {"username": "luc", "role": "editor", "password": "circus lepel 9"}


def test_the_list_names_everybody_with_role_and_state(as_administrator: Client, reader: User) -> None:
    page = as_administrator.get("/users/", headers=ENGLISH).content.decode()
    assert "<h1>Users</h1>" in page
    assert '<th scope="row" class="row-title">reader</th>' in page
    assert "<td>Reader</td>" in page


def test_an_administrator_adds_a_user_who_can_sign_in(as_administrator: Client) -> None:
    response = as_administrator.post("/users/new", GOOD, follow=True, headers=ENGLISH)
    assert response.redirect_chain == [("/users/", 302)]
    assert "User luc added" in response.content.decode()
    assert Client().post("/sign-in/", {"login": "luc", "password": "circus lepel 9"}).headers["Location"] == "/"
    assert User.objects.get(username="luc").role == "editor"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"username": ""}, "Fill in User name."),
        ({"username": "administrator"}, "User administrator exists already."),
        ({"password": "short"}, "This password is too short: it must have at least 10 characters."),
        ({"username": "a\x00b"}, "This text holds a sign that cannot be stored. Type it again."),
        ({"username": "n" * 151}, "User name may hold at most 150 characters; it now has 151."),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_adds_nobody(as_administrator: Client, changed: dict[str, str], sentence: str) -> None:
    response = as_administrator.post("/users/new", GOOD | changed, headers=ENGLISH)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert User.objects.count() == 1


def test_an_unknown_role_is_refused(as_administrator: Client) -> None:
    assert as_administrator.post("/users/new", GOOD | {"role": "emperor"}).status_code == 422
    assert User.objects.count() == 1


def test_in_a_window_the_page_behind_goes_on(as_administrator: Client) -> None:
    window = {"HX-Request": "true", "HX-Target": "dialog"}
    response = as_administrator.post("/users/new", GOOD, headers=window | ENGLISH)
    assert response.headers["HX-Redirect"] == "/users/"
    assert "User luc added" in as_administrator.get("/users/", headers=ENGLISH).content.decode()


def test_a_role_is_changed(as_administrator: Client, reader: User) -> None:
    as_administrator.post(f"/users/{reader.pk}/role", {"role": "marketer"})
    reader.refresh_from_db()
    assert reader.role == "marketer"


def test_the_last_administrator_stays(as_administrator: Client, administrator: User) -> None:
    role = as_administrator.post(f"/users/{administrator.pk}/role", {"role": "reader"}, headers=ENGLISH)
    disable = as_administrator.post(f"/users/{administrator.pk}/disable", headers=ENGLISH)
    administrator.refresh_from_db()
    assert (role.status_code, disable.status_code) == (422, 422)
    assert "There must be at least one active administrator." in role.content.decode()
    assert "There must be at least one active administrator." in disable.content.decode()
    assert (administrator.role, administrator.is_active) == ("administrator", True)


def test_disabling_can_be_undone_from_the_toast(as_administrator: Client, reader: User) -> None:
    page = as_administrator.post(f"/users/{reader.pk}/disable", follow=True, headers=ENGLISH).content.decode()
    reader.refresh_from_db()
    assert not reader.is_active
    assert "reader can no longer sign in." in page
    assert f'<form method="post" action="/users/{reader.pk}/enable">' in page
    as_administrator.post(f"/users/{reader.pk}/enable")
    reader.refresh_from_db()
    assert reader.is_active


def test_a_password_is_set(as_administrator: Client, reader: User) -> None:
    assert as_administrator.post(f"/users/{reader.pk}/password", {"password": "weak"}).status_code == 422
    as_administrator.post(f"/users/{reader.pk}/password", {"password": "lepel circus 9"})
    reader.refresh_from_db()
    assert reader.check_password("lepel circus 9")


@pytest.mark.parametrize("act", ["disable", "enable"])
def test_disabling_and_enabling_need_a_post(as_administrator: Client, reader: User, act: str) -> None:
    assert as_administrator.get(f"/users/{reader.pk}/{act}").status_code == 405
    reader.refresh_from_db()
    assert reader.is_active


def test_a_user_who_is_gone_is_said_to_be_gone(as_administrator: Client) -> None:
    response = as_administrator.get("/users/987654/role", headers=ENGLISH)
    assert response.status_code == 404
    assert "This record no longer exists." in response.content.decode()
    assert as_administrator.get("/users/99999999999999999999/role").status_code == 404
