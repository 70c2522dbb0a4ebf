"""Contacts as rows of a file: read in chunks by one statement, their codes by one more for each chunk."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any, Final

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.queries import codes_by_contact
from postkring.contacts.models import ContactQuerySet, ContactType
from postkring.kit.sheets.writing import Cell, joined
from postkring.lists.export.columns import ADDRESS_LINES, BLOCK, LINES, SALUTATION, ExportColumn, Origin
from postkring.outputs.address_block import address_block
from postkring.outputs.recipient import Address, Recipient, Sender
from postkring.outputs.salutations import formal_salutation

CHUNK: Final = 2_000
CODES: Final = {spec.names: partial(codes_by_contact, spec=spec) for spec in CLASSIFICATIONS}

_ADDRESS: Final = ("address", "address_2", "post_code", "city", "county", "country_id")
_OF_LETTERS: Final = (
    *("name", "name_2", "first_name", "middle_name", "surname", "company_name", "company__name_2", "language_id", "salutation_id"),
    *_ADDRESS,
    *(f"company__{column}" for column in _ADDRESS),
)


@dataclass(frozen=True)
class Read:
    """One contact as it was read, by path, with its codes by column."""

    values: dict[str, Any]
    codes: dict[str, list[str]]
    sender: Sender

    @property
    def is_person(self) -> bool:
        return bool(self.values["type"] == ContactType.PERSON)

    @cached_property
    def recipient(self) -> Recipient:
        """A company is its own company: only a person has one beside it."""
        company = "company__" if self.is_person else ""
        return Recipient(
            name=self._text("name"),
            name_2=self._text("name_2"),
            first_name=self._text("first_name"),
            middle_name=self._text("middle_name"),
            surname=self._text("surname"),
            company=self._text("company_name") if company else "",
            company_2=self._text("company__name_2") if company else "",
            address=self._address(""),
            company_address=self._address(company),
            language=self._text("language_id"),
            salutation=self._text("salutation_id"),
        )

    @cached_property
    def lines(self) -> list[str]:
        return address_block(self.recipient, self.sender, most=ADDRESS_LINES)

    def _address(self, of: str) -> Address:
        return Address(*(self._text(f"{of}{column}") for column in _ADDRESS))

    def _text(self, path: str) -> str:
        return self.values[path] or ""


def read_contacts(contacts: ContactQuerySet, paths: Sequence[str], *, codes: Sequence[str] = (), sender: Sender) -> Iterator[Read]:
    """Each contact with what stands at `paths` and with the codes of the columns called `codes`, in the order of the queryset."""
    found = contacts.values(*dict.fromkeys(("pk", "type", *paths))).iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        carried = {name: CODES[name](row["pk"] for row in chunk) for name in codes if name in CODES}
        for row in chunk:
            yield Read(row, {name: of_contact.get(row["pk"], []) for name, of_contact in carried.items()}, sender)


def contact_rows(contacts: ContactQuerySet, columns: Sequence[ExportColumn], *, sender: Sender) -> Iterator[list[Cell]]:
    paths = [column.path for column in columns if column.origin is Origin.STORED]
    if any(column.origin is Origin.LETTER for column in columns):
        paths += _OF_LETTERS
    codes = [column.name for column in columns if column.origin is Origin.CODES]
    cells = [_cell_of(column) for column in columns]
    for read in read_contacts(contacts, paths, codes=codes, sender=sender):
        yield [cell(read) for cell in cells]


def _cell_of(column: ExportColumn) -> Callable[[Read], Cell]:
    if column.origin is Origin.CODES:
        return lambda read: joined(read.codes.get(column.name, ()))
    if column.origin is Origin.LETTER:
        return _LETTER[column.name]
    return partial(_stored, column)


def _stored(column: ExportColumn, read: Read) -> Cell:
    """A field that this type of contact does not have is empty, whatever the row repeats in it."""
    if column.only and read.values["type"] != column.only:
        return ""
    value: Cell | None = read.values[column.path]
    return "" if value is None else value


def _line(place: int, read: Read) -> Cell:
    return read.lines[place] if place < len(read.lines) else ""


_LETTER: Final[dict[str, Callable[[Read], Cell]]] = {
    SALUTATION.name: lambda read: formal_salutation(read.recipient, read.sender),
    BLOCK.name: lambda read: "\n".join(read.lines),
    **{line.name: partial(_line, place) for place, line in enumerate(LINES)},
}
