"""One field of many contacts at once: set-based, with what persons take over from companies that change (R-3312)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q
from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.actions.values import surroundings
from postkring.contacts.catalogue import BY_NAME, ContactField, Kind
from postkring.contacts.inheritance import ALWAYS
from postkring.contacts.models import Contact, ContactQuerySet, ContactType
from postkring.contacts.rules import Surroundings, cleaned
from postkring.contacts.stamps import touch
from postkring.kit.errors import NotAcceptable
from postkring.kit.sql import refers_to
from postkring.kit.text import grouped
from postkring.ledger.acts import Writer, act
from postkring.ledger.expectations import hold_numbers_to, hold_to
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean
from postkring.ledger.models import ChangeSet

EXCLUSION: Final = "exclude_from_segment"
# Fields that mean the same for everybody and have no consequence for another field of the same contact.
FOR_ALL: Final = (
    "salesperson",
    "territory",
    "language",
    "correspondence_type",
    "salutation",
    "organizational_level",
    EXCLUSION,
    "privacy_blocked",
)
_WRITING: Final = ("following", "changed")  # of the sets, those that are written


@dataclass(frozen=True)
class Change:
    """A field and the value that all get, as it is stored."""

    field: ContactField
    value: Any

    @property
    def column(self) -> str:
        return self.field.column

    @property
    def loosens(self) -> bool:
        """Decisions, permissions: lifting a privacy block for many is for administrators."""
        return self.field.name == "privacy_blocked" and not self.value

    @property
    def permission(self) -> Permission:
        return Permission.ADMINISTER if self.loosens else Permission.EDIT_CONTACTS

    @property
    def same(self) -> Q:
        return Q(**{f"{self.column}__isnull": True}) if self.value is None else Q(**{self.column: self.value})


def read_change(name: str, value: Any, around: Surroundings | None = None) -> Change:
    """Raises a DomainError for a field that cannot be changed for all, and for a value that it does not take."""
    if name not in FOR_ALL:
        raise NotAcceptable(pgettext("msg.not_for_all", "This field cannot be changed for several contacts at once."), field="field")
    field = BY_NAME[name]
    if field.kind is Kind.FLAG:
        return Change(field, _flag(field, value))
    return Change(field, cleaned(Contact(type=field.only or ContactType.COMPANY), field, value, around or surroundings()))


def _flag(field: ContactField, value: Any) -> bool:
    """What is neither yes nor no, and nothing at all, must not mean No: that lifts blocks."""
    if value in (True, "yes", "true"):
        return True
    if value in (False, "no", "false"):
        return False
    if value in (None, ""):
        raise NotAcceptable(pgettext("msg.required", "Fill in %(field)s.") % {"field": field.label}, field="value")
    raise NotAcceptable(
        pgettext("msg.flag_unknown", "“%(value)s” is neither yes nor no. Write true or false.") % {"value": value}, field="value"
    )


def change_sets(contacts: ContactQuerySet, change: Change) -> dict[str, ContactQuerySet]:
    """`changed`, `unchanged`, persons `following` their company, and who is left out: of another type, or minors not to be unblocked."""
    fitting = contacts.filter(type=change.field.only) if change.field.only else contacts
    sets = {"unfit": contacts.exclude(type=change.field.only)} if change.field.only else {}
    if change.loosens:
        minors = Q(minor=True, parental_consent=False)
        sets["minors"] = fitting.filter(minors, privacy_blocked=True)
        fitting = fitting.filter(~minors | Q(privacy_blocked=False))
    changed = fitting.filter(~change.same)
    sets |= {"changed": changed, "unchanged": fitting.filter(change.same)}
    if _is_inherited(change):
        companies = changed.filter(type=ContactType.COMPANY)
        persons = _following(Contact.objects.filter(refers_to(companies, "company")), change)
        sets["following"] = persons.exclude(pk__in=changed.order_by().values("pk"))
    return sets


def _following(contacts: ContactQuerySet, change: Change) -> ContactQuerySet:
    """Of contacts whose companies are changed, the persons who have what their company has (R-3312)."""
    same_as_company = Q(**{change.column: F(f"company__{change.column}")}) | Q(
        **{f"{change.column}__isnull": True, f"company__{change.column}__isnull": True}
    )
    return contacts.persons().filter(same_as_company).filter(~change.same)


def change_for_all(contacts: ContactQuerySet, change: Change, *, expected: Mapping[str, int] | None, by: User) -> ChangeSet | None:
    """One act. Raises PreviewChanged when the outcome is not `expected`."""
    require(by, change.permission)
    with act("contact.change_all", by=by, permission=change.permission) as writer:
        sets = change_sets(contacts, change)
        _count_left_alone(writer, sets)
        written = _write(writer, change, sets["changed"], sets.get("following"))
        hold_to(writer, expected)
        writer.say(lambda: _sentence(change.field, change.value, written))
    return writer.change_set if written else None


def change_in_steps(contacts: ContactQuerySet, change: Change, *, expected: Mapping[str, int] | None, by: User) -> ChangeSet | None:
    """The same act in steps. Who is changed, and who follows, is settled when it begins, and compared with what was `expected`.

    Who has the value already when their step comes, follows no more or may not be unblocked any more, is left alone and not counted.
    Raises a DomainError in the middle when the value is no more: then what was changed is to be taken back.
    """
    require(by, change.permission)

    def settle(writer: Writer) -> Data:
        sets = change_sets(contacts, change)
        # Persons first: they are asked whether they still have what their company has.
        meant: dict[str, int] = {name: mean(writer, sets[name], part=name) for name in _WRITING if name in sets}
        _count_left_alone(writer, sets)
        hold_numbers_to({**writer.counts, **meant}, expected)
        return {"field": change.field.name, "value": change.value}

    begun = begin(CHANGING_ALL, "contact.change_all", by=by, permission=change.permission, settle=settle)
    return go_on_by(CHANGING_ALL, begun, by=by)


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    change = read_change(data["field"], data["value"])
    changed = change_sets(Contact.objects.filter(pk__in=keys(todo, "changed")), change)["changed"]
    following = _following(Contact.objects.filter(pk__in=keys(todo, "following")), change)
    _write(writer, change, changed, following if "following" in writer.counts else None)


def _write(writer: Writer, change: Change, changed: ContactQuerySet, following: ContactQuerySet | None) -> int:
    writing, followed = Q(pk__in=changed.order_by().values("pk")), 0
    if following is not None:
        writing |= Q(pk__in=following.order_by().values("pk"))
        followed = following.order_by().count()
        writer.count(following=followed)
    with writer.updating(Contact.objects.filter(writing), [change.field.name]):
        written = writer.updated(Contact.objects.all()).update(**{change.column: change.value})
    touch(writer, writer.updated(Contact.objects.all()))
    writer.count(changed=written - followed)
    return written


def _count_left_alone(writer: Writer, sets: Mapping[str, ContactQuerySet]) -> None:
    """Before anything is written: who is changed is counted then, and stands first."""
    left = {name: rows.order_by().count() for name, rows in sets.items() if name not in _WRITING}
    writer.count(changed=0, **left, **({"following": 0} if "following" in sets else {}))


def _is_inherited(change: Change) -> bool:
    flag = ALWAYS.get(change.column)
    return bool(flag and getattr(surroundings().setup, flag))


def _sentence(field: ContactField, value: Any, number: int) -> str:
    if field.name == EXCLUSION:
        return exclusion_of(number, excluded=value)
    said = npgettext("ledger.changed_for_all", "%(field)s of %(count)s contact changed", "%(field)s of %(count)s contacts changed", number)
    return said % {"field": field.label, "count": grouped(number)}


def _said(data: Data, counts: Mapping[str, int]) -> str:
    return _sentence(BY_NAME[data["field"]], data["value"], counts["changed"] + counts.get("following", 0))


CHANGING_ALL: Final = LongAct(write=_step, said=_said)


def exclusion_of(number: int, *, excluded: bool) -> str:
    """Said as the act it is for people, not as a field with a value."""
    if excluded:
        said = npgettext("ledger.excluded", "%(count)s contact excluded from segments", "%(count)s contacts excluded from segments", number)
    else:
        said = npgettext(
            "ledger.excluded_no_more",
            "%(count)s contact no longer excluded from segments",
            "%(count)s contacts no longer excluded from segments",
            number,
        )
    return said % {"count": grouped(number)}
