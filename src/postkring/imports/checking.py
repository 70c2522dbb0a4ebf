"""Working out what every row of a file would do, into staging. Nothing that is loaded already is written here.

Rows are read in chunks, companies before persons; what they need from the database is asked once for each chunk.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from typing import Any, Final, TypeAlias

from django.utils.translation import pgettext

from postkring.contacts.actions.values import surroundings
from postkring.contacts.inheritance import Former
from postkring.contacts.models import Contact
from postkring.contacts.places import remembering_places
from postkring.imports.codes import Codes, FileCodes
from postkring.imports.companies import Employer, Employers, names_company, refusal_of
from postkring.imports.contact_values import (
    change,
    changed_columns,
    changes,
    columns_as_they_are,
    needs_no_change,
    new_contact,
    proposed_company,
    stored_values,
)
from postkring.imports.following import Follower, Followers
from postkring.imports.generations import begin, step_of
from postkring.imports.interpreting import Given, faulty, interpreted
from postkring.imports.lookups import (
    StagedRow,
    chunks_of,
    codes_of,
    contacts_of,
    remember_places,
    remembering_codes,
    see_changes,
    settle_types,
)
from postkring.imports.matching import Key, Named, Pending, found_by, gone_among, keys_of, named_of, refuse_gone, the_only_one
from postkring.imports.models import FileImport, Outcome, OutcomeCode, Policy, Stage, State
from postkring.imports.recording import Recorder
from postkring.imports.writing import specs_of
from postkring.kit.circles import uncollected
from postkring.kit.errors import DomainError, Refused
from postkring.kit.sql import analyze, little_cache

CHUNK: Final = 1_000  # rows: small enough for one list of parameters, large enough that the queries do not count

_CHECKED: Final = ("counts", "codes", "columns", "token", "stage", "basis", "basis_count")

Progress: TypeAlias = Callable[[int], None]


def check(file: FileImport, *, progress: Progress | None = None) -> None:
    """Replaces the outcomes of the file by those of this moment. One transaction for each chunk: nobody waits for it long."""
    with step_of(file):
        begin(file)
        see_changes(file)
        Outcome.objects.filter(file=file)._raw_delete("default")
        OutcomeCode.objects.filter(file=file)._raw_delete("default")
        settle_types(file)
    checking = _Checking(file)
    with remembering_places(), little_cache(Outcome):
        for rows in chunks_of(file, CHUNK):
            with step_of(file), uncollected():
                checking.take(rows)
            if progress:
                progress(len(rows))
    with step_of(file):
        checking.finish()
    analyze(Outcome)
    analyze(OutcomeCode)


class _Checking:
    def __init__(self, file: FileImport) -> None:
        self.file = file
        around = surroundings()
        self.around = replace(around, reference=remembering_codes())
        self.recorder = Recorder(file)
        self.codes = FileCodes(file.new_codes, by=file.by)
        self.specs = specs_of(file)
        self.employers = Employers()
        self.seen: dict[int, int] = {}  # by what tells rows apart, as a hash: a hundred thousand tuples would take the memory
        self.followers = Followers(around)

    def take(self, rows: list[StagedRow]) -> None:
        pending = [each for row in rows if (each := self._read(row))]
        found = found_by(key for each in pending for key in each.keys)
        gone, named = gone_among(key for each in pending for key in each.keys), named_of(found)
        pending = [each for each in pending if self._matched(each, found, named, gone)]
        self.employers.look_up(each.given for each in pending if not each.given.is_company)
        skips = self.file.policy == Policy.SKIP
        matched = [each.match for each in pending if each.match]
        contacts, codes = contacts_of(matched, only_named=skips), codes_of(matched, () if skips else self.specs)
        remember_places((each.given, contacts[each.match] if each.match else None) for each in pending if not (each.match and skips))
        for each in pending:
            if not self._is_first(each):
                continue
            if each.match is None:
                self._add(each)
            elif skips:
                self._skip(each, contacts[each.match])
            else:
                self._change(each, contacts[each.match], codes.get(each.match, set()))
        self.followers.gather()
        self.recorder.flush()

    def finish(self) -> None:
        for follower in self.followers.values():
            self._changed(self.recorder.next_position(), follower.row, follower.contact, follower.before, {})
        self.recorder.flush()
        file = self.file
        file.counts = dict(self.recorder.counts)
        file.codes = {"new": self.codes.to_create(), "left_out": self.codes.left_out}
        file.columns = sorted(self.recorder.columns)
        file.token, file.stage = self.recorder.token, Stage.CHECKED
        file.save(update_fields=_CHECKED)

    def _read(self, row: StagedRow) -> Pending | None:
        given = None
        try:
            given = interpreted(row.cells, self.file.mapping, self.file.dialect)
            if row.fault:
                raise faulty(row.fault)
        except DomainError as error:
            self._refuse(row.number, given, error)
            return None
        return Pending(row.number, given, keys_of(given, self.file.match))

    def _matched(self, each: Pending, found: Mapping[Key, list[int]], named: Named, gone: set[Key]) -> bool:
        """Finds the contact of the row."""
        try:
            key = next((key for key in each.keys if key in found), None)
            each.match = the_only_one(key, each.given, found[key], named) if key else None
            each.key = key or (each.keys[0] if each.keys else None)
            if each.match is None and each.keys and each.keys[0] in gone:
                refuse_gone(each.keys[0])
        except DomainError as error:
            self._refuse(each.row, each.given, error)
            return False
        return True

    def _is_first(self, each: Pending) -> bool:
        """Refuses a row about somebody who stands in the file already, but for rows that were refused themselves."""
        first = self.seen.setdefault(each.who, each.row)
        if first == each.row:
            return True
        said = pgettext("msg.row_twice", "The same contact stands in row %(row)s already.") % {"row": first}
        self._refuse(each.row, each.given, Refused(said, field=each.key[0].split("+")[0] if each.key else ""))
        return False

    def _refuse_and_forget(self, each: Pending, error: DomainError) -> None:
        """A row that is refused keeps no other from being about the same contact."""
        del self.seen[each.who]
        self._refuse(each.row, each.given, error)

    def _add(self, each: Pending) -> None:
        try:
            employer = self._employer(each.given)
            codes = self.codes.of(each.given, kind=each.given.values["type"], name=each.given.name)
            makes_company = employer is None and not each.given.is_company and bool(each.given.values.get("company_name"))
            company = proposed_company(each.given.values["company_name"], self.around) if makes_company else None
            employer = Employer.of(company, self.recorder.position + 1) if company else employer
            contact = new_contact(each.given, employer, self.around)
        except DomainError as error:
            self._refuse_and_forget(each, error)
            return
        if company and employer:
            self._propose(company, employer, each.row)
        position = self.recorder.next_position()
        number = each.given.values.get("number", "") and contact.number
        self._new(position, each.row, contact, number=number, employer=employer, codes=codes)
        if contact.is_company:
            self.employers.add(Employer.of(contact, position), number)

    def _employer(self, given: Given) -> Employer | None:
        return self.employers.of(given) if not given.is_company and names_company(given) else None

    def _propose(self, company: Contact, employer: Employer, row: int) -> None:
        self.employers.add(employer, "")
        self._new(self.recorder.next_position(), row, company, is_proposed=True)

    def _new(
        self,
        position: int,
        row: int,
        contact: Contact,
        *,
        number: str = "",
        employer: Employer | None = None,
        codes: Codes | None = None,
        is_proposed: bool = False,
    ) -> None:
        self.codes.count(codes or {})
        self.recorder.write(
            position,
            row,
            State.NEW,
            is_company=contact.is_company,
            is_proposed=is_proposed,
            name=contact.name,
            number=number,
            company_position=employer.position if employer else None,
            values=stored_values(contact),
            codes=codes,
        )

    def _skip(self, each: Pending, contact: Contact) -> None:
        self._note(State.SKIPPED, self.recorder.next_position(), each, contact)

    def _change(self, each: Pending, contact: Contact, has: set[tuple[str, int]]) -> None:
        follower, company = self.followers.pop(contact.pk, None), contact.company if contact.is_person else None
        contact = follower.contact if follower else contact
        before, former = (follower.before if follower else columns_as_they_are(contact)), Former.of(contact)
        as_it_followed = copy(contact) if follower else contact
        employer = None
        try:
            codes = self._lacking(each, contact, has)
            if not needs_no_change(contact, each.given, self.file.policy):
                employer = self._apply(each, contact)
        except DomainError as error:
            self._refuse_and_forget(each, error)
            if follower:
                self.followers[contact.pk] = Follower(as_it_followed, before, follower.row)
            return
        position = self.recorder.next_position()
        if changed_columns(contact, before) or codes:
            companies = (company.number if company else "", employer.number if employer and contact.company_id else "")
            made = self._made_company(each, contact)
            self._changed(position, each.row, contact, before, codes, company_position=made, companies=companies)
        else:
            self._note(State.UNCHANGED, position, each, contact)
        if contact.is_company:
            self.employers.add(Employer.of(contact), contact.number)
            self.followers.lead(contact, former, each.row)

    def _lacking(self, each: Pending, contact: Contact, has: set[tuple[str, int]]) -> Codes:
        """The codes that the row gives its contact, as the contact that it will be."""
        turns = each.given.says_type and self.file.policy == Policy.UPDATE
        kind = each.given.values["type"] if turns else contact.type
        codes = self.codes.of(each.given, kind=kind, name=contact.name)
        return {(name, code): key for (name, code), key in codes.items() if key is None or (name, key) not in has}

    def _apply(self, each: Pending, contact: Contact) -> Employer | None:
        """The company that the row names, if it does."""
        employer = self._employer(each.given)
        name = each.given.values.get("company_name", "")
        if employer is None and contact.is_person and name and name != contact.company_name:
            company = proposed_company(name, self.around)
            employer = Employer.of(company, self.recorder.position + 1)
            change(contact, each.given, employer, self.file.policy, self.around)
            if contact.company_name == name:
                self._propose(company, employer, each.row)
            return employer
        change(contact, each.given, employer, self.file.policy, self.around)
        return employer

    def _made_company(self, each: Pending, contact: Contact) -> int | None:
        if contact.is_company or contact.company_id or not contact.company_name:
            return None
        employer = self.employers.of(each.given)
        return employer.position if employer else None

    def _changed(
        self,
        position: int,
        row: int,
        contact: Contact,
        before: dict[str, Any],
        codes: Codes,
        *,
        company_position: int | None = None,
        companies: tuple[str, str] = ("", ""),
    ) -> None:
        columns = changed_columns(contact, before) | ({"company_id"} if company_position else set())
        self.recorder.columns |= columns
        self.codes.count(codes)
        self.recorder.write(
            position,
            row,
            State.CHANGED,
            is_company=contact.is_company,
            name=contact.name,
            number=contact.number,
            contact=contact.pk,
            company_position=company_position,
            values=stored_values(contact) if columns else None,
            changes=changes(contact, before, companies=companies),
            codes=codes,
        )

    def _note(self, state: State, position: int, each: Pending, contact: Contact) -> None:
        self.recorder.write(
            position, each.row, state, is_company=contact.is_company, name=contact.name, number=contact.number, contact=contact.pk
        )

    def _refuse(self, row: int, given: Given | None, error: DomainError) -> None:
        field, reason = refusal_of(error)
        is_company = bool(given and given.is_company)
        if given and is_company:
            self.employers.refuse(given, row)
        self.recorder.write(
            self.recorder.next_position(),
            row,
            State.REFUSED,
            is_company=is_company,
            name=given.name if given else "",
            number=given.values.get("number", "")[:20] if given else "",
            field=field,
            reason=reason,
        )
