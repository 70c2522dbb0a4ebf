"""Reads of the log of interactions."""

from collections.abc import Mapping

from django.db.models import Case, DateField, Max, OuterRef, Q, QuerySet, Subquery, When

from postkring.contacts.models import Contact, ContactType
from postkring.interactions.models import InteractionLogEntry


def entries_of(contact: Contact) -> QuerySet[InteractionLogEntry]:
    """Newest first (R-5101): of a company also those of the persons who stood under it, of a person its own."""
    about = Q(company=contact) | Q(contact=contact) if contact.is_company else Q(contact=contact)
    return InteractionLogEntry.objects.filter(about).order_by("-date", "-pk")


def entries_of_segment(number: str) -> QuerySet[InteractionLogEntry]:
    return InteractionLogEntry.objects.filter(segment_number=number)


def last_interaction() -> Case:
    """Of a contact in a query: the date of its newest entry that neither failed nor was canceled (R-3120, R-4803)."""
    return _newest(attempt_failed=False)


def last_attempt() -> Case:
    """Failed ones count as well. What is logged from segments was always begun by us."""
    return _newest()


def last_interaction_of(contact: Contact) -> "InteractionLogEntry | None":
    return entries_of(contact).filter(canceled=False, attempt_failed=False).first()


def last_attempt_of(contact: Contact) -> "InteractionLogEntry | None":
    return entries_of(contact).filter(canceled=False).first()


def _newest(**only: bool) -> Case:
    of_company, of_person = _newest_of("company", only), _newest_of("contact", only)
    return Case(When(type=ContactType.COMPANY, then=of_company), default=of_person, output_field=DateField())


def _newest_of(column: str, only: Mapping[str, bool]) -> Subquery:
    standing = InteractionLogEntry.objects.filter(**{column: OuterRef("pk")}, **only, canceled=False).order_by().values(column)
    return Subquery(standing.annotate(newest=Max("date")).values("newest"), output_field=DateField())
