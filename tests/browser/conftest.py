"""A real Chromium against a real server. A page that logs an error or calls another host fails its test."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker

from postkring.accounts import actions
from postkring.accounts.models import Role, User
from tests.browser.databases import Database, PostgresqlDatabase, SqliteDatabase
from tests.browser.site import Site
from tests.browser.visits import Visits

# Playwright keeps an event loop in the test's thread; the database is used from that thread only.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

OUT: Final = Path(__file__).parent / "out"
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The tests share the database of the site; there is no other one."""


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The demo organisation, and one more user for each role, named as the role and with its name twice as password."""
    home = tmp_path_factory.mktemp("site") / "home"
    with django_db_blocker.unblock():
        if _on_sqlite():
            shutil.copytree(_prepared(_shared(tmp_path_factory)), home)
        home.mkdir(exist_ok=True)
        database = _database(home)
        site = Site(home, database, settings.SECRET_KEY)
        site.start()
        for role in Role.values:
            actions.add_user(role, role=role, password=f"{role}-{role}", by=None)
        site.snapshot()
        yield site
        site.stop()
        database.drop()


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the run: of all its workers, or of the one process that there is."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _prepared(folder: Path) -> Path:
    """The home of a site with the demo organisation. The worker that asks first makes it; loading it four times takes a while."""
    home, unfinished = folder / "prepared", folder / "unfinished"
    with (folder / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            shutil.rmtree(unfinished, ignore_errors=True)  # of a worker that could not
            unfinished.mkdir()
            site = Site(unfinished, SqliteDatabase(unfinished), settings.SECRET_KEY)
            site.start()
            site.stop()
            unfinished.rename(home)
    return home


def _on_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "postkring.kit.sqlite")


def _database(home: Path) -> Database:
    if _on_sqlite():
        return SqliteDatabase(home)
    return PostgresqlDatabase(os.environ["DATABASE_URL"], os.environ.get("PYTEST_XDIST_WORKER", "alone"))


@pytest.fixture
def site(running_site: Site) -> Iterator[Site]:
    """The site as every test finds it. Its database is also the database of the test."""
    yield running_site
    running_site.reset()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Visits]:
    """Opens pages: visit("/contacts/", language="fr", role="reader", theme="dark", width=390, scripts=False)."""
    visits = Visits(chromium, site.url, session_of)
    yield visits
    visits.close()
    assert visits.faults == []


@pytest.fixture
def shot() -> Callable[[Page, str], Path]:
    """Keeps a picture of the page in tests/browser/out/, which git does not see."""

    def keep(page: Page, name: str, **options: Any) -> Path:
        path = OUT / f"{name}.png"
        page.screenshot(path=path, animations="disabled", **options)
        return path

    return keep


def session_of(username: str) -> str:
    """The key of a session in which this user has signed in."""
    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    return session.session_key
