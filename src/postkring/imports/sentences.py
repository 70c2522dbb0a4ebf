"""What the ledger says of a file that is loaded."""

from collections.abc import Mapping

from django.utils.translation import pgettext


def loaded(name: str, counts: Mapping[str, int]) -> str:
    said = pgettext("ledger.imported", "%(file)s loaded: %(added)s added, %(changed)s changed, %(refused)s refused")
    if counts.get("meanwhile"):
        said = pgettext(
            "ledger.imported_meanwhile",
            "%(file)s loaded: %(added)s added, %(changed)s changed, %(refused)s refused, of which %(meanwhile)s changed meanwhile",
        )
    return said % {"file": name, **counts}


def loading(name: str, counts: Mapping[str, int]) -> str:
    said = pgettext("ledger.importing", "%(file)s is being loaded: %(added)s added, %(changed)s changed so far")
    return said % {"file": name, **counts}


def cancelled(name: str, counts: Mapping[str, int]) -> str:
    said = pgettext("ledger.import_cancelled", "Part of %(file)s loaded, then cancelled: %(added)s added, %(changed)s changed")
    return said % {"file": name, **counts}
