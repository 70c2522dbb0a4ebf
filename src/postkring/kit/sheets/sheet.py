"""What every reader gives: a header and rows of text with their numbers, one at a time; and how much a file may hold."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import pgettext

from postkring.kit.errors import NotAcceptable

UPLOAD_BYTES: Final = 100_000_000  # a million contacts as .csv; more is a mistake or an attack
UNZIPPED_BYTES: Final = 500_000_000  # what an .xlsx of that size really unpacks to
UNZIPPED_RATIO: Final = 200  # sheets of nothing but one repeated word stay below 100
COLUMNS: Final = 500  # Google writes about 200
ROWS: Final = 1_000_000  # what a sheet of Excel holds
CELL_SIGNS: Final = 32_767  # what a cell of Excel holds

TOO_MANY_CELLS: Final = "too_many_cells"
EXTRA: Final = "extra cell "  # how we call a column of cells that are too many, when such rows are given back
CUT_OFF: Final = "cut_off"


class Unreadable(NotAcceptable):
    """The file cannot be taken as a whole; nothing of it was stored."""


def unreadable(message: str, **values: object) -> Unreadable:
    return Unreadable(message, field="file", **values)


@dataclass(frozen=True)
class Row:
    """`number` is the row as a spreadsheet counts it, the header being 1; of cards, which card. A fault keeps it from being used."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True)
class Sheet:
    """`rows` can be read once. `doubled` are names that several columns had."""

    kind: str
    header: tuple[str, ...]
    rows: Iterator[Row] = field(repr=False)
    encoding: str = ""
    delimiter: str = ""
    doubled: tuple[str, ...] = ()


def checked_header(cells: Sequence[str]) -> tuple[str, ...]:
    header = trimmed(tuple(" ".join(cell.split()) for cell in cells))
    while header and header[-1].startswith(EXTRA):
        header = header[:-1]  # cells below are once more too many, until the row was put right
    if not header:
        raise unreadable(pgettext("msg.file_empty", "The file holds no rows."))
    if len(header) > COLUMNS:
        raise unreadable(
            pgettext("msg.file_columns", "The file has %(count)s columns; at most %(max)s can be loaded.")
            % {"count": len(header), "max": COLUMNS}
        )
    return _apart(header)


def _apart(header: tuple[str, ...]) -> tuple[str, ...]:
    """Of columns of the same name the later ones are numbered: French Outlook has “Titre” twice."""
    seen = {""}
    names = []
    for name in header:
        own, place = name, 2
        while own and own.casefold() in seen:
            own, place = f"{name} ({place})", place + 1
        seen.add(own.casefold())
        names.append(own)
    return tuple(names)


def doubled(cells: Sequence[str]) -> tuple[str, ...]:
    """The names that more than one column has."""
    names = Counter(" ".join(cell.split()).casefold() for cell in cells)
    return tuple(name for name, count in names.items() if name and count > 1)


def fitted(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """Rows as wide as the header, or wider with too many cells, without blank ones. Raises Unreadable past the largest number of rows."""
    count = 0
    for row in rows:
        cells = trimmed(row.cells)
        if not cells:
            continue
        count += 1
        if count > ROWS:
            raise unreadable(pgettext("msg.file_rows", "The file has more than %(max)s rows. Split it.") % {"max": ROWS})
        if len(cells) == len(row.cells) == width:
            yield row
            continue
        if len(cells) > width:
            yield Row(row.number, cells[: width + COLUMNS], TOO_MANY_CELLS)  # all of them, to be put right and loaded again
            continue
        yield Row(row.number, cells + ("",) * (width - len(cells)), row.fault)


def trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells without the blank ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
