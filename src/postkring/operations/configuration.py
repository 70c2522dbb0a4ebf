"""The visible tuples of the settings: every dotted path in them must lead somewhere before the program serves anything."""

from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

TUPLES: Final = ("CONTACT_FOLLOWERS", "SELECTION_HOLDERS", "CRITERIA")


def refuse_dead_paths() -> None:
    """Ends the program with one sentence that names the setting and the path."""
    for name in TUPLES:
        for path in getattr(settings, name):
            try:
                import_string(path)
            except ImportError as error:
                raise SystemExit(f"The setting {name} names {path}, which cannot be imported: {error}") from error
