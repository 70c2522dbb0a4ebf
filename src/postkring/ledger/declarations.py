"""How a model tells the ledger about itself. The ledger finds models by label and imports nothing above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from django.apps import apps
from django.db import models

Rows: TypeAlias = models.QuerySet[Any, Any]
Unfit: TypeAlias = tuple[models.Exists | models.Q, str]  # a condition on images of rows that stay as they are, and why


@dataclass(frozen=True)
class Ledgered:
    """The attribute `ledger` of every model whose rows leave images.

    order      restored in ascending order, so parents stand before their children; taken away in descending order
    title      columns that name a row in a report, joined by a blank; a foreign key gives the title of its parent
    subject    the column with the contact that a row is about, or ""
    guard      dotted path of `guard(change_set) -> None`: raises a DomainError when the act may not be undone now
    hold       the same, asked in the transaction in which the undo begins: it holds what others may not change meanwhile, and is quick
               however many rows there are
    unfit      dotted path of `unfit(change_set, undoing, kind) -> Iterator[Unfit]`: rows that a rule keeps from going back, of those that
               the act updated or deleted (`kind`); they are reported, the others go back. `undoing` is the change set of the undo
    leaving    dotted path of `leaving(writer, rows) -> None`: what an undo that takes these rows away takes along with them
    afterwards dotted path of `afterwards(writer, undone) -> None`: recompute what hangs on restored rows
    keeping    dotted path of `keeping(change_set) -> frozenset[str]`: columns that an undo of this act leaves as they are, and reports
    opposite   dotted path of `opposite(change_set) -> str`: a permission that taking the act back needs beside that of the act; or ""
    with_its_act  rows that an act inserted go with it even when they were changed since; their image keeps the changes
    number     a column whose values are never given to another row, also when their own row is gone; or ""
    settling   dotted path of a Settling, for a model with columns that are worked out from others; or ""
    in_steps   how many of its rows an undo in several transactions takes back in one at most (see undo_in_steps.py); 0: it has to be one.
               2,000, and less the more work a row is
    """

    order: int
    title: tuple[str, ...]
    subject: str = ""
    guard: str = ""
    hold: str = ""
    unfit: str = ""
    leaving: str = ""
    afterwards: str = ""
    keeping: str = ""
    opposite: str = ""
    with_its_act: bool = False
    number: str = ""
    settling: str = ""
    in_steps: int = 0


class Settling:
    """How columns go back that are worked out from others. `columns` are those that are worked out, as far as they are imaged."""

    columns: ClassVar[tuple[str, ...]] = ()

    def along(self, rows: Rows, columns: Sequence[str]) -> Rows:
        """The rows of which `columns` go back, and those whose columns hang on them."""
        return rows

    def settle(self, rows: Rows) -> None:
        """Works the columns out again, when the others have gone back."""

    def is_worked_out(self, row: Any, column: str) -> bool:
        """What the column holds follows from others: that it is not as the act left it says nothing."""
        return column in self.columns


@dataclass(frozen=True)
class Temporal:
    """The attribute `ledger` of a model whose rows are begun and ended by change sets and never changed otherwise.

    pair       the two columns that may stand together once at a time: each the id of a row of `parents`, in this order
    unfit      dotted path of `unfit(rows) -> (rows, str)`: those that a rule keeps from being begun again, and why
    in_steps   as above
    """

    order: int
    pair: tuple[str, str]
    parents: tuple[str, str]
    unfit: str = ""
    afterwards: str = ""
    in_steps: int = 0


# Models that write outside the ledger, by label, and why.
EXCEPTIONS: dict[str, str] = {
    "ledger.changeset": "the ledger itself",
    "ledger.image": "the ledger itself",
    "ledger.gonenumber": "the ledger itself",
    "ledger.meant": "what an act under way is still about",
    "contacts.contactstamp": "says when a contact was last changed; recomputed by every act",
    "imports.fileimport": "import staging: what is loaded of it goes through the ledger",
    "imports.filerow": "import staging",
    "imports.outcome": "import staging",
    "imports.outcomecode": "import staging",
    "work.work": "what a worker has to do: the act itself goes through the ledger",
}

# Columns of tables in the ledger that are written outside of it, and why. No act writes them in `updating`.
OUTSIDE: dict[str, str] = {
    "accounts.user.last_login": "says when somebody last signed in; written by signing in",
    "accounts.user.language": "how the pages look to this user",
    "accounts.user.theme": "how the pages look to this user",
    "accounts.user.shortcuts": "how the pages look to this user",
    "accounts.user.password": "a hash in an image would outlive the password; setting one is an act without images",
    "accounts.apitoken.last_used": "says when a token was last used, to five minutes; written by using it",
}


def declaration(label: str) -> Ledgered | Temporal:
    """Raises LookupError for a label that no model has, and for a model without a declaration."""
    found: Ledgered | Temporal = vars(model_of(label))["ledger"]
    return found


def temporal(model: type[models.Model]) -> Temporal:
    declared = declaration(label_of(model))
    if not isinstance(declared, Temporal):
        raise TypeError(f"{label_of(model)} is not temporal")
    return declared


def model_of(label: str) -> type[models.Model]:
    return apps.get_model(label)


def label_of(model: type[models.Model]) -> str:
    return model._meta.label_lower
