"""Starting with an environment, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[2] / "src"
SHOW = """
from django.conf import settings
print(settings.LANGUAGE_CODE, settings.ALLOWED_HOSTS, settings.DATABASES["default"]["NAME"], settings.SESSION_COOKIE_SECURE, settings.DEBUG)
"""


def start(folder: Path, program: str = SHOW, **values: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    told = kept | {"PYTHONPATH": str(SOURCES), "DJANGO_SETTINGS_MODULE": "postkring.settings.base"} | values
    return subprocess.run([sys.executable, "-c", program], env=told, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_without_a_word_it_is_sqlite_in_var_in_dutch(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert done.stderr == ""
    assert done.stdout == f"nl ['localhost', '127.0.0.1', '[::1]'] {tmp_path}/var/postkring.sqlite3 False False\n"
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_an_address_of_the_site_is_allowed_and_makes_cookies_secure(tmp_path: Path) -> None:
    done = start(tmp_path, POSTKRING_BASE_URL="https://crm.example", POSTKRING_ALLOWED_HOSTS="10.0.0.5")
    assert done.stdout.startswith("nl ['10.0.0.5', 'crm.example'] ")
    assert done.stdout.endswith(" True False\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [("POSTKRING_LANGUAGE", "xx"), ("POSTKRING_COLOUR", "red"), ("DATABASE_URL", "mysql://h/n"), ("POSTKRING_HOME", "/dev/null")],
)
def test_a_bad_environment_stops_the_start_with_one_sentence_and_status_1(tmp_path: Path, name: str, value: str) -> None:
    done = start(tmp_path, **{name: value})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{name} ")
    assert done.stderr.count("\n") == 1


def test_a_file_beside_it_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("POSTKRING_LANGUAGE=de\nPOSTKRING_HOME=data\n")
    done = start(tmp_path)
    assert done.stdout.startswith("de ")
    assert f"{tmp_path}/data/postkring.sqlite3" in done.stdout
