"""What the ledger says of a file that is loaded."""

from collections.abc import Mapping

from django.utils.translation import npgettext, pgettext

from postkring.kit.text import grouped


def loaded(name: str, counts: Mapping[str, int]) -> str:
    said = [_added(counts["added"]), _changed(counts["changed"]), _refused(counts["refused"])]
    if meanwhile := counts.get("meanwhile"):
        said.append(_changed_meanwhile(meanwhile))
    return pgettext("ledger.imported", "%(file)s loaded: %(what)s") % {"file": name, "what": ", ".join(said)}


def loading(name: str, counts: Mapping[str, int]) -> str:
    said = pgettext("ledger.importing", "%(file)s is being loaded: %(what)s so far")
    return said % {"file": name, "what": f"{_added(counts['added'])}, {_changed(counts['changed'])}"}


def cancelled(name: str, counts: Mapping[str, int]) -> str:
    said = pgettext("ledger.import_cancelled", "Part of %(file)s loaded, then cancelled: %(what)s")
    return said % {"file": name, "what": f"{_added(counts['added'])}, {_changed(counts['changed'])}"}


def _added(count: int) -> str:
    return npgettext("ledger.n_added", "%(count)s added", "%(count)s added", count) % {"count": grouped(count)}


def _changed(count: int) -> str:
    return npgettext("ledger.n_changed", "%(count)s changed", "%(count)s changed", count) % {"count": grouped(count)}


def _refused(count: int) -> str:
    return npgettext("ledger.n_refused", "%(count)s refused", "%(count)s refused", count) % {"count": grouped(count)}


def _changed_meanwhile(count: int) -> str:
    said = npgettext("ledger.n_meanwhile", "of which %(count)s changed meanwhile", "of which %(count)s changed meanwhile", count)
    return said % {"count": grouped(count)}
