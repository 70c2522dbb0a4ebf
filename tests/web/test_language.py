import pytest
from django.test import Client

from postkring.accounts.models import User


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("fr-BE,fr;q=0.9", "fr"),
        ("de-AT", "de"),
        ("nl-NL,en;q=0.5", "nl"),
        ("en-GB", "en"),
        ("es,it;q=0.8,fr;q=0.7", "fr"),
        ("es", "nl"),
        ("", "nl"),
    ],
)
@pytest.mark.django_db
def test_a_stranger_reads_the_first_language_of_the_browser_that_we_speak(client: Client, asked: str, given: str) -> None:
    response = client.get("/sign-in/", headers={"Accept-Language": asked})
    assert response.headers["Content-Language"] == given
    assert f'<html lang="{given}"' in response.content.decode()
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.django_db
def test_the_choice_of_a_stranger_is_kept_in_a_cookie(client: Client) -> None:
    response = client.post("/language/", {"language": "de", "next": "/sign-in/?next=/contacts/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in/?next=/contacts/")
    assert response.cookies["language"].value == "de"
    assert client.get("/sign-in/", headers={"Accept-Language": "fr"}).headers["Content-Language"] == "de"


def test_the_choice_of_a_user_is_kept_with_the_user(as_reader: Client, reader: User) -> None:
    as_reader.post("/language/", {"language": "fr", "next": "/"})
    reader.refresh_from_db()
    assert reader.language == "fr"
    as_reader.cookies["language"] = "de"
    assert as_reader.get("/", headers={"Accept-Language": "en"}).headers["Content-Language"] == "fr"


@pytest.mark.parametrize("code", ["", "xx", "nl-BE", "../nl"])
def test_a_language_we_do_not_speak_changes_nothing(as_reader: Client, reader: User, code: str) -> None:
    response = as_reader.post("/language/", {"language": code})
    reader.refresh_from_db()
    assert response.headers["Location"] == "/"
    assert reader.language == ""
    assert "language" not in response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "http://testserver//elsewhere.example/x"])
def test_choosing_a_language_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    location = client.post("/language/", {"language": "fr", "next": elsewhere}).headers["Location"]
    assert location in {"/", "http://testserver//elsewhere.example/x"}


def test_choosing_a_language_needs_a_post(as_reader: Client, reader: User) -> None:
    assert as_reader.get("/language/?language=fr").status_code == 405
    reader.refresh_from_db()
    assert reader.language == ""
