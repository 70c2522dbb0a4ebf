"""Which check of an import is the last one that was begun: an older one that still runs ends at its next chunk, and writes no more."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import transaction
from django.utils.translation import pgettext

from postkring.imports.models import FileImport, Stage
from postkring.kit.errors import Changed, NotFound, Refused
from postkring.ledger.models import ChangeSet

# Acts on these tables can change what a row would do.
ROOMS: Final = ("contacts.", "classifications.", "setup.")
SETUP: Final = ("setup.",)

# What reading a file anew says about its import. The rest is said by the check.
READ = ("file_name", "by", "at", "kind", "encoding", "delimiter", "header", "mapping", "match", "policy", "new_codes")


def held(file: FileImport, *, stage: str = "") -> FileImport:
    """The import as it is stored, locked until the transaction ends. Refused once it is or was loaded: then it stays as it is.

    With `stage` it has to be at that stage.
    """
    stored = FileImport.objects.select_for_update().filter(pk=file.pk).first()
    if stored is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    if stage and stored.stage != stage:
        raise another_difference()
    if stored.stage == Stage.LOADING and not stage:
        raise Refused(pgettext("msg.import_loading", "This file is being loaded."))
    if stored.stage == Stage.LOADED:
        raise Refused(pgettext("msg.import_loaded", "This file was loaded already."))
    return stored


@contextmanager
def step_of(file: FileImport) -> Iterator[None]:
    """A transaction of the check that `file` was fetched or begun for. Raises Changed when another one was begun since."""
    with transaction.atomic():
        if held(file).checking != file.checking:
            raise another_difference()
        yield


def begin(file: FileImport, *, also: tuple[str, ...] = ()) -> None:
    """A new generation, within a transaction that holds the import. Until its check has ended, nothing can be loaded."""
    file.checking, file.stage, file.token = uuid.uuid4(), Stage.MAPPING, ""
    file.save(update_fields=["checking", "stage", "token", *also])


def is_stale(file: FileImport, rooms: tuple[str, ...] = ROOMS) -> bool:
    """Somebody wrote to these tables since the check."""
    return is_late(file) or is_written_since(file, rooms)


def is_late(file: FileImport) -> bool:
    """An act that began before the last one that the check has seen has ended after it."""
    return ChangeSet.objects.filter(number__lte=file.basis).count() != file.basis_count


def is_written_since(file: FileImport, rooms: tuple[str, ...]) -> bool:
    """By an act that began after the last one that the check has seen."""
    since = list(ChangeSet.objects.filter(number__gt=file.basis).values_list("tables", flat=True))
    return any(label.startswith(rooms) for written in since for label in written)


def another_difference() -> Changed:
    return Changed(
        pgettext(
            "msg.import_changed",
            "Contacts have changed since, and the file would do something else now. Nothing was loaded; look at the new difference.",
        )
    )
