from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from postkring.accounts.models import User
from postkring.operations.demo import load_demo, remove_demo
from postkring.web.accounts import demo

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def _no_earlier_attempts(db: None) -> None:
    cache.clear()


def sign_in(client: Client, username: str, password: str, url: str = "/sign-in/", **extra: str) -> tuple[int, str, str]:
    response = client.post(url, {"login": username, "password": password, **extra}, headers=ENGLISH)
    return response.status_code, response.headers.get("Location", ""), response.content.decode()


def test_the_page_has_the_fields_and_the_button(client: Client) -> None:
    page = client.get("/sign-in/", headers=ENGLISH).content.decode()
    assert '<label class="field-label" for="id_login">User name</label>' in page
    assert '<label class="field-label" for="id_password">Password</label>' in page
    assert "<span>Sign In</span>" in page
    assert "Forgot your password?" not in page
    assert 'name="language" value="fr"' in page


def test_the_right_password_leads_home(client: Client, reader: User) -> None:
    status, location, _ = sign_in(client, "reader", "reader-reader")
    assert (status, location) == (302, "/")
    assert client.get("/").status_code == 200


def test_the_wrong_password_is_refused_and_signs_nobody_in(client: Client, reader: User) -> None:
    status, _, page = sign_in(client, "reader", "wrong")
    assert status == 422
    assert "User name and password do not belong together." in page
    assert 'value="reader"' in page
    assert client.get("/").status_code == 302


def test_empty_fields_are_named(client: Client) -> None:
    status, _, page = sign_in(client, "", "")
    assert status == 422
    assert "Fill in User name." in page
    assert "Fill in Password." in page


def test_a_disabled_user_cannot_sign_in(client: Client, reader: User) -> None:
    User.objects.update(is_active=False)
    status, _, page = sign_in(client, "reader", "reader-reader")
    assert status == 403
    assert "This user is disabled. Ask an administrator." in page
    assert client.get("/").status_code == 302


def test_failing_too_often_closes_the_door_even_for_the_right_password(client: Client, reader: User) -> None:
    for _ in range(5):
        sign_in(client, "reader", "wrong")
    status, _, page = sign_in(client, "reader", "reader-reader")
    assert status == 422
    assert "Signing in failed too often. Wait five minutes and try again." in page


def test_signing_in_goes_on_to_where_one_wanted_to_be(client: Client, reader: User) -> None:
    assert sign_in(client, "reader", "reader-reader", next="/settings/")[1] == "/settings/"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: Client, reader: User, elsewhere: str) -> None:
    assert sign_in(client, "reader", "reader-reader", next=elsewhere)[1] == "/"


def test_signing_out_needs_a_post_and_empties_the_cache(as_reader: Client) -> None:
    assert as_reader.get("/sign-out/").status_code == 405
    assert as_reader.get("/").status_code == 200
    response = as_reader.post("/sign-out/")
    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in/")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert as_reader.get("/").status_code == 302


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


class TestDemoUser:
    @pytest.fixture
    def client(self) -> Client:
        return Client(SERVER_NAME="localhost")

    def test_is_offered_on_this_machine_only_and_signs_in(self, client: Client, administrator: User) -> None:
        with patch.object(demo, "demo_user", lambda: administrator), patch.object(demo, "demo_is_there", lambda: True):
            assert "Sign in as demo user" in client.get("/sign-in/", headers=ENGLISH).content.decode()
            assert client.post("/sign-in/demo").headers["Location"] == "/"
        assert client.get("/users/").status_code == 200

    @pytest.mark.parametrize(
        "facts",
        [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"REMOTE_ADDR": ""}, {"HTTP_HOST": "post.example"}],
    )
    def test_is_not_there_for_anybody_else(self, client: Client, settings: Settings, administrator: User, facts: dict[str, str]) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        client.defaults |= facts
        with patch.object(demo, "demo_user", lambda: administrator), patch.object(demo, "demo_is_there", lambda: True):
            if facts.get("REMOTE_ADDR") != "":
                assert "Sign in as demo user" not in client.get("/sign-in/", headers=ENGLISH).content.decode()
            assert client.post("/sign-in/demo").status_code == 404
        assert client.get("/").status_code == 302

    def test_is_not_there_without_the_demo_organisation(self, client: Client) -> None:
        with patch.object(demo, "demo_user", lambda: None):
            assert client.post("/sign-in/demo").status_code == 404

    @pytest.mark.usefixtures("small_demo")
    def test_goes_with_the_demo_organisation(self, client: Client) -> None:
        load_demo()
        assert "Sign in as demo user" in client.get("/sign-in/", headers=ENGLISH).content.decode()
        remove_demo(by=User.objects.get(username="demo"))
        assert "Sign in as demo user" not in client.get("/sign-in/", headers=ENGLISH).content.decode()
        assert client.post("/sign-in/demo").status_code == 404
        assert client.get("/").status_code == 302

    @pytest.mark.usefixtures("small_demo")
    def test_is_not_there_where_the_installation_has_an_address(self, client: Client, settings: Settings) -> None:
        load_demo()
        settings.BASE_URL = "https://post.example"
        assert client.post("/sign-in/demo").status_code == 404

    @pytest.mark.parametrize(
        ("address", "is_near"), [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("::ffff:127.0.0.1", True), ("10.0.0.1", False)]
    )
    def test_loopback_is_every_address_of_this_machine(self, address: str, is_near: bool) -> None:
        assert demo.is_loopback(RequestFactory(SERVER_NAME="localhost", REMOTE_ADDR=address).get("/")) is is_near
