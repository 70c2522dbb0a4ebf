"""What a check asks of the database: the rows of its chunks, and what they name, once for each chunk or for the file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import Exists, Min, OuterRef

from postkring.classifications.spec import Spec
from postkring.contacts.catalogue import ContactField
from postkring.contacts.models import Contact, ContactType
from postkring.contacts.places import look_up_places
from postkring.contacts.rules import referred_code
from postkring.imports.companies import stored_contacts
from postkring.imports.interpreting import Given
from postkring.imports.models import FileImport, FileRow
from postkring.kit.errors import DoesNotExist
from postkring.ledger.models import ChangeSet, State


def settle_types(file: FileImport) -> None:
    """A row that does not say what it is about may give the number of a contact that is there."""
    there = Contact.objects.filter(number=OuterRef("contact_number"))
    rows = FileRow.objects.filter(Exists(there), file=file)
    rows.update(is_company=Exists(there.filter(type=ContactType.COMPANY)))


def see_changes(file: FileImport) -> None:
    """Remembers which change sets there are before the first row is looked at."""
    seen = ChangeSet.objects.order_by("-number").values_list("number", flat=True).first() or 0
    # An act in steps, such as the load of another file, writes on: whatever it has written or writes is not seen.
    under_way = ChangeSet.objects.filter(state__in=(State.RUNNING, State.CANCELLING)).aggregate(first=Min("number"))["first"]
    file.basis = min(seen, under_way - 1) if under_way else seen
    file.basis_count = ChangeSet.objects.filter(number__lte=file.basis).count()


class StagedRow(NamedTuple):
    """A row of the file as it stands in staging, without the model around it."""

    number: int
    cells: list[str]
    fault: str


def chunks_of(file: FileImport, size: int) -> Iterator[list[StagedRow]]:
    """By key, so that no cursor stays open over the transactions that write between."""
    staged = FileRow.objects.filter(file=file).order_by("number").values_list(*StagedRow._fields)
    for is_company in (True, False):
        last = -1
        while rows := [StagedRow(*row) for row in staged.filter(is_company=is_company, number__gt=last)[:size]]:
            yield rows
            last = rows[-1].number


def contacts_of(keys: list[int], *, only_named: bool) -> dict[int, Contact]:
    """With their companies; or just what names them."""
    if only_named:
        return Contact.objects.only("number", "name", "type").in_bulk(keys)
    return stored_contacts(Contact.objects.filter(pk__in=keys))


def codes_of(keys: Sequence[int], specs: Iterable[Spec]) -> dict[int, set[tuple[str, int]]]:
    """What contacts hold themselves, by classification and key of the group: one query for each classification."""
    codes: dict[int, set[tuple[str, int]]] = {}
    for spec in specs:
        rows = spec.standing().filter(contact__in=keys)
        for contact, group in rows.values_list("contact_id", f"{spec.name}_id"):
            codes.setdefault(contact, set()).add((spec.name, group))
    return codes


def remember_places(rows: Iterable[tuple[Given, Contact | None]]) -> None:
    """What a post code alone or a city alone will be looked up for, together with what the contact of the row has. With both nothing is."""
    codes, cities = set(), set()
    for given, contact in rows:
        code, city = given.values.get("post_code", ""), given.values.get("city", "")
        if bool(code) != bool(city):
            codes.add(code or (contact.post_code if contact else ""))
            cities.update([city] if city else [])
    look_up_places(codes, cities)


def remembering_codes() -> Callable[[ContactField, str], str | None]:
    """Looks a code up once for the whole file, also one that does not exist."""
    found: dict[tuple[str, str], str | DoesNotExist | None] = {}

    def remembered(field: ContactField, text: str) -> str | None:
        key = (field.name, text)
        if key not in found:
            try:
                found[key] = referred_code(field, text)
            except DoesNotExist as error:
                found[key] = error
        known = found[key]
        if isinstance(known, DoesNotExist):
            raise known.with_traceback(None)
        return known

    return remembered
