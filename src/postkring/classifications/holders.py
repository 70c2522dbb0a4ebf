"""Who keeps selections that name codes: rooms above say so in the settings. A renamed code is renamed there too."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from postkring.accounts.models import User
from postkring.ledger.acts import Writer


@dataclass(frozen=True)
class Mention:
    """One saved selection that names the code: `kind` and `number` say where, `sentence` what it says.

    `label` is the table of what keeps it and `key` what its page is called by, "" where the reader may not open that.
    """

    kind: str
    number: str
    sentence: str
    label: str
    key: str = ""


class SelectionHolder(Protocol):
    def mentions(self, criterion: str, code: str, *, by: User) -> list[Mention]:
        """Every one that will follow, also those of which `by` may know no more than that."""
        ...

    def rename(self, writer: Writer, criterion: str, code: str, new_code: str) -> int:
        """Rewrites the selections that name the code. Returns how many."""
        ...


@cache
def holders() -> tuple[SelectionHolder, ...]:
    return tuple(import_string(path)() for path in settings.SELECTION_HOLDERS)
