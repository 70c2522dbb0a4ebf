"""What the environment may say: a bad value ends in one sentence that names the setting."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from postkring.settings import environment
from postkring.settings.environment import BadEnvironment

Reader = Callable[..., Any]


@pytest.fixture
def says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Reads one setting from an environment that says nothing else, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    with mock.patch.dict(os.environ, clear=True):

        def say(reader: Reader, *more: Any, **values: str) -> Any:
            os.environ.clear()
            os.environ.update(values)
            return reader(environment.read(), *more)

        yield say


@pytest.mark.parametrize(
    ("reader", "name", "value", "meant"),
    [
        (environment.language, "POSTKRING_LANGUAGE", None, "nl"),
        (environment.language, "POSTKRING_LANGUAGE", "fr", "fr"),
        (environment.time_zone, "POSTKRING_TIME_ZONE", None, "Europe/Brussels"),
        (environment.time_zone, "POSTKRING_TIME_ZONE", "UTC", "UTC"),
        (environment.undo_days, "POSTKRING_UNDO_DAYS", None, 30),
        (environment.undo_days, "POSTKRING_UNDO_DAYS", "1", 1),
        (environment.undo_days, "POSTKRING_UNDO_DAYS", "3650", 3650),
        (environment.task_rows, "POSTKRING_TASK_ROWS", None, 2000),
        (environment.task_rows, "POSTKRING_TASK_ROWS", "1", 1),
        (environment.api_rate, "POSTKRING_API_RATE", None, (600, 60)),
        (environment.api_rate, "POSTKRING_API_RATE", "1/s", (1, 1)),
        (environment.api_rate, "POSTKRING_API_RATE", "1000000/h", (1_000_000, 3600)),
        (environment.api_rate, "POSTKRING_API_RATE", "off", None),
        (environment.api_origins, "POSTKRING_API_ORIGINS", None, []),
        (
            environment.api_origins,
            "POSTKRING_API_ORIGINS",
            " https://Www.example, http://a:3, ",
            ["https://www.example", "http://a:3"],
        ),
        (environment.base_url, "POSTKRING_BASE_URL", None, ""),
        (environment.base_url, "POSTKRING_BASE_URL", "", ""),
        (environment.base_url, "POSTKRING_BASE_URL", "https://Crm.example/", "https://crm.example"),
        (environment.base_url, "POSTKRING_BASE_URL", "http://localhost:8000", "http://localhost:8000"),
        (environment.base_url, "POSTKRING_BASE_URL", "http://[::1]:8000", "http://[::1]:8000"),
        (environment.allowed_hosts, "POSTKRING_ALLOWED_HOSTS", None, ["localhost", "127.0.0.1", "[::1]"]),
        (environment.allowed_hosts, "POSTKRING_ALLOWED_HOSTS", " a.example, b.example,", ["a.example", "b.example"]),
    ],
)
def test_a_setting_that_can_be_read(says: Callable[..., Any], reader: Reader, name: str, value: str | None, meant: object) -> None:
    assert says(reader, **({} if value is None else {name: value})) == meant


@pytest.mark.parametrize(
    ("reader", "name", "values"),
    [
        (environment.language, "POSTKRING_LANGUAGE", ["", "NL", "nl-BE", "xx", "nl,fr"]),
        (environment.time_zone, "POSTKRING_TIME_ZONE", ["", "Brussels", "Europe", "../etc/passwd", "/etc/passwd", "Mars/Base"]),
        (
            environment.base_url,
            "POSTKRING_BASE_URL",
            [
                "crm.example",
                "ftp://a",
                "http://",
                "http://[",
                "https://a:bad",
                "https://a/b",
                "https://u:p@a",
                "https://a b",
                "https://a?b",
            ],
        ),
        (
            environment.api_rate,
            "POSTKRING_API_RATE",
            ["", "600", "/m", "0/m", "-1/m", "1.5/m", "600/d", "600/M", "1000001/h", "²/m", "OFF", "6/m/m"],
        ),
        (environment.api_origins, "POSTKRING_API_ORIGINS", ["*", "null", "www.example", "https://a.example/b", "https://a.example b"]),
        (environment.task_rows, "POSTKRING_TASK_ROWS", ["", "0", "-1", "1.5", "many", "1000001", "²"]),
        (environment.undo_days, "POSTKRING_UNDO_DAYS", ["", "0", "-1", "3651", "1.5", "x", "٣٠", "9" * 5000]),
        (environment.allowed_hosts, "POSTKRING_ALLOWED_HOSTS", ["", " , ", "https://a.example", "a.example/b", "a b"]),
        (environment.home, "POSTKRING_HOME", ["", "/dev/null", "/dev/null/x", "~nobody-at-all/x", "/proc/nowhere"]),
        (environment.email, "POSTKRING_EMAIL_URL", ["x", "http://a", "smtp://", "smtp://h:bad", "smtp://[", "smtp://h:99999"]),
    ],
)
def test_a_bad_value_ends_in_one_sentence_that_names_the_setting(
    says: Callable[..., Any], reader: Reader, name: str, values: list[str]
) -> None:
    for value in values:
        with pytest.raises(BadEnvironment) as end:
            says(reader, **{name: value})
        assert str(end.value).startswith(f"{name} must ")
        assert str(end.value).endswith(".")
        assert "\n" not in str(end.value)


@pytest.mark.parametrize("name", ["POSTKRING_HOM", "POSTKRING_", "POSTKRING_DEBUG", "POSTKRING_SECRET_KEY"])
def test_an_unknown_name_ends_in_a_sentence_that_names_it_and_the_known_ones(says: Callable[..., Any], name: str) -> None:
    with pytest.raises(BadEnvironment) as end:
        says(lambda env: env, **{name: "1"})
    assert str(end.value) == (
        f"{name} is not a setting of Postkring. Known are: POSTKRING_ALLOWED_HOSTS, POSTKRING_API_ORIGINS, POSTKRING_API_RATE, "
        "POSTKRING_BASE_URL, POSTKRING_EMAIL_URL, POSTKRING_HOME, POSTKRING_LANGUAGE, POSTKRING_TASK_ROWS, POSTKRING_TIME_ZONE, "
        "POSTKRING_UNDO_DAYS."
    )


def test_names_of_others_do_not_matter(says: Callable[..., Any]) -> None:
    assert says(environment.language, POSTGRES_HOME="x", postkring_home="x", DEBUG="1") == "nl"


def test_the_home_folder_is_var_and_is_made(says: Callable[..., Any], tmp_path: Path) -> None:
    assert says(environment.home) == tmp_path / "var"
    assert says(environment.home, POSTKRING_HOME="a/b") == tmp_path / "a" / "b"
    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("postgres:///postkring", ("postkring", "", "", "", "")),
        ("postgresql://u:p%40s@db.example:5433/n", ("n", "u", "p@s", "db.example", 5433)),
        ("postgres://u:p#w@h/n", ("n", "u", "p#w", "h", "")),
        ("postgres:////run/postgresql/n", ("n", "", "", "/run/postgresql", "")),
        ("postgres://[::1]:5432/n", ("n", "", "", "::1", 5432)),
    ],
)
def test_a_postgresql_database(says: Callable[..., Any], url: str, parts: tuple[str | int, ...]) -> None:
    found = says(environment.database, Path("/home"), DATABASE_URL=url)
    assert tuple(found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == parts
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert found["OPTIONS"]["pool"]["max_size"] == 16


def test_what_the_address_of_a_database_asks_for_is_kept(says: Callable[..., Any]) -> None:
    found = says(environment.database, Path("/home"), DATABASE_URL="postgres://h/n?sslmode=verify-full&CONN_MAX_AGE=60")
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert found["OPTIONS"]["pool"]
    assert found["CONN_MAX_AGE"] == 0


@pytest.mark.parametrize(
    ("url", "name"),
    [(None, "/home/postkring.sqlite3"), ("sqlite:////data/p.sqlite3", "/data/p.sqlite3"), ("sqlite:///p.sqlite3", "p.sqlite3")],
)
def test_a_sqlite_database(says: Callable[..., Any], url: str | None, name: str) -> None:
    found = says(environment.database, Path("/home"), **({} if url is None else {"DATABASE_URL": url}))
    assert (found["ENGINE"], found["NAME"]) == ("postkring.kit.sqlite", name)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://h/n",
        "postgis://h/n",
        "http://x",
        "postgres://",
        "postgres://h/",
        "postgres://h:bad/n",
        "postgres://h:99999/n",
    ],
)
def test_another_database_ends_in_a_sentence_that_does_not_repeat_a_password(says: Callable[..., Any], url: str) -> None:
    with pytest.raises(BadEnvironment) as end:
        says(environment.database, Path("/home"), DATABASE_URL=url.replace("//h", "//user:secret@h"))
    assert str(end.value).startswith("DATABASE_URL ")
    assert "secret" not in str(end.value)


@pytest.mark.parametrize(
    ("url", "tls", "ssl", "port"),
    [("smtp://u:p@h:25", None, None, 25), ("smtp+tls://u:p@h:587", True, None, 587), ("smtp+ssl://u:p@h:465", None, True, 465)],
)
def test_mail_goes_out_through_the_server_that_is_named(
    says: Callable[..., Any], url: str, tls: bool | None, ssl: bool | None, port: int
) -> None:
    found = says(environment.email, POSTKRING_EMAIL_URL=url)
    assert (found["EMAIL_HOST"], found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"], found["EMAIL_PORT"]) == ("h", "u", "p", port)
    assert (found.get("EMAIL_USE_TLS"), found.get("EMAIL_USE_SSL")) == (tls, ssl)
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")


def test_without_a_server_no_mail_goes_out(says: Callable[..., Any]) -> None:
    assert says(environment.email) == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


def test_a_file_in_the_folder_adds_to_the_environment_and_never_wins(says: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# ours\nPOSTKRING_LANGUAGE=de\nPOSTKRING_TIME_ZONE='UTC'\n\n", encoding="utf-8")
    assert says(environment.language) == "de"
    assert says(environment.time_zone) == "UTC"
    assert says(environment.language, POSTKRING_LANGUAGE="fr") == "fr"


def test_an_unknown_name_in_the_file_is_refused_too(says: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("POSTKRING_LANG=de\n", encoding="utf-8")
    with pytest.raises(BadEnvironment, match=r"^POSTKRING_LANG is not a setting of Postkring"):
        says(environment.language)
