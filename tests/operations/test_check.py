import stat
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django import Settings

from postkring.accounts.models import Role
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.ledger.models import ChangeSet
from postkring.operations import check
from postkring.operations.check import Fact
from postkring.operations.schema import foreign_steps, missing_steps
from postkring.work.leases import present
from tests.factories import make_company, make_group, make_user
from tests.work.pieces import put_everybody_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.HOME = tmp_path
    (tmp_path / "secret_key").write_text("secret")
    (tmp_path / "secret_key").chmod(0o600)
    return tmp_path


def test_sound_installation_has_good_facts_only(home: Path) -> None:
    facts = check.facts()
    assert [fact.subject for fact in facts] == ["database", "tables", "memberships", "worker", "disk", "secret key"]
    assert all(fact.good for fact in facts)
    assert check.ready()


def test_a_worker_is_missed_when_something_waits_for_one(home: Path) -> None:
    assert check.worker_is_there() == Fact("worker", True, "none is running, and no task waits for one")
    make_group()
    put_everybody_in("VERHUIZING", 0, by=make_user(Role.EDITOR))
    missed = "1 task waits and none is running; postkring serve brings one along, postkring worker is one"
    assert check.worker_is_there() == Fact("worker", False, missed)
    with present():
        assert check.worker_is_there() == Fact("worker", True, "one is running")


def test_missing_migration_is_named_and_not_ready() -> None:
    MigrationRecorder(connection).record_unapplied("contacts", "0001_initial")
    assert missing_steps() == {("contacts", "0001_initial")}
    assert check.tables_fit() == Fact("tables", False, "1 migration is missing; postkring serve applies what is missing")
    assert not check.ready()


def test_database_of_a_newer_program_is_named_and_not_ready() -> None:
    MigrationRecorder(connection).record_applied("contacts", "0999_later")
    assert foreign_steps() == {("contacts", "0999_later")}
    assert check.tables_fit() == Fact("tables", False, "the database was made by a newer Postkring; install that one")
    assert not check.ready()


def test_migration_of_another_package_that_is_gone_does_not_matter() -> None:
    MigrationRecorder(connection).record_applied("auth", "0999_gone")
    assert check.tables_fit().good


def test_memberships_of_what_is_gone_are_counted() -> None:
    contact, other = make_company(), make_company()
    group, emptied = make_group(members=[contact, other]), make_group("ANDERE", members=[contact])
    assert check.memberships_whole() == Fact("memberships", True, "every one has its contact and its mailing group")
    MailingGroup.objects.filter(pk=emptied.pk).delete()
    assert check.memberships_whole() == Fact("memberships", False, "1 membership stands for a contact or a mailing group that is gone")
    MailingGroup.objects.filter(pk=group.pk).delete()
    assert check.memberships_whole().finding == "3 memberships stand for a contact or a mailing group that is gone"
    ContactMailingGroup.objects.update(ended_at=timezone.now(), ended_by=ChangeSet.objects.first())
    assert check.memberships_whole().good


def test_secret_key_that_others_can_read_is_wrong(home: Path) -> None:
    key = home / "secret_key"
    key.chmod(0o644)
    fact = check.secret_key_is_secret()
    assert fact == Fact("secret key", False, f"others can read {key} (mode 644); chmod 600 mends it")
    assert stat.S_IMODE(key.stat().st_mode) == 0o644


def test_secret_key_that_is_not_there_is_wrong(home: Path) -> None:
    (home / "secret_key").unlink()
    assert not check.secret_key_is_secret().good


def test_full_disk_is_wrong(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "LEAST_FREE", 10**18)
    assert not check.disk_has_room().good


def test_disk_of_a_home_that_does_not_exist_yet_is_that_of_the_folder_above(home: Path, settings: Settings) -> None:
    settings.HOME = home / "not" / "yet"
    assert check.disk_has_room().finding.endswith(f"MB free in {home}/not/yet")
