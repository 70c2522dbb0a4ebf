"""A file that is handed out: made whole first, so that nobody gets half of one and a refusal is still a page."""

import os
import re
from collections.abc import Callable
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Final

from django.http import FileResponse
from django.utils import timezone

TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
}
_NOT_IN_NAMES: Final = re.compile(r"[^\w.-]+")


def download(write: Callable[[IO[bytes]], int], *, name: str, ending: str) -> FileResponse:
    with ExitStack() as closed_when_refused:
        # On the disk and without a name: the memory does not grow with the rows, and nobody else can open it.
        file = closed_when_refused.enter_context(TemporaryFile())
        write(file)
        closed_when_refused.pop_all()
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=f"{safe(name)}-{timezone.localdate():%Y-%m-%d}.{ending}")
    response.headers["Content-Type"] = TYPES[ending]
    response.headers["Content-Length"] = str(length)
    # It holds names and addresses: it is kept where the user saves it, and nowhere else.
    response.headers["Cache-Control"] = "no-store"
    return response


def safe(name: str) -> str:
    """A name that every system takes for a file."""
    return _NOT_IN_NAMES.sub("-", name).strip("-.") or "postkring"
