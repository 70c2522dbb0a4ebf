"""What the environment may say, and nothing else: an unknown name or an unreadable value stops the start."""

import os
import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]

KNOWN = {
    "POSTKRING_HOME",
    "POSTKRING_ALLOWED_HOSTS",
    "POSTKRING_API_ORIGINS",
    "POSTKRING_API_RATE",
    "POSTKRING_BASE_URL",
    "POSTKRING_EMAIL_URL",
    "POSTKRING_LANGUAGE",
    "POSTKRING_TASK_ROWS",
    "POSTKRING_TIME_ZONE",
    "POSTKRING_UNDO_DAYS",
}

LONGEST_UNDO_DAYS = 3650
MOST_TASK_ROWS = 1_000_000
SECONDS = {"s": 1, "m": 60, "h": 3600}
MOST_API_CALLS = 1_000_000


class BadEnvironment(SystemExit):
    """One sentence that names the setting; ends the program with status 1 and without a trace."""


def read() -> environ.Env:
    """The environment, with what a `.env` file in the working folder adds to it."""
    env = environ.Env()
    dotenv = Path(".env")
    if dotenv.is_file():
        env.read_env(str(dotenv))
    unknown = sorted(name for name in os.environ if name.startswith("POSTKRING_") and name not in KNOWN)
    if unknown:
        raise BadEnvironment(f"{unknown[0]} is not a setting of Postkring. Known are: {', '.join(sorted(KNOWN))}.")
    return env


def home(env: environ.Env) -> Path:
    """The folder for the database file, the secret key and what is collected for serving. It is made when it is not there."""
    given = env.str("POSTKRING_HOME", default="var")
    try:
        folder = Path(given).expanduser().absolute()
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise BadEnvironment(f"POSTKRING_HOME must name a folder; {folder} is a file.") from None
    except (OSError, RuntimeError, ValueError):
        folder = Path()
    if not given or folder == Path() or not os.access(folder, os.W_OK | os.X_OK):
        raise BadEnvironment(f"POSTKRING_HOME must name a folder that can be written to; it is “{given}”.")
    return folder


def allowed_hosts(env: environ.Env) -> list[str]:
    """The names under which the site answers."""
    given = env.str("POSTKRING_ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")
    hosts = [host.strip() for host in given.split(",") if host.strip()]
    if not hosts or any(sign in host for host in hosts for sign in "/@ "):
        raise BadEnvironment(f"POSTKRING_ALLOWED_HOSTS must name hosts, separated by commas and without http://; it is “{given}”.")
    return hosts


def language(env: environ.Env) -> str:
    code: str = env.str("POSTKRING_LANGUAGE", default="nl")
    codes = [known for known, _ in LANGUAGES]
    if code not in codes:
        raise BadEnvironment(f"POSTKRING_LANGUAGE must be one of {', '.join(codes)}; it is “{code}”.")
    return code


def time_zone(env: environ.Env) -> str:
    name: str = env.str("POSTKRING_TIME_ZONE", default="Europe/Brussels")
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise BadEnvironment(f"POSTKRING_TIME_ZONE must name a time zone such as Europe/Brussels; it is “{name}”.") from None
    return name


def undo_days(env: environ.Env) -> int:
    """For how many days after an act it can be undone."""
    given: str = env.str("POSTKRING_UNDO_DAYS", default="30")
    days = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 0
    if not 1 <= days <= LONGEST_UNDO_DAYS:
        raise BadEnvironment(f"POSTKRING_UNDO_DAYS must be a number of days from 1 to {LONGEST_UNDO_DAYS}; it is “{given}”.")
    return days


def task_rows(env: environ.Env) -> int:
    """An act that writes more rows than this is left to a worker."""
    given: str = env.str("POSTKRING_TASK_ROWS", default="2000")
    rows = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 0
    if not 1 <= rows <= MOST_TASK_ROWS:
        raise BadEnvironment(f"POSTKRING_TASK_ROWS must be a number of rows from 1 to {MOST_TASK_ROWS}; it is “{given}”.")
    return rows


def api_rate(env: environ.Env) -> tuple[int, int] | None:
    """How many calls an API token has, and in how many seconds; None where nobody counts."""
    given: str = env.str("POSTKRING_API_RATE", default="600/m")
    if given == "off":
        return None
    number, _, unit = given.partition("/")
    calls = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else 0
    if not 1 <= calls <= MOST_API_CALLS or unit not in SECONDS:
        raise BadEnvironment(
            f"POSTKRING_API_RATE must be a number of calls from 1 to {MOST_API_CALLS} in a second, a minute or an hour, such as 600/m, "
            f"or off; it is “{given}”."
        )
    return calls, SECONDS[unit]


def api_origins(env: environ.Env) -> list[str]:
    """The sites whose pages may ask the API from a browser."""
    given: str = env.str("POSTKRING_API_ORIGINS", default="")
    origins = [origin.strip().lower() for origin in given.split(",") if origin.strip()]
    if not all(_is_origin(origin) for origin in origins):
        raise BadEnvironment(f"POSTKRING_API_ORIGINS must name sites such as https://www.example, separated by commas; it is “{given}”.")
    return origins


def base_url(env: environ.Env) -> str:
    url: str = env.str("POSTKRING_BASE_URL", default="").rstrip("/").lower()
    if url and not _is_origin(url):
        raise BadEnvironment(f"POSTKRING_BASE_URL must be an address such as https://postkring.example; it is “{url}”.")
    return url


def database(env: environ.Env, folder: Path) -> dict[str, object]:
    """SQLite in the home folder unless DATABASE_URL says `postgres://…`. What stands after a `?` goes to the database's own library."""
    url = env.str("DATABASE_URL", default=f"sqlite:///{folder / 'postkring.sqlite3'}")
    scheme = url.partition(":")[0]
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise BadEnvironment("DATABASE_URL must name PostgreSQL (postgres://…) or SQLite (sqlite:///…).")
    try:
        config: dict[str, Any] = env.db_url_config(url)
    except (ValueError, environ.ImproperlyConfigured):
        raise BadEnvironment("DATABASE_URL cannot be read. Write it as postgres://user:password@host:5432/name.") from None
    if scheme == "sqlite":
        return config | {"ENGINE": "postkring.kit.sqlite"}
    if not config["NAME"]:
        raise BadEnvironment("DATABASE_URL names no database. Write it as postgres://user:password@host:5432/name.")
    # The pool keeps connections; Django must not keep them as well.
    options = config.get("OPTIONS", {}) | {"pool": {"min_size": 1, "max_size": 16, "timeout": 8}}
    return config | {"ENGINE": "django.db.backends.postgresql", "OPTIONS": options, "CONN_MAX_AGE": 0}


def email(env: environ.Env) -> dict[str, object]:
    """Settings for Django's SMTP backend; without POSTKRING_EMAIL_URL no mail leaves and no password reset is offered."""
    url = env.str("POSTKRING_EMAIL_URL", default="")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        config: dict[str, object] = env.email_url("POSTKRING_EMAIL_URL")
    except (ValueError, environ.ImproperlyConfigured):
        config = {}
    if not config.get("EMAIL_HOST") or not url.startswith(("smtp://", "smtps://", "smtp+tls://", "smtp+ssl://")):
        raise BadEnvironment("POSTKRING_EMAIL_URL must read as smtp+tls://user:password@host:587, or begin with smtp:// or smtp+ssl://.")
    return config


def _is_origin(url: str) -> bool:
    """A scheme and a host, with a port at most: what stands before the path of a page."""
    try:
        parts = urlsplit(url)
        given = (parts.hostname, parts.port)
    except ValueError:
        return False
    host = f"[{given[0]}]" if ":" in (given[0] or "") else given[0]
    origin = f"{parts.scheme}://{host}" + (f":{given[1]}" if given[1] is not None else "")
    return parts.scheme in ("http", "https") and bool(host) and " " not in url and origin == url
