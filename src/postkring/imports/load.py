"""Loading what was shown: one change set, a few statements from staging, or nothing and a new difference."""

from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.contacts.obstacles import IMPORT
from postkring.imports import steps
from postkring.imports.checking import check
from postkring.imports.generations import SETUP, another_difference, held, is_stale
from postkring.imports.models import FileImport, Outcome, OutcomeCode, Stage, State
from postkring.imports.sentences import loaded
from postkring.imports.writing import WRITING, create_groups, hold_contacts, hold_series, typed_numbers, write
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet
from postkring.ledger.watch import wrote

_TRIES: Final = 3


class _Stale(Exception):
    """Somebody changed contacts, groups or the set-up since the difference was worked out."""


def load(file: FileImport, *, token: str, by: User) -> ChangeSet:
    """Writes the outcomes of a checked file, exactly those that `token` stands for.

    A large file is loaded in steps, as is any file while another one is. Rows of which somebody else changed the contact,
    the company or a group since are refused then. Called again after a crash, it goes on.

    Raises Changed, with the new difference in staging, when the outcome would be another one by now; nothing is written then.
    """
    require(by, Permission.EDIT_CONTACTS)
    for _ in range(_TRIES):
        if file.token != token:
            raise another_difference()
        try:
            return _load(file, by)
        except _Stale:
            check(file, progress=lambda _: wrote(0))
    raise another_difference()


def _load(file: FileImport, by: User) -> ChangeSet:
    if FileImport.objects.filter(pk=file.pk, stage=Stage.LOADING).exists():
        change_set = steps.go_on(file, by=by)
    elif Outcome.objects.filter(file=file, state__in=WRITING).count() > int(settings.TASK_ROWS):
        wrote(0)
        _begin(file, by)
        change_set = steps.go_on(file, by=by)
    elif steps.others_under_way(file):
        with transaction.atomic():  # a small file is loaded or not, and never halfway
            _begin(file, by)
            change_set = steps.go_on(file, by=by, pause=0)
    else:
        change_set = _load_at_once(file, by)
    file.refresh_from_db()
    return change_set


def _begin(file: FileImport, by: User) -> None:
    with steps.begin(file, by=by) as stored:
        _refuse_others(stored, file)
        if is_stale(stored, SETUP):
            raise _Stale


def _load_at_once(file: FileImport, by: User) -> ChangeSet:
    with act(IMPORT, by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored, outcomes = _hold(file), Outcome.objects.filter(file=file)
        writer.keep = True  # also a file that changes nothing was loaded
        writer.count(added=0, changed=0, memberships=0)
        create_groups(writer, stored, by=by)
        write(writer, stored, outcomes, OutcomeCode.objects.filter(file=file), typed=typed_numbers(file))
        writer.count(refused=outcomes.filter(state=State.REFUSED).count())
        writer.say(lambda: loaded(file.file_name, writer.counts))
        FileImport.objects.filter(pk=file.pk).update(stage=Stage.LOADED, change_set=writer.change_set, at=timezone.now())
    return writer.change_set


def _hold(file: FileImport) -> FileImport:
    """Two files that are loaded at once wait for each other, and the second one looks again."""
    hold_series()
    stored = held(file)
    _refuse_others(stored, file)
    changing = Outcome.objects.filter(file=file, state=State.CHANGED).values("contact_key")
    hold_contacts(Contact.objects.filter(pk__in=changing))
    if is_stale(stored):
        raise _Stale
    return stored


def _refuse_others(stored: FileImport, file: FileImport) -> None:
    """What is stored counts, and not what was fetched before: meanwhile the file may have been checked anew, or is just being."""
    if stored.stage != Stage.CHECKED or stored.token != file.token:
        raise another_difference()
