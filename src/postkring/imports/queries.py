"""Reads of imports: what a page shows, and from which row of which file a membership came."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, BinaryIO

from django.db.models import OuterRef, QuerySet, Subquery

from postkring.imports.models import FileImport, Outcome, Stage, State
from postkring.kit.sheets.opening import read_sheet
from postkring.ledger.models import ChangeSet

SAMPLES = 3


def samples(content: BinaryIO, file: FileImport, *, number: int = SAMPLES) -> list[list[str]]:
    """For each column the first values that are not blank. Raises Unreadable."""
    sheet = read_sheet(content, encoding=file.encoding, delimiter=file.delimiter)
    rows = list(islice(sheet.rows, 20))
    return [[row.cells[place] for row in rows if row.cells[place].strip()][:number] for place in range(len(sheet.header))]


def rows_in(content: BinaryIO, file: FileImport, *, at_most: int) -> int:
    """How many rows the file holds; a large one is not read to its end for it."""
    return sum(1 for _ in islice(read_sheet(content, encoding=file.encoding, delimiter=file.delimiter).rows, at_most))


def usual_match(mapping: Sequence[str]) -> list[str]:
    """What tells contacts apart in a file whose columns are these: numbers where it has them, else addresses and names."""
    if "number" in mapping:
        return ["number"]
    return ["number", *(["email"] if "email" in mapping else []), *(["name+post_code"] if "post_code" in mapping else [])]


def loaded_by(files: Iterable[FileImport]) -> list[ChangeSet]:
    """The acts that loaded them, of those that are loaded."""
    return [file.change_set for file in files if file.stage == Stage.LOADED and file.change_set]


def outcomes_of(file: FileImport, state: str) -> QuerySet[Outcome]:
    return Outcome.objects.filter(file=file, state=state)


def first_state(file: FileImport) -> str:
    """The state whose rows a page shows first: what needs a look before what does not."""
    order = (State.REFUSED, State.CHANGED, State.NEW, State.UNCHANGED, State.SKIPPED)
    return next((state for state in order if file.counts.get(state)), State.NEW)


def with_origin(memberships: QuerySet[Any]) -> QuerySet[Any]:
    """Each with `origin_file` and `origin_row`, where a file gave it: also after an undo has begun it again."""
    found = Outcome.objects.filter(file__change_set=OuterRef("added_by"), contact_key=OuterRef("contact_id")).order_by("position")
    origin = {name: Subquery(found.values(column)[:1]) for name, column in (("origin_file", "file__file_name"), ("origin_row", "row"))}
    annotated: QuerySet[Any] = memberships.annotate(**origin)
    return annotated
