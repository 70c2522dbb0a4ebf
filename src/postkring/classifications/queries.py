"""Reads of mailing groups and of who is in them, now and on a day of the past."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from postkring.classifications.counters import counter_differences
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.contacts.queries import MOST_WORDS
from postkring.kit.codes import asked_code
from postkring.kit.sql import stands_in
from postkring.kit.text import fold, is_storable
from postkring.ledger.declarations import label_of
from postkring.ledger.models import Image
from postkring.ledger.standing import standing

__all__ = ["counter_differences"]


def group_by_code(code: str) -> MailingGroup | None:
    """The group that a user means by a code: case, blanks around it and accents do not matter."""
    return MailingGroup.objects.filter(code_folded=fold(asked_code(code))).first()


def last_called(code: str) -> tuple[MailingGroup | None, bool]:
    """The group that had a code which nobody has by now, under whatever code it has today, and whether there ever was one."""
    named = Image.objects.filter(label=label_of(MailingGroup), before__code=asked_code(code)).order_by("-change_set").first()
    return (MailingGroup.objects.filter(pk=named.object_id).first(), True) if named else (None, False)


def group_by_text(text: str) -> MailingGroup | None:
    """By its code, else by its whole description where one group alone has it. A part of either is no choice (R-1009)."""
    found = group_by_code(text)
    if found or not is_storable(text) or not fold(text).strip():
        return found
    described = list(MailingGroup.objects.filter(description__fold=fold(text.strip()))[:2])
    return described[0] if len(described) == 1 else None


def groups_matching(text: str) -> "models.QuerySet[MailingGroup]":
    """Groups whose code or description holds every word of the text; the ones whose code begins with it first."""
    words = fold(text).split() if is_storable(text) else []
    # Nothing but marks are no word, and must not find everything; SQLite takes no more conditions inside one another than so many.
    if len(words) > MOST_WORDS or (text.strip() and not words):
        return MailingGroup.objects.none()
    groups = MailingGroup.objects.all()
    for word in words:
        groups = groups.filter(Q(code_folded__contains=word) | Q(description__fold__contains=word))
    begins = models.Case(models.When(code_folded__startswith=fold(text.strip()), then=0), default=1, output_field=models.IntegerField())
    return groups.order_by(begins, "code")


def assignments_of(contact: Contact) -> "models.QuerySet[ContactMailingGroup]":
    """The groups of one contact by code, with who put it there and when."""
    rows = ContactMailingGroup.objects.filter(standing(), contact=contact)
    return rows.select_related("mailing_group", "added_by__by").order_by("mailing_group__code")


def assignments_in(group: MailingGroup) -> "models.QuerySet[ContactMailingGroup]":
    return ContactMailingGroup.objects.filter(standing(), mailing_group=group)


def as_of(rows: "models.QuerySet[ContactMailingGroup]", instant: datetime) -> "models.QuerySet[ContactMailingGroup]":
    """The rows that stood at an instant. A pair stands once at a time, so it is there once at most."""
    return rows.filter(begun_at__lte=instant).filter(standing() | Q(ended_at__gt=instant))


def end_of_day(day: date) -> datetime:
    """The last instant of a day where the organisation is."""
    return datetime.combine(day, time.max, tzinfo=ZoneInfo(settings.TIME_ZONE))


def members(group: MailingGroup) -> ContactQuerySet:
    return Contact.objects.filter(stands_in(assignments_in(group), "contact"))


def number_of_groups(contact: Contact) -> int:
    """R-2108: the contact's own rows, counted live."""
    return ContactMailingGroup.objects.filter(standing(), contact=contact).count()


def history_of(contact: Contact) -> "models.QuerySet[ContactMailingGroup]":
    """Every group the contact was ever in, newest first; a deleted group by the code it had."""
    return ContactMailingGroup.objects.filter(contact=contact).select_related("begun_by__by", "ended_by__by").order_by("-begun_at", "-pk")


def codes_by_contact(contacts: Iterable[int]) -> dict[int, list[str]]:
    """The codes of the current mailing groups of some contacts (a page of a list), in one query."""
    codes: dict[int, list[str]] = {}
    rows = ContactMailingGroup.objects.filter(standing(), contact__in=list(contacts))
    for contact, code in rows.order_by("mailing_group__code").values_list("contact_id", "mailing_group__code"):
        codes.setdefault(contact, []).append(code)
    return codes


def empty_groups() -> "models.QuerySet[MailingGroup]":
    return MailingGroup.objects.filter(contact_count=0)
