import pytest
from django.test import Client

from postkring.accounts.models import User

ENGLISH = {"Accept-Language": "en"}


def test_language_theme_and_shortcuts_are_stored_and_seen_at_once(as_reader: Client, reader: User) -> None:
    page = as_reader.post("/settings/", {"language": "fr", "theme": "dark"}, follow=True).content.decode()
    reader.refresh_from_db()
    assert (reader.language, reader.theme, reader.shortcuts) == ("fr", "dark", False)
    assert '<html lang="fr" data-theme="dark" data-shortcuts="off">' in page


@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"theme": ""}, {"language": "xx", "theme": "dark"}])
def test_an_unknown_choice_is_refused_and_changes_nothing(as_reader: Client, reader: User, wrong: dict[str, str]) -> None:
    assert as_reader.post("/settings/", wrong).status_code == 422
    reader.refresh_from_db()
    assert (reader.language, reader.theme, reader.shortcuts) == ("", "system", True)


def test_the_own_password_is_changed_and_one_stays_signed_in(as_reader: Client, reader: User) -> None:
    as_reader.post("/settings/password", {"current": "reader-reader", "password": "lepel circus 9"})
    reader.refresh_from_db()
    assert reader.check_password("lepel circus 9")
    assert as_reader.get("/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"current": "wrong", "password": "lepel circus 9"}, "This is not your current password."),
        ({"current": "reader-reader", "password": "short"}, "This password is too short: it must have at least 10 characters."),
        ({"current": "", "password": ""}, "Fill in Current password."),
    ],
)
def test_a_password_is_changed_only_with_the_current_one(as_reader: Client, reader: User, typed: dict[str, str], sentence: str) -> None:
    response = as_reader.post("/settings/password", typed, headers=ENGLISH)
    reader.refresh_from_db()
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert reader.check_password("reader-reader")


def test_the_theme_is_in_the_page_before_anything_is_drawn(as_reader: Client, reader: User) -> None:
    User.objects.update(theme="light")
    assert 'data-theme="light"' in as_reader.get("/").content.decode().split("<head>")[0]
