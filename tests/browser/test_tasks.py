"""A long act as its user sees it: the page follows a real worker by itself, and is told how it ends."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect
from pytest_django import Settings

from postkring.accounts.models import User
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.models import Contact
from postkring.ledger.doors import WEB, through
from postkring.ledger.standing import standing
from postkring.work import leases
from postkring.work.leases import Progress
from postkring.work.models import Work
from tests.browser.accessibility import faults
from tests.browser.site import Site
from tests.browser.visits import Visits
from tests.factories import make_group
from tests.work.pieces import put_everybody_in


@pytest.fixture(autouse=True)
def _leases_where_the_server_looks_for_them(site: Site, settings: Settings) -> None:
    settings.HOME = Path(site.home)


def everybody_into_a_group() -> Work:
    make_group("VERHUIZING")
    with through(WEB):
        return put_everybody_in("VERHUIZING", Contact.objects.count(), by=User.objects.get(username="editor"), origin="/contacts/")


def test_the_page_follows_the_worker_to_the_end_and_takes_it_back(visit: Visits, site: Site) -> None:
    work = everybody_into_a_group()
    page = visit(f"/tasks/{work.pk}/", language="en", role="editor")
    said = page.locator("#task").get_by_text(re.compile(r"Mailing group VERHUIZING: \d+ put in"))
    expect(said).to_be_visible(timeout=20_000)
    assert faults(page) == []
    page.get_by_role("main").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone")
    expect(page).to_have_url(re.compile("/contacts/$"))
    assert not ContactMailingGroup.objects.filter(standing(), mailing_group__code="VERHUIZING").exists()


def test_progress_moves_by_itself_until_it_is_cancelled(visit: Visits, site: Site, shot: Callable[[Page, str], Path]) -> None:
    with ExitStack() as held:
        with transaction.atomic():  # before the worker knows of it
            work = everybody_into_a_group()
            held.enter_context(leases.lease(work.pk))
        leases.report(work.pk, Progress(done=10_000, total=90_000, seconds=4))
        page = visit(f"/tasks/{work.pk}/", language="en", role="editor")
        expect(page.locator("#task").get_by_text("10,000 of 90,000 rows · 2,500 rows a second · about 32 seconds left")).to_be_visible()
        leases.report(work.pk, Progress(done=60_000, total=90_000, seconds=24))
        expect(page.locator("#task").get_by_text("60,000 of 90,000 rows · 2,500 rows a second · about 12 seconds left")).to_be_visible()
        assert faults(page) == []
        shot(page, "task-running")
        page.get_by_role("button", name="Cancel task").click()
        expect(page.locator("#task").get_by_text("It is being cancelled.")).to_be_visible()
    expect(page.locator("#task").get_by_text("Cancelled. Nothing was changed.")).to_be_visible(timeout=20_000)
    assert not ContactMailingGroup.objects.filter(mailing_group__code="VERHUIZING").exists()


def test_without_script_one_looks_again(visit: Visits, site: Site) -> None:
    with ExitStack() as held:
        with transaction.atomic():
            work = everybody_into_a_group()
            held.enter_context(leases.lease(work.pk))
        page = visit(f"/tasks/{work.pk}/", language="en", role="editor", scripts=False)
        expect(page.get_by_role("button", name="Cancel task")).to_be_visible()
    expect(page.get_by_role("button", name="Look again")).to_be_visible()
    said = page.locator("#task").get_by_text(re.compile(r"Mailing group VERHUIZING: \d+ put in"))
    for _ in range(40):
        if said.count():
            break
        page.wait_for_timeout(250)
        page.get_by_role("button", name="Look again").click()
    expect(said).to_be_visible()
