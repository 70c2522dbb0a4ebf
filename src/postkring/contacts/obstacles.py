"""What keeps a contact from going back with its act: the rules of contacts hold for undo as well. Conditions on images."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.utils.translation import pgettext

from postkring.contacts.followers import followers
from postkring.contacts.models import Contact, ContactQuerySet, ContactType
from postkring.kit.sql import Distinct, FromJson, field_of
from postkring.ledger.declarations import Unfit
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.obstacles import changed_since, uses
from postkring.ledger.reports import changed

_LABEL: Final = "contacts.contact"
_PRIVACY: Final = frozenset({"exclude_from_segment", "minor", "privacy_blocked"})
_CONSENT: Final = frozenset({"minor", "parental_consent", "privacy_blocked"})
IMPORT: Final = "contact.import"  # the verb of an act that loads a file


def unfit(change_set: ChangeSet, undoing: ChangeSet, kind: str) -> Iterator[Unfit]:
    """Columns go back one by one; where a rule is about several of them, or about other contacts, that contact stays as it is.

    It is reported, and the others go back: one contact is no reason to leave the rest of an act undone.
    """
    if kind == Image.DELETED:
        yield Exists(Contact.objects.persons().filter(pk=_was("company_id"))), _company_is_person()
        return
    columns = set(change_set.tables.get(_LABEL, [])) - stays_strict(change_set)
    if columns & _CONSENT:
        minor = {"will_minor": True, "will_parental_consent": False, "will_privacy_blocked": False}
        yield Exists(_rows(columns, sorted(_CONSENT)).filter(**minor)), _minor()
    if "type" in columns:
        yield from _of_types(change_set, undoing, columns)
    if "company_id" in columns:
        moving = _rows(columns, ["type", "company_id"]).filter(Q(Distinct(F("will_company_id"), F("company_id"))), Q(will_type=F("type")))
        yield Exists(moving.filter(Exists(Contact.objects.persons().filter(pk=OuterRef("will_company_id"))))), _company_is_person()
        yield from _of_followers(change_set, moving)


def stays_strict(change_set: ChangeSet) -> frozenset[str]:
    """An import only ever makes privacy stricter, and so does its undo: lifting a block is a person's own act."""
    return _PRIVACY if change_set.original().verb == IMPORT else frozenset()


def _of_types(change_set: ChangeSet, undoing: ChangeSet, columns: set[str]) -> Iterator[Unfit]:
    turning = _rows(columns, ["type"]).exclude(Q(will_type=F("type")))
    later = Image.objects.filter(label=_LABEL, object_id=OuterRef("pk"), stands=True, change_set__gt=change_set)
    yield Exists(turning.filter(Exists(later.exclude(change_set=undoing)))), changed()
    yield Q(object_id__in=_companies_with_persons(change_set, undoing, columns, turning)), _has_persons()
    for follower in followers():
        yield from follower.keeps_type(change_set, turning)


def _companies_with_persons(change_set: ChangeSet, undoing: ChangeSet, columns: set[str], turning: ContactQuerySet) -> set[int]:
    """Keys of companies that would become persons and would have persons, who may come and go with the same act.

    Keys, because as one condition it is too deep for SQLite's parser; they are those of the few that the rule holds back.
    """
    person = Exists(turning.filter(Q(will_type=ContactType.PERSON)))
    turned = Image.objects.filter(person, change_set=change_set, label=_LABEL, kind=Image.UPDATED).values("object_id")
    persons = Contact.objects.filter(company__in=turned).exclude(pk=F("company"))
    company_of = dict(persons.values_list("pk", "company"))
    if company_of:
        for leaving in (_going(change_set, undoing), _moving_away(change_set, columns)):
            for key in leaving.filter(object_id__in=persons.values("pk")).values_list("object_id", flat=True):
                company_of.pop(key, None)
    return {company for company in company_of.values() if company}


def _of_followers(change_set: ChangeSet, moving: ContactQuerySet) -> Iterator[Unfit]:
    for follower in followers():
        yield from follower.keeps_company(change_set, moving)


def _going(change_set: ChangeSet, undoing: ChangeSet) -> "QuerySet[Image]":
    """Contacts that came with the act and go with it."""
    made = Image.objects.filter(change_set=change_set, label=_LABEL, kind=Image.INSERTED).exclude(changed_since(change_set, but=undoing))
    for used in uses(Contact, made):
        made = made.exclude(used)
    return made


def _moving_away(change_set: ChangeSet, columns: set[str]) -> "QuerySet[Image]":
    """Contacts that leave the company which the act gave them."""
    if "company_id" not in columns:
        return Image.objects.none()
    company = field_of(Contact, "company_id")
    images = Image.objects.filter(change_set=change_set, label=_LABEL, kind=Image.UPDATED)
    images = images.alias(was=FromJson("before", company), became=FromJson("after", company))
    there = Contact.objects.filter(pk=OuterRef("object_id"), company=OuterRef("became"))
    images = images.filter(Q(Distinct(F("was"), F("became"))), Exists(there))
    for condition, _ in _of_followers(change_set, Contact.objects.filter(pk=OuterRef("object_id"))):
        images = images.exclude(condition)
    return images


def _rows(columns: set[str], names: Sequence[str]) -> ContactQuerySet:
    """The contact of an image, with what these columns hold when every column is back that is still as the act left it."""
    rows: ContactQuerySet = Contact.objects.filter(pk=OuterRef("object_id"))
    return rows.alias(**{f"will_{name}": _will(name) if name in columns else F(name) for name in names})


def _will(name: str) -> Combinable:
    became = FromJson(OuterRef("after"), field_of(Contact, name))
    return Case(When(~Q(Distinct(F(name), became)), then=_was(name)), default=F(name), output_field=field_of(Contact, name))


def _was(name: str) -> FromJson:
    return FromJson(OuterRef("before"), field_of(Contact, name))


def _minor() -> str:
    return pgettext("undo.minor_blocked", "A minor without parental consent stays blocked for privacy.")


def _company_is_person() -> str:
    return pgettext("undo.company_is_person", "Its company is a person by now.")


def _has_persons() -> str:
    return pgettext("undo.has_persons", "It has persons by now and cannot become a person.")
