"""What the ledger must know before and after it takes acts on contacts back: the rules of contacts hold for undo as well."""

from collections.abc import Sequence
from copy import copy
from itertools import islice
from typing import Final, TypeAlias

from django.db.models import F, Q, QuerySet
from django.utils.translation import pgettext

from postkring.accounts.permissions import Permission
from postkring.contacts.actions.values import surroundings
from postkring.contacts.companies import refuse_person
from postkring.contacts.folding import DERIVED, derive
from postkring.contacts.followers import followers
from postkring.contacts.models import LENGTHS, Contact, ContactType
from postkring.contacts.rules import NAME_PARTS, composed_name, refuse_persons, refuse_unblocking, rename, search_name
from postkring.contacts.stamps import touch
from postkring.kit.errors import Refused
from postkring.kit.sql import FromJson, field_of
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Rows, Settling
from postkring.ledger.models import ChangeSet, Image

Pair: TypeAlias = tuple[Contact, Contact]  # a contact as it is, and as it will be
_LABEL: Final = "contacts.contact"
_GUARDED: Final = frozenset({"type", "company_id", "minor", "parental_consent", "privacy_blocked"})
_PRIVACY: Final = frozenset({"exclude_from_segment", "minor", "privacy_blocked"})
_CHUNK: Final = 500
IMPORT: Final = "contact.import"  # the verb of an act that loads a file


def refuse_broken_rules(change_set: ChangeSet) -> None:
    """Columns go back one by one; where a rule is about several of them, or about other contacts, the whole undo is refused."""
    if _GUARDED & set(change_set.tables.get(_LABEL, [])):
        kept = stays_strict(change_set)
        images = _images(change_set, Image.UPDATED).iterator(_CHUNK)
        while some := list(islice(images, _CHUNK)):
            there = Contact.objects.in_bulk([image.object_id for image in some])
            pairs = [(there[image.object_id], image) for image in some if image.object_id in there]
            _refuse(change_set, [(contact, _as_it_will_be(contact, image, kept)) for contact, image in pairs])


def stays_strict(change_set: ChangeSet) -> frozenset[str]:
    """An import only ever makes privacy stricter, and so does its undo: lifting a block is a person's own act."""
    return _PRIVACY if change_set.original().verb == IMPORT else frozenset()


def needed_to_unblock(change_set: ChangeSet) -> str:
    """Lifting the privacy block of many is for administrators, by an undo as well (see change_for_all)."""
    if "privacy_blocked" not in change_set.tables.get(_LABEL, []) or "privacy_blocked" in stays_strict(change_set):
        return ""
    column = field_of(Contact, "privacy_blocked")
    images = _images(change_set, Image.UPDATED).annotate(was=FromJson("before", column), became=FromJson("after", column))
    return Permission.ADMINISTER if images.filter(was=False, became=True)[1:2] else ""


def after_undo(writer: Writer, undone: ChangeSet) -> None:
    """Contacts that have come back agree with what others say by now, and whatever was written has its stamp."""
    written = writer.images(_LABEL)
    _refuse_persons_of_persons(written)
    settle(Contact.objects.filter(pk__in=written.filter(kind=Image.INSERTED).values("object_id")))
    touch(writer, Contact.objects.filter(pk__in=written.values("object_id")))


class ContactSettling(Settling):
    """A name belongs together with its parts, a person's company name with the company."""

    columns = (*NAME_PARTS, "name", "search_name", "job_title", "company_name")

    def along(self, rows: Rows, columns: Sequence[str]) -> Rows:
        if "name" not in columns:
            return rows
        keys = rows.values("pk")
        return Contact.objects.filter(Q(pk__in=keys) | Q(company__in=keys))

    def settle(self, rows: Rows) -> None:
        settle(rows)

    def is_worked_out(self, row: Contact, column: str) -> bool:
        if column == "search_name":
            return row.search_name == search_name(row.name)
        return column == "company_name" or (column == "name" and row.is_person)


_SETTLED: Final = (*DERIVED, *ContactSettling.columns)


def settle(contacts: "QuerySet[Contact]") -> None:
    """What is worked out is worked out again, and what belongs together agrees again."""
    home_country = surroundings().home_country
    settled = []
    for contact in contacts.select_related("company").order_by("pk").iterator(_CHUNK):
        before = {column: getattr(contact, column) for column in _SETTLED}
        _settle(contact, home_country)
        if any(getattr(contact, column) != value for column, value in before.items()):
            settled.append(contact)
    Contact.objects.bulk_update(settled, _SETTLED, batch_size=200)


def _as_it_will_be(contact: Contact, image: Image, kept: frozenset[str]) -> Contact:
    """The contact with every column back that still has the value from after the act."""
    back, after = copy(contact), image.after or {}
    for column, value in (image.before or {}).items():
        if getattr(contact, column) == after[column] and column not in kept:
            setattr(back, column, value)
    return back


def _refuse(change_set: ChangeSet, pairs: Sequence[Pair]) -> None:
    """Of each contact as it is and as it will be."""
    for _, back in pairs:
        if not back.privacy_blocked:
            refuse_unblocking(back)
    turning = [(contact, back) for contact, back in pairs if back.type != contact.type]
    if turning:
        _refuse_types(change_set, turning)
    moving = [(contact, back) for contact, back in pairs if back.type == contact.type and back.company_id != contact.company_id]
    if moving:
        _refuse_companies(moving)


def _refuse_types(change_set: ChangeSet, turning: Sequence[Pair]) -> None:
    keys = [contact.pk for contact, _ in turning]
    if Image.objects.filter(label=_LABEL, object_id__in=keys, stands=True, change_set__gt=change_set).exists():
        raise Refused(pgettext("undo.changed_since", "It was changed again since."), field="type")
    for contact, _ in turning:
        for follower in followers():
            follower.refuse_type_change(contact)


def _refuse_companies(moving: Sequence[Pair]) -> None:
    for company in Contact.objects.persons().filter(pk__in={back.company_id for _, back in moving})[:1]:
        refuse_person(company)
    for follower in followers():
        follower.refuse_company_changes(Contact.objects.filter(pk__in=[contact.pk for contact, _ in moving]))


def _refuse_persons_of_persons(written: "QuerySet[Image]") -> None:
    """Whether a person would have persons is known only when all is written: they may come and go with the same act."""
    persons = Contact.objects.persons()
    belonging = Contact.objects.filter(company__type=ContactType.PERSON).exclude(company=F("pk"))
    back, changed = (written.filter(kind=kind).values("object_id") for kind in (Image.INSERTED, Image.UPDATED))
    for person in persons.filter(pk__in=belonging.filter(pk__in=back).values("company"))[:1]:
        refuse_person(person)
    for person in persons.filter(pk__in=belonging.filter(company__in=changed).values("company")).order_by("pk")[:1]:
        refuse_persons(person)


def _settle(contact: Contact, home_country: str) -> None:
    if contact.is_company:
        contact.company_name = contact.name
        for column in (*NAME_PARTS, "job_title"):
            setattr(contact, column, "")
    else:
        if contact.company or not contact.company_id:  # a company that comes back after its persons is not there yet
            contact.company_name = contact.company.name if contact.company else ""
        name = composed_name(contact)
        if name != contact.name and 0 < len(name) <= LENGTHS["name"]:
            rename(contact, name)
    derive(contact, home_country=home_country)


def _images(change_set: ChangeSet, kind: str) -> "QuerySet[Image]":
    return Image.objects.filter(change_set=change_set, label=_LABEL, kind=kind)
