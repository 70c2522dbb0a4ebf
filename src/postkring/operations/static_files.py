"""Style sheets, scripts and icons as they are served: collected, named by content and compressed, only when they changed."""

import hashlib
import inspect
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import storages
from django.core.management import call_command

# Parts of packages that no page uses; some of them name files that their package does not have.
NOT_SERVED: Final = ["django_htmx/ext/*", "django_htmx/*-4*"]


def collect() -> bool:
    """Brings STATIC_ROOT up to date. False when there was nothing to do."""
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name("static.stamp")
    wanted = _fingerprint()
    if (root / "staticfiles.json").exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    stamp.unlink(missing_ok=True)
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=NOT_SERVED)
    stamp.write_text(wanted, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Changes when a file comes, goes or is written, or how they are stored. Contents are not read: this runs at every start."""
    storing = type(storages["staticfiles"])
    digest = hashlib.sha256(str(Path(inspect.getfile(storing)).stat().st_mtime_ns).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
