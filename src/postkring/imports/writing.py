"""Outcomes of a file on their way from staging to contacts, in a few statements: all of them at once, or a stretch of them."""

from typing import Any, Final

from django.db.models import Case, CharField, ExpressionWrapper, F, Func, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.fields import BigIntegerField, TextField
from django.db.models.functions import Coalesce

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.counters import recount
from postkring.classifications.spec import Spec
from postkring.contacts.folding import DERIVED, searchable
from postkring.contacts.models import Contact
from postkring.contacts.stamps import touch
from postkring.imports.contact_values import COLUMNS, DRAWN, staged
from postkring.imports.models import FileImport, Outcome, OutcomeCode, State
from postkring.kit.sql import hand_out, insert_from, reserve_keys, update_from
from postkring.kit.text import fold
from postkring.ledger.acts import Writer
from postkring.ledger.watch import wrote
from postkring.setup.models import NumberSeries
from postkring.setup.numbering import draw_numbers
from postkring.setup.queries import marketing_setup

_CHUNK: Final = 10_000
WRITING: Final = (State.NEW, State.CHANGED)  # what a row does that writes its contact


def hold_series() -> None:
    """First of all: two files that are loaded at once wait for each other here, and whoever makes a contact waits as well."""
    series = marketing_setup().contact_series
    if series:
        NumberSeries.objects.select_for_update().get(pk=series.pk)


def hold_contacts(contacts: "QuerySet[Contact]") -> None:
    for _ in contacts.order_by("type", "pk").select_for_update().values_list("pk").iterator(_CHUNK):
        pass


def typed_numbers(file: FileImport, *, after: int = 0) -> set[str]:
    """Numbers that rows bring along: none of them is drawn for another row."""
    given = Outcome.objects.filter(file=file, state=State.NEW, number_given=True, position__gt=after)
    return set(given.values_list("number", flat=True))


def write(writer: Writer, file: FileImport, outcomes: "QuerySet[Outcome]", codes: "QuerySet[OutcomeCode]", *, typed: set[str]) -> None:
    """Writes the outcomes, and gives their contacts the `codes`, which are theirs."""
    number(outcomes, file, typed)
    added = insert(writer, outcomes)
    changed = update(writer, outcomes, file)
    memberships = assign(writer, file, codes)
    touched = outcomes.filter(state__in=WRITING).values("contact_key")
    touch(writer, Contact.objects.filter(pk__in=touched))
    writer.count(added=added, changed=changed, memberships=memberships)


def number(outcomes: "QuerySet[Outcome]", file: FileImport, typed: set[str]) -> None:
    """Numbers and keys of new contacts, before they are written: persons name the key of their company, whatever comes first."""
    new = outcomes.filter(state=State.NEW)
    last, reserved, series = 0, 0, marketing_setup().contact_series
    while rows := list(new.filter(position__gt=last).order_by("position").values_list("position", "number")[:_CHUNK]):
        drawn = iter(draw_numbers(series, sum(not number for _, number in rows), taken=Contact.objects.all(), besides=typed))
        numbered = [(position, number or next(drawn)) for position, number in rows]
        keys = reserve_keys(Contact, len(rows), after=reserved)
        reserved += len(rows)
        given = [[position, number, searchable(number), key] for (position, number), key in zip(numbered, keys, strict=True)]
        hand_out(Outcome, ("file", file.pk), "position", ("number", "number_searched", "contact_key"), given)
        last = rows[-1][0]
        wrote(0)


def create_groups(writer: Writer, file: FileImport, *, by: User) -> None:
    """A code that somebody else created meanwhile keeps its group; rows go on without the key of one."""
    writer.count(groups=0)
    for spec, codes in file.new_codes_by_spec:
        require(by, spec.edit_codes)
        writer.count(**{spec.counted: _create(writer, file, spec, list(codes))})


def _create(writer: Writer, file: FileImport, spec: Spec, wanted: list[str]) -> int:
    there = spec.codes().filter(code_folded__in=[fold(code) for code in wanted])
    folded = set(there.values_list("code_folded", flat=True))
    new = [code for code in wanted if fold(code) not in folded]
    for code in new:
        writer.insert(spec.row(code=code, code_folded=fold(code)))
    if new:
        made = spec.codes().filter(code=OuterRef("code")).values("pk")
        keyless = OutcomeCode.objects.filter(file=file, classification=spec.name, group_key__isnull=True, code__in=new)
        keyless.update(group_key=Subquery(made))
    return len(new)


def insert(writer: Writer, outcomes: "QuerySet[Outcome]") -> int:
    rows = outcomes.filter(state=State.NEW).order_by("position")
    values: dict[str, Any] = {f"new_{column}": staged(column) for column in COLUMNS}
    values |= {
        "new_id": F("contact_key"),
        "new_number": F("number"),
        "new_number_series_id": _series(),
        "new_company_id": Case(When(is_company=True, then=F("contact_key")), default=_company(), output_field=BigIntegerField()),
        # What the search box looks through holds the number, which was not known yet.
        "new_search_own": Func(
            staged("search_own"),
            Value(DRAWN),
            F("number_searched"),
            function="REPLACE",
            output_field=TextField(),
        ),
    }
    columns = [name.removeprefix("new_") for name in values]
    added = insert_from(rows.annotate(**values).values_list(*values), into=Contact, columns=columns)
    if added:
        writer.record_inserted(Contact.objects.filter(pk__in=outcomes.filter(state=State.NEW).values("contact_key")))
    return added


def _series() -> Case:
    """R-1204: a number that was typed belongs to no series."""
    series = marketing_setup().contact_series
    code = Value(series.code if series else None, output_field=CharField())
    return Case(When(number_given=True, then=Value(None)), default=code, output_field=CharField())


def _company() -> Coalesce:
    """The company of a person: one that was there, else the one at another position of the file."""
    beside = Outcome.objects.filter(file=OuterRef("file"), position=OuterRef("company_position")).values("contact_key")[:1]
    return Coalesce(Subquery(beside), staged("company_id"), output_field=BigIntegerField())


def update(writer: Writer, outcomes: "QuerySet[Outcome]", file: FileImport) -> int:
    rows = outcomes.filter(state=State.CHANGED, values__isnull=False)
    changed = outcomes.filter(state=State.CHANGED).count()
    if not file.columns:
        return changed
    columns = [*file.columns, *DERIVED]
    values: dict[str, Any] = {f"new_{column}": staged(column) for column in columns}
    if "new_company_id" in values:
        own = Case(When(is_company=True, then=F("contact_key")), default=_company(), output_field=BigIntegerField())
        values["new_company_id"] = own
    source = rows.annotate(**values).values_list("contact_key", *values)
    # What is worked out leaves no image: after an undo it is worked out again (see contacts/undoing.py).
    with writer.updating(Contact.objects.filter(pk__in=rows.values("contact_key")), file.columns):
        update_from(source, model=Contact, columns=columns)
    return changed


def assign(writer: Writer, file: FileImport, rows: "QuerySet[OutcomeCode]") -> int:
    contact = Outcome.objects.filter(file=file, position=OuterRef("position")).values("contact_key")[:1]
    pair = (F("group_key"), ExpressionWrapper(Subquery(contact), output_field=BigIntegerField()))
    begun = 0
    for spec in specs_of(file):
        own = rows.filter(classification=spec.name)
        if number := writer.begin(own, into=spec.link, pair=pair):
            recount(spec.codes().filter(pk__in=own.values("group_key")))
        begun += number
    return begun


def specs_of(file: FileImport) -> list[Spec]:
    """The classifications whose codes the file gives."""
    return [spec for spec in CLASSIFICATIONS if spec.names in file.mapping]
