"""What a user was shown before an act, held against what the act did: another outcome undoes the act before anybody sees it."""

from collections.abc import Mapping

from django.utils.translation import pgettext

from postkring.kit.errors import Changed
from postkring.ledger.acts import Writer


class PreviewChanged(Changed):
    """The outcome would be another one by now; `values` holds the counts of `now`."""

    code = "Request_PreviewChanged"


def hold_to(writer: Writer, expected: Mapping[str, int] | None) -> None:
    """Call it last in an act, when everything is counted. A count that was expected and not made is 0. Raises PreviewChanged."""
    hold_numbers_to(writer.counts, expected)


def hold_numbers_to(numbers: Mapping[str, int], expected: Mapping[str, int] | None) -> None:
    """The same before anything is written, for an act that settles first what it will do."""
    if expected is None:
        return
    now = {name: numbers.get(name, 0) for name in expected}
    if now != dict(expected):
        raise outcome_changed(now)


def outcome_changed(now: Mapping[str, int] | None = None) -> PreviewChanged:
    return PreviewChanged(
        pgettext("msg.outcome_changed", "The outcome is another one by now. Nothing was done; look at the new numbers and confirm."),
        now=now or {},
    )
