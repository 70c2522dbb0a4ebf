"""What an undo reports: how many rows went back, which did not, and why."""

from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import pgettext

from postkring.ledger.models import ChangeSet

NAMED: Final = 100  # how many of the rows left alone are named; all are counted


@dataclass(frozen=True)
class LeftAlone:
    """One row that could not be taken back: what it is, and why."""

    what: str
    why: str


@dataclass
class UndoReport:
    """Each row of the act is counted once: as undone, or as left when it is not wholly as it was before.

    `change_set` is None when nothing went back: the act then stands as before, and may be undone when what was in the way is gone.
    """

    change_set: ChangeSet | None = None
    undone: int = 0
    left: int = 0
    not_undone: list[LeftAlone] = field(default_factory=list)

    def leave(self, names: list[str], number: int, why: str) -> None:
        """Counts `number` rows as left alone and names those whose names are given, while there is room."""
        self.left += number
        self.not_undone.extend(LeftAlone(name, why) for name in names[: NAMED - len(self.not_undone)])


def changed() -> str:
    return pgettext("undo.changed_since", "It was changed again since.")


def partly_changed() -> str:
    return pgettext("undo.partly_changed_since", "Part of it was changed again since; the rest went back.")


def stricter() -> str:
    return pgettext(
        "undo.stricter", "What a file made stricter about privacy stays so. The rest went back, unless it was changed again since."
    )


def key_taken() -> str:
    return pgettext("undo.key_taken", "Its number or code is in use by now.")


def parent_gone() -> str:
    return pgettext("undo.parent_gone", "What it belonged to is no longer there.")


def in_use() -> str:
    return pgettext("undo.in_use", "It is in use by now.")
