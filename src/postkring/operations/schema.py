"""The database's tables: do they fit this program, and bringing them up to date. What the tables mean is the domain's."""

import contextlib
import fcntl
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

Step = tuple[str, str]


def missing_steps() -> set[Step]:
    """Migrations that this program brings and the database lacks. Reads names only, so that a start stays quick."""
    return _known() - _applied()


def foreign_steps() -> set[Step]:
    """Migrations that the database has from a newer program."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("postkring.")}
    return {step for step in _applied() - _known() if step[0] in ours}


def bring_up_to_date() -> bool:
    """Migrates an empty or older database. False when there was nothing to do. Of two callers at once one migrates and the other waits."""
    if not missing_steps():
        return False
    with _alone():
        if missing_steps():
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
    return True


def _known() -> set[Step]:
    known = set()
    for config in apps.get_app_configs():
        name = settings.MIGRATION_MODULES.get(config.label, f"{config.name}.migrations")
        if name and find_spec(name):
            paths = import_module(name).__path__
            known |= {(config.label, found.name) for found in pkgutil.iter_modules(paths) if found.name[0] not in "_~"}
    return known


def _applied() -> set[Step]:
    return set(MigrationRecorder(connection).applied_migrations())


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    with (home / "migrating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
