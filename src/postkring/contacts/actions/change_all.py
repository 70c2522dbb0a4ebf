"""One field of many contacts at once: set-based, with what persons take over from companies that change (R-3312)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q
from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import require
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
from postkring.ledger.acts import act
from postkring.ledger.declarations import label_of
from postkring.ledger.expectations import hold_to
from postkring.ledger.models import ChangeSet, Image

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
        same_as_company = Q(**{change.column: F(f"company__{change.column}")}) | Q(
            **{f"{change.column}__isnull": True, f"company__{change.column}__isnull": True}
        )
        companies = changed.filter(type=ContactType.COMPANY)
        persons = Contact.objects.persons().filter(refers_to(companies, "company")).filter(same_as_company).filter(~change.same)
        sets["following"] = persons.exclude(pk__in=changed.order_by().values("pk"))
    return sets


def change_for_all(contacts: ContactQuerySet, change: Change, *, expected: Mapping[str, int] | None, by: User) -> ChangeSet | None:
    """One act. Raises PreviewChanged when the outcome is not `expected`."""
    permission = Permission.ADMINISTER if change.loosens else Permission.EDIT_CONTACTS
    require(by, permission)
    with act("contact.change_all", by=by, permission=permission) as writer:
        sets = change_sets(contacts, change)
        counts = {name: rows.order_by().count() for name, rows in sets.items() if name not in ("changed", "following")}
        writing = Q(pk__in=sets["changed"].order_by().values("pk"))
        if "following" in sets:
            writing |= Q(pk__in=sets["following"].order_by().values("pk"))
        images = Image.objects.filter(change_set=writer.change_set, label=label_of(Contact), kind=Image.UPDATED).values("object_id")
        following = sets["following"].order_by().count() if "following" in sets else 0
        with writer.updating(Contact.objects.filter(writing), [change.field.name]):
            written = Contact.objects.filter(pk__in=images).update(**{change.column: change.value})
        touch(writer, Contact.objects.filter(pk__in=images))
        writer.count(changed=written - following, **counts, **({"following": following} if "following" in sets else {}))
        hold_to(writer, expected)
        writer.say(lambda: _sentence(change, written))
    return writer.change_set if written else None


def _is_inherited(change: Change) -> bool:
    flag = ALWAYS.get(change.column)
    return bool(flag and getattr(surroundings().setup, flag))


def _sentence(change: Change, number: int) -> str:
    if change.field.name == EXCLUSION:
        return exclusion_of(number, excluded=change.value)
    said = npgettext("ledger.changed_for_all", "%(field)s of %(count)s contact changed", "%(field)s of %(count)s contacts changed", number)
    return said % {"field": change.field.label, "count": number}


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
    return said % {"count": number}
