"""The uploaded file itself, kept until it is loaded: another character set or other columns read it anew."""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import BinaryIO, Final, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext

from postkring.imports.models import FileImport, Stage
from postkring.kit.errors import NotFound

_FOLDER = "imports"
# Names and addresses that were never loaded are nobody's business any more; a week leaves time to ask about a difference.
KEPT: Final = timedelta(days=7)


def keep(content: BinaryIO) -> str:
    """Under a name that says nothing of what is in it."""
    content.seek(0)
    return default_storage.save(f"{_FOLDER}/{uuid.uuid4().hex}", File(content))


def kept(file: FileImport) -> BinaryIO:
    try:
        return cast(BinaryIO, default_storage.open(file.stored, "rb"))
    except (OSError, ValueError) as error:
        raise NotFound(pgettext("msg.upload_gone", "The uploaded file is no longer there. Upload it again.")) from error


def discard_old() -> int:
    """Removes imports that were not loaded in time: their rows, their outcomes and their uploads. Returns how many.

    And the uploads of loaded ones, where a process was killed before it came to that.
    """
    for loaded in FileImport.objects.filter(stage=Stage.LOADED).exclude(stored=""):
        discard(loaded)
    with transaction.atomic():
        old = FileImport.objects.select_for_update().filter(change_set=None, at__lt=timezone.now() - KEPT)
        uploads = dict(old.order_by("pk").values_list("pk", "stored"))
        FileImport.objects.filter(pk__in=list(uploads)).delete()
    _delete(uploads.values())
    return len(uploads)


def discard(file: FileImport) -> None:
    if file.stored:
        _delete([file.stored])
        FileImport.objects.filter(pk=file.pk).update(stored="")


def _delete(names: Iterable[str]) -> None:
    for name in filter(None, names):
        with suppress(OSError):
            default_storage.delete(name)
