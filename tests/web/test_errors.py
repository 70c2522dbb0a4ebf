import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings

from postkring.accounts.models import User
from tests.web.failing_urls import ERRORS

ENGLISH = {"Accept-Language": "en"}
PART = ENGLISH | {"HX-Request": "true", "HX-Target": "rows"}
REFUSALS = [("not-permitted", 403), ("not-found", 404), ("changed", 409), ("refused", 422), ("exists", 422), ("domain", 422)]

pytestmark = pytest.mark.urls("tests.web.failing_urls")


@pytest.mark.parametrize(("how", "status"), REFUSALS)
def test_what_a_rule_refuses_is_a_page_with_the_sentence_and_a_way_back(as_reader: Client, how: str, status: int) -> None:
    response = as_reader.get(f"/failing/{how}", headers=ENGLISH | {"Referer": "http://testserver/search?q=x"})
    page = response.content.decode()
    assert response.status_code == status
    assert "<p>No &lt;b&gt;way&lt;/b&gt;.</p>" in page
    assert 'href="http://testserver/search?q=x"' in page
    assert 'class="navigation"' in page


@pytest.mark.parametrize(("how", "status"), REFUSALS)
def test_a_part_that_is_refused_is_a_sentence_in_the_notices(as_reader: Client, how: str, status: int) -> None:
    response = as_reader.get(f"/failing/{how}", headers=PART)
    assert response.status_code == status
    assert (response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == ("#notices", "innerHTML")
    assert "No &lt;b&gt;way&lt;/b&gt;." in response.content.decode()
    assert "<html" not in response.content.decode()


def test_a_database_that_somebody_else_keeps_busy_is_a_sentence(as_reader: Client, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x")) as first, closing(sqlite3.connect(tmp_path / "x", timeout=0)) as second:
        first.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as busy:
            second.execute("BEGIN IMMEDIATE")
    error = OperationalError("database is locked")
    error.__cause__ = busy.value
    ERRORS["busy"] = error
    response = as_reader.get("/failing/busy", headers=ENGLISH)
    assert response.status_code == 503
    assert "Nothing of yours was saved; try again in a minute." in response.content.decode()
    assert as_reader.get("/failing/busy", headers=PART).headers["HX-Retarget"] == "#notices"


def test_any_other_error_of_the_database_is_none_of_it(as_reader: Client) -> None:
    as_reader.raise_request_exception = False
    ERRORS["away"] = OperationalError("the server is away")
    assert as_reader.get("/failing/away", headers=ENGLISH).status_code == 500


def test_several_refusals_are_all_said(as_reader: Client) -> None:
    page = as_reader.get("/failing/fields").content.decode()
    assert "<p>First.</p><p>Second.</p>" in page


def test_the_way_back_stays_at_home(as_reader: Client) -> None:
    page = as_reader.get("/failing/refused", headers={"Referer": "https://elsewhere.example/"}).content.decode()
    assert "elsewhere.example" not in page


def test_a_page_that_does_not_exist_says_so(as_reader: Client) -> None:
    response = as_reader.get("/nowhere", headers=ENGLISH)
    assert response.status_code == 404
    assert "This page does not exist or has moved." in response.content.decode()


@pytest.mark.django_db
def test_a_stranger_reads_it_without_navigation(client: Client) -> None:
    response = client.get("/nowhere", headers=ENGLISH)
    assert response.status_code == 404
    assert "This page does not exist or has moved." in response.content.decode()
    assert 'class="navigation"' not in response.content.decode()


def test_what_django_denies_is_our_sentence(as_reader: Client) -> None:
    response = as_reader.get("/failing/denied", headers=ENGLISH)
    assert response.status_code == 403
    assert "You have no permission for this page. Ask an administrator." in response.content.decode()


def broken(client: Client, headers: dict[str, str]) -> HttpResponse:
    client.raise_request_exception = False
    response = client.get("/failing-openly/broken", headers=headers)
    assert isinstance(response, HttpResponse)
    return response


def test_a_fault_of_ours_gives_a_reference_and_no_secret(client: Client, db: None) -> None:
    response = broken(client, ENGLISH)
    page = response.content.decode()
    assert response.status_code == 500
    assert f"Something went wrong on our side. Nothing was changed. Reference: {response.headers['X-Reference']}" in page
    assert "secret" not in page


def test_a_fault_in_a_part_is_a_sentence_in_the_notices(client: Client, db: None) -> None:
    response = broken(client, PART)
    assert response.status_code == 500
    assert response.headers["HX-Retarget"] == "#notices"
    assert f"Reference: {response.headers['X-Reference']}" in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    response = client.post("/settings/", {"theme": "dark"}, headers=ENGLISH)
    reader.refresh_from_db()
    assert response.status_code == 403
    assert "This form has expired, nothing was changed." in response.content.decode()
    assert reader.theme == "system"


@override_settings(ALLOWED_HOSTS=["postkring.example"])
def test_a_request_for_another_host_is_turned_away(client: Client) -> None:
    response = client.get("/sign-in/", headers={"Host": "elsewhere.example"} | ENGLISH)
    assert response.status_code == 400
    assert "POSTKRING_ALLOWED_HOSTS" in response.content.decode()


@override_settings(ALLOWED_HOSTS=["postkring.example"])
@pytest.mark.parametrize(("language", "said"), [("nl", "onder deze naam"), ("fr", "sous ce nom"), ("de", "unter diesem Namen")])
def test_which_setting_names_the_host_is_said_in_every_language(client: Client, language: str, said: str) -> None:
    page = client.get("/sign-in/", headers={"Host": "server:8000", "Accept-Language": language}).content.decode()
    assert said in page
    assert "POSTKRING_ALLOWED_HOSTS" in page


def test_a_part_asked_for_after_the_session_ended_keeps_the_page(as_stranger: Client, db: None) -> None:
    response = as_stranger.post("/settings/", {"theme": "dark"}, headers=PART)
    assert response.status_code == 401
    assert response.headers["HX-Retarget"] == "#notices"
    assert "Sign in again. Your input is kept on this page." in response.content.decode()
