"""Which contact a row is about: by number, else by the columns that were named. One query for each way and chunk of rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from django.db.models import QuerySet
from django.utils.translation import pgettext

from postkring.contacts.catalogue import BY_NAME
from postkring.contacts.folding import folded
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.contacts.obstacles import IMPORT
from postkring.imports.interpreting import Given
from postkring.kit.codes import normal_code
from postkring.kit.errors import AlreadyExists, NotAcceptable, Refused
from postkring.kit.sql import one_of
from postkring.ledger.models import GoneNumber
from postkring.ledger.numbers import kept_numbers

Key: TypeAlias = tuple[str, ...]  # the way, then its values
Named: TypeAlias = Mapping[int, tuple[str, str]]

BY_NUMBER: Final = "number"
# The columns that say who somebody is, with the column they are looked up in.
COLUMNS: Final[Mapping[str, str]] = {
    "number": "number",
    "email": "email_folded",
    "external_id": "external_id",
    "name": "sort_name",
    "post_code": "post_code_folded",
    "city": "city_folded",
    "address": "address_folded",
    "vat_number": "vat_number",
    "registration_number": "registration_number",
}
_EXACT: Final = ("external_id", "registration_number")
NAMED: Final = 3


@dataclass
class Pending:
    """A row between being read and being settled: `match` is the contact that it is about, `key` what says who it is."""

    row: int
    given: Given
    keys: list[Key]
    match: int | None = None
    key: Key | None = None

    @property
    def who(self) -> int:
        """What tells rows apart. Who share an address and not a name are two; without any key, all that the row gives has to say it."""
        if self.match:
            return hash(("contact", self.match))
        if self.key is None:
            return hash(self.given)
        return hash(self.key if self.key[0] == BY_NUMBER else (*self.key, _compared("name", self.given.name)))


def checked_ways(ways: Sequence[str]) -> list[str]:
    """What `--match` says: columns, several that count together joined by +. By number always comes first."""
    for column in [column for way in ways for column in way.split("+")]:
        if column not in COLUMNS:
            raise NotAcceptable(
                pgettext("msg.match_unknown", "Contacts cannot be matched by “%(column)s”. Choose from: %(columns)s.")
                % {"column": column, "columns": ", ".join(COLUMNS)},
                field="match",
            )
    return [BY_NUMBER, *dict.fromkeys(way for way in ways if way != BY_NUMBER)]


def keys_of(given: Given, ways: Iterable[str]) -> list[Key]:
    """The ways in which the row says who it is about, the best first. A number counts alone: it is of one contact."""
    if number := given.values.get("number"):
        return [(BY_NUMBER, normal_code(number))]
    return [key for way in ways if way != BY_NUMBER and (key := _key(given, way))]


def found_by(keys: Iterable[Key], *, among: ContactQuerySet | None = None) -> dict[Key, list[int]]:
    """The contacts of each key, by pk. Other than by number, only contacts of the type of the row count: see `typed`."""
    found: dict[Key, list[int]] = {}
    by_way: dict[str, set[Key]] = {}
    for key in keys:
        by_way.setdefault(key[0], set()).add(key)
    for way, wanted in by_way.items():
        for pk, key in _contacts(way, wanted, Contact.objects.all() if among is None else among):
            if key in wanted:
                found.setdefault(key, []).append(pk)
    return found


def gone_among(keys: Iterable[Key]) -> set[Key]:
    """The keys whose number was that of a contact that was deleted: it is not given again."""
    wanted = [key[1] for key in keys if key[0] == BY_NUMBER]
    return {(BY_NUMBER, number) for number in numbers_gone().filter(number__in=wanted).values_list("number", flat=True)}


def numbers_gone() -> "QuerySet[GoneNumber]":
    """Those that no file may take. One that an undone import had brought along it may: often that very file is loaded again, corrected."""
    return kept_numbers(Contact, IMPORT)


def refuse_gone(key: Key) -> None:
    raise AlreadyExists(
        pgettext("msg.number_of_deleted", "Number %(number)s was that of a record that was deleted, and is not given again.")
        % {"number": key[1]},
        field="number",
        number=key[1],
    )


def named_of(found: Mapping[Key, Sequence[int]]) -> Named:
    """The numbers and names of the contacts that share a key, for who chooses one of them or refuses their rows."""
    several = {pk for keys in found.values() if len(keys) > 1 for pk in keys}
    shared = Contact.objects.filter(one_of(several)).values_list("pk", "number", "sort_name") if several else ()
    return {pk: (number, name) for pk, number, name in shared}


def the_only_one(key: Key, given: Given, found: Sequence[int], named: Named) -> int:
    """Of several who share an address, the one who is called so."""
    if len(found) == 1:
        return found[0]
    name = _compared("name", given.name)
    of_name = [pk for pk in found if named[pk][1] == name]
    if len(of_name) != 1:
        numbers = sorted(named[pk][0] for pk in found)
        raise Refused(
            pgettext("msg.match_several", "Several contacts have this %(fields)s: %(numbers)s.")
            % {"fields": way_label(key[0]), "numbers": ", ".join(numbers[:NAMED]) + (" …" if len(numbers) > NAMED else "")},
            field=key[0].split("+")[0],
        )
    return of_name[0]


def way_label(way: str) -> str:
    return " + ".join(str(BY_NAME[column].label) for column in way.split("+"))


def _key(given: Given, way: str) -> Key | None:
    values = [given.name if column == "name" else given.values.get(column, "") for column in way.split("+")]
    if not all(values):
        return None
    return (way, given.values["type"], *(_compared(column, value) for column, value in zip(way.split("+"), values, strict=True)))


def _compared(column: str, value: str) -> str:
    if column == "vat_number":
        return value.upper()
    return value if column in _EXACT else folded(" ".join(value.split()) if column == "name" else value)


def _contacts(way: str, wanted: Iterable[Key], among: ContactQuerySet) -> Iterator[tuple[int, Key]]:
    columns = [COLUMNS[column] for column in way.split("+")]
    if way == BY_NUMBER:
        for pk, number in among.filter(number__in=[key[1] for key in wanted]).values_list("pk", "number"):
            yield pk, (way, number)
        return
    rows = among.filter(**{f"{columns[0]}__in": {key[2] for key in wanted}})
    for pk, kind, *values in rows.order_by("pk").values_list("pk", "type", *columns):
        yield pk, (way, kind, *values)
