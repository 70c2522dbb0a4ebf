"""What others have changed since a file was checked, while it is loaded in steps: rows that would do something else by now are refused.

Nothing is worked out anew: a row whose contact, number, company, group or code is no longer what the check saw is not written. It
stands among the refused rows, to be loaded again.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import pgettext

from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact, ContactQuerySet, ContactStamp
from postkring.imports.contact_values import COLUMNS, staged
from postkring.imports.generations import SETUP, is_written_since
from postkring.imports.interpreting import interpreted
from postkring.imports.matching import BY_NUMBER, found_by, keys_of, numbers_gone
from postkring.imports.models import FileImport, FileRow, Outcome, OutcomeCode, State
from postkring.imports.writing import WRITING, hold_contacts, specs_of
from postkring.kit.sql import hold_from_deletion, writes_alone
from postkring.ledger.declarations import Rows, label_of
from postkring.ledger.models import ChangeSet, Image


@dataclass(frozen=True)
class Stretch:
    """The outcomes that one step writes: those behind one position, up to another."""

    file: FileImport
    change_set: ChangeSet
    after: int
    last: int

    @property
    def outcomes(self) -> QuerySet[Outcome]:
        return Outcome.objects.filter(file=self.file, position__gt=self.after, position__lte=self.last)

    @property
    def codes(self) -> QuerySet[OutcomeCode]:
        return OutcomeCode.objects.filter(file=self.file, position__gt=self.after, position__lte=self.last)

    @property
    def codes_by_spec(self) -> list[tuple[Spec, QuerySet[OutcomeCode]]]:
        return [(spec, self.codes.filter(classification=spec.name)) for spec in specs_of(self.file)]

    @property
    def writing(self) -> Rows:
        """With `company`, the key of a company that was there at the check."""
        return self.outcomes.filter(state__in=WRITING).annotate(company=staged("company_id"))

    def touched(self) -> QuerySet[ContactStamp]:
        """Contacts that others have changed since the check, or put into a group or taken out of one."""
        return ContactStamp.objects.filter(change_set__gt=self.file.basis).exclude(change_set=self.change_set)

    def written(self) -> QuerySet[Image]:
        """The same without the groups: what others say of a company, or who fits a row, hangs on columns alone."""
        return Image.objects.filter(label=label_of(Contact), change_set__in=self.others().values("number"))

    def others(self) -> QuerySet[ChangeSet]:
        """What was done since the check by anybody but this very act."""
        return ChangeSet.objects.filter(number__gt=self.file.basis).exclude(number=self.change_set.number)


def refuse_changed(stretch: Stretch) -> dict[str, int]:
    """Holds what the rows rely on, and refuses those that cannot. Returns how many, by what they would have done."""
    _hold(stretch)
    if not _may_differ(stretch):
        return {}
    before = _counted(stretch)
    _refuse_contacts(stretch)
    _refuse_numbers(stretch)
    _refuse_groups(stretch)
    if is_written_since(stretch.file, SETUP):
        _refuse_codes(stretch)
    if stretch.written().exists():
        _refuse_fitting(stretch)
    _refuse_companies(stretch)  # last: a row whose company is refused is refused as well
    refused = before - _counted(stretch)
    if refused:
        stretch.codes.filter(~Exists(stretch.writing.filter(position=OuterRef("position")))).delete()
    return dict(refused)


def _may_differ(stretch: Stretch) -> bool:
    """Whether anybody else has done anything since the check, or a row that others rely on was refused in an earlier step.

    Most files are loaded while nobody does: then none of the questions below needs to be put in each of their steps.
    """
    return "meanwhile" in stretch.change_set.counts or stretch.others().exists()


def _hold(stretch: Stretch) -> None:
    if writes_alone(Contact):
        return  # nobody else writes until the step ends
    changing = stretch.writing.filter(state=State.CHANGED)
    companies = stretch.writing.filter(company__isnull=False)
    hold_contacts(Contact.objects.filter(Q(pk__in=changing.values("contact_key")) | Q(pk__in=companies.values("company"))))
    for spec, codes in stretch.codes_by_spec:
        hold_from_deletion(spec.codes().filter(pk__in=codes.values("group_key")))


def _counted(stretch: Stretch) -> Counter[str]:
    states = stretch.outcomes.filter(state__in=WRITING).order_by().values_list("state").annotate(number=Count("*"))
    return Counter(dict(states))


def _refuse(rows: Rows, reason: str, field: str = "") -> None:
    Outcome.objects.filter(pk__in=rows.values("pk")).update(state=State.REFUSED, reason=reason, field=field)


def _changed(stretch: Stretch, key: str) -> Q:
    """The columns of a contact were changed by others since, or it is gone."""
    there = Contact.objects.filter(pk=OuterRef(key))
    return Q(**{f"{key}__isnull": False}) & (~Q(Exists(there)) | Q(Exists(stretch.written().filter(object_id=OuterRef(key)))))


def _refuse_contacts(stretch: Stretch) -> None:
    touched = Exists(stretch.touched().filter(contact=OuterRef("contact_key")))
    _refuse(
        stretch.writing.filter(_changed(stretch, "contact_key") | Q(touched), state=State.CHANGED),
        pgettext("msg.row_contact_meanwhile", "Somebody changed this contact after the file was checked. Load the row again."),
    )
    # Who follows a company was settled by the check: others would keep its address of before, or the name.
    persons = Contact.objects.persons().filter(company=OuterRef("contact_key"), pk__in=stretch.written().values("object_id"))
    _refuse(
        stretch.writing.filter(Exists(persons), state=State.CHANGED),
        pgettext(
            "msg.row_persons_meanwhile",
            "Somebody added or changed a person of this company after the file was checked. Load the row again.",
        ),
    )


def _refuse_numbers(stretch: Stretch) -> None:
    there = Exists(Contact.objects.filter(number=OuterRef("number"))) | Exists(numbers_gone().filter(number=OuterRef("number")))
    _refuse(
        stretch.writing.filter(there, state=State.NEW, number_given=True),
        pgettext("msg.row_number_meanwhile", "The number was given away after the file was checked."),
        field="number",
    )


def _refuse_groups(stretch: Stretch) -> None:
    for spec, codes in stretch.codes_by_spec:
        as_seen = Exists(spec.codes().filter(pk=OuterRef("group_key"), code=OuterRef("code")))
        changed = codes.filter(~as_seen)
        _refuse(
            stretch.writing.filter(position__in=changed.values("position")),
            pgettext(
                "msg.row_group_meanwhile",
                "One of its codes was created, renamed or deleted after the file was checked. Load the row again.",
            ),
            field=spec.names,
        )


def _refuse_codes(stretch: Stretch) -> None:
    """Of salespeople, territories and the like: the contact would name one that is no longer there."""
    for field in Contact._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.attname not in COLUMNS or field.related_model is Contact:
            continue
        there = field.related_model._base_manager.filter(**{field.target_field.attname: OuterRef("named")})
        named = stretch.writing.annotate(named=staged(field.attname)).filter(named__isnull=False)
        _refuse(
            named.filter(~Exists(there)),
            pgettext("msg.row_code_meanwhile", "A code of this row was deleted after the file was checked."),
            field=field.name,
        )


def _refuse_fitting(stretch: Stretch) -> None:
    """New contacts that others have added since as well, or have changed one into."""
    written = Contact.objects.filter(pk__in=stretch.written().values("object_id"))
    reason = pgettext("msg.row_fits_meanwhile", "Somebody added or changed a contact that fits this row after the file was checked.")
    names = stretch.writing.filter(is_proposed=True).annotate(sort_name=staged("sort_name"))
    _refuse(names.filter(Exists(written.companies().filter(sort_name=OuterRef("sort_name")))), reason)
    if set(stretch.file.match) - {BY_NUMBER}:
        fitting = _fitting(stretch, written)
        _refuse(stretch.writing.filter(state=State.NEW, is_proposed=False, row__in=fitting), reason)


def _fitting(stretch: Stretch, written: ContactQuerySet) -> list[int]:
    """Rows that would find one of these contacts."""
    new = stretch.writing.filter(state=State.NEW, is_proposed=False).values("row")
    rows = FileRow.objects.filter(file=stretch.file, number__in=new)
    keys = {row.number: keys_of(interpreted(row.cells, stretch.file.mapping, stretch.file.dialect), stretch.file.match) for row in rows}
    found = found_by((key for each in keys.values() for key in each), among=written)
    return [number for number, each in keys.items() if any(key in found for key in each)]


def _refuse_companies(stretch: Stretch) -> None:
    beside = Outcome.objects.filter(file=stretch.file, position=OuterRef("company_position"))
    lost = beside.filter(Q(state=State.REFUSED) | (Q(position__lte=stretch.after) & _changed(stretch, "contact_key")))
    of_row = Outcome.objects.filter(file=stretch.file, state=State.REFUSED, contact_key=OuterRef("company"))
    others = stretch.writing.filter(_changed(stretch, "company") | Q(Exists(of_row)) | Q(Exists(lost)))
    _refuse(
        others.exclude(contact_key=F("company"), contact_key__isnull=False),
        pgettext("msg.row_company_meanwhile", "Its company was changed or refused after the file was checked. Load the row again."),
        field="company_name",
    )
