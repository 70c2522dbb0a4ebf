"""Reads of the codes of a classification and of who is in them, now and on a day of the past."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from postkring.classifications.catalogue import CLASSIFICATIONS, spec_of
from postkring.classifications.counters import counter_differences
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.pair import Classification
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.contacts.queries import MOST_WORDS
from postkring.kit.codes import asked_code
from postkring.kit.sql import stands_in
from postkring.kit.text import fold, is_storable
from postkring.ledger.declarations import label_of
from postkring.ledger.models import Image
from postkring.ledger.standing import standing

__all__ = ["counter_differences"]


def group_by_code(code: str, spec: Spec = MAILING_GROUPS) -> Any:
    """The group that a user means by a code: case, blanks around it and accents do not matter."""
    return spec.codes().filter(code_folded=fold(asked_code(code))).first()


def last_called(code: str, spec: Spec = MAILING_GROUPS) -> tuple[Classification | None, bool]:
    """The group that had a code which nobody has by now, under whatever code it has today, and whether there ever was one."""
    named = Image.objects.filter(label=label_of(spec.model), before__code=asked_code(code)).order_by("-change_set").first()
    return (spec.codes().filter(pk=named.object_id).first(), True) if named else (None, False)


def group_by_text(text: str, spec: Spec = MAILING_GROUPS) -> Classification | None:
    """By its code, else by its whole description where one group alone has it. A part of either is no choice (R-1009)."""
    found: Classification | None = group_by_code(text, spec)
    if found or not is_storable(text) or not fold(text).strip():
        return found
    described = list(spec.codes().filter(description__fold=fold(text.strip()))[:2])
    return described[0] if len(described) == 1 else None


def groups_matching(text: str, spec: Spec = MAILING_GROUPS) -> "models.QuerySet[Any]":
    """Groups whose code or description holds every word of the text; the ones whose code begins with it first."""
    words = fold(text).split() if is_storable(text) else []
    # Nothing but marks are no word, and must not find everything; SQLite takes no more conditions inside one another than so many.
    if len(words) > MOST_WORDS or (text.strip() and not words):
        return spec.codes().none()
    groups = spec.codes()
    for word in words:
        groups = groups.filter(Q(code_folded__contains=word) | Q(description__fold__contains=word))
    begins = models.Case(models.When(code_folded__startswith=fold(text.strip()), then=0), default=1, output_field=models.IntegerField())
    return groups.order_by(begins, "code")


def assignments_of(contact: Contact, spec: Spec = MAILING_GROUPS) -> "models.QuerySet[Any]":
    """The groups of one contact by code, with who put it there and when; of a person those of its company where these count (2.10)."""
    rows = _counting_for(contact, spec)
    return rows.select_related(spec.name, "added_by__by").order_by(f"{spec.name}__code")


def assignments_in(group: Classification) -> "models.QuerySet[Any]":
    spec = spec_of(group)
    return spec.standing().filter(**spec.of_code(group))


def as_of(rows: "models.QuerySet[Any]", instant: datetime) -> "models.QuerySet[Any]":
    """The rows that stood at an instant. A pair stands once at a time, so it is there once at most."""
    return rows.filter(begun_at__lte=instant).filter(standing() | Q(ended_at__gt=instant))


def during(rows: "models.QuerySet[Any]", start: datetime | None, end: datetime | None) -> "models.QuerySet[Any]":
    """The rows that stood at some instant from `start` on and before `end`, each None where that side is open."""
    if end is not None:
        rows = rows.filter(begun_at__lt=end)
    return rows if start is None else rows.filter(standing() | Q(ended_at__gt=start))


def end_of_day(day: date) -> datetime:
    """The last instant of a day where the organisation is."""
    return datetime.combine(day, time.max, tzinfo=ZoneInfo(settings.TIME_ZONE))


def members(group: Classification) -> ContactQuerySet:
    return Contact.objects.filter(stands_in(assignments_in(group), "contact"))


def number_of_groups(contact: Contact, spec: Spec = MAILING_GROUPS) -> int:
    """R-2108, 2.10: the contact's own rows, or those of its company, counted live."""
    return _counting_for(contact, spec).count()


def _counting_for(contact: Contact, spec: Spec) -> "models.QuerySet[Any]":
    """R-2901: a person without company has no rows through one."""
    holder = contact.company_id if spec.through_company else contact.pk
    return spec.standing().filter(contact=holder) if holder else spec.links().none()


def codes_in(contact: Contact, rows: "models.QuerySet[Any]", spec: Spec) -> list[str]:
    """The codes in those of the rows that count for a contact, each once; one that was deleted since as it was called."""
    holder = contact.company_id if spec.through_company else contact.pk
    called = spec.codes().filter(pk=OuterRef(f"{spec.name}_id")).values("code")[:1]
    held = rows.filter(contact=holder).annotate(called=Coalesce(Subquery(called), "code")) if holder else spec.links().none()
    return sorted({row.called for row in held})


def history_of(contact: Contact, spec: Spec = MAILING_GROUPS) -> "models.QuerySet[Any]":
    """Every group the contact was ever in, newest first; a deleted group by the code it had."""
    return spec.links().filter(contact=contact).select_related("begun_by__by", "ended_by__by").order_by("-begun_at", "-pk")


def codes_by_contact(contacts: Iterable[int], spec: Spec = MAILING_GROUPS) -> dict[int, list[str]]:
    """The codes that some contacts hold themselves now (a page of a list), in one query."""
    codes: dict[int, list[str]] = {}
    rows = spec.standing().filter(contact__in=list(contacts)).order_by(f"{spec.name}__code")
    for contact, code in rows.values_list("contact_id", f"{spec.name}__code"):
        codes.setdefault(contact, []).append(code)
    return codes


def codes_held(holders: Mapping[str, int]) -> dict[str, list[str]]:
    """The codes of one contact in several classifications, in one query: by the name of each, and the key of whoever holds them."""
    asked = [(spec, holders[spec.name]) for spec in CLASSIFICATIONS if spec.name in holders]
    rows = [spec.standing().filter(contact=holder).order_by().values_list(Value(spec.name), f"{spec.name}__code") for spec, holder in asked]
    codes: dict[str, list[str]] = {spec.name: [] for spec, _ in asked}
    for name, code in rows[0].union(*rows[1:], all=True) if rows else ():
        codes[name].append(code)
    return {name: sorted(each) for name, each in codes.items()}


def empty_groups(spec: Spec = MAILING_GROUPS) -> "models.QuerySet[Any]":
    return spec.codes().filter(contact_count=0)
