"""Who may hold a code: industry groups are for companies alone (R-2201), job responsibilities for persons alone (R-2301)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import pgettext

from postkring.classifications.catalogue import spec_of_model
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact, ContactQuerySet, ContactType
from postkring.kit.errors import Changed, Refused
from postkring.kit.sql import hold_from_deletion
from postkring.ledger.declarations import Rows


def refuse_wrong_type(spec: Spec, contacts: ContactQuerySet) -> None:
    """Raises Refused, naming the first contact that may not hold the codes."""
    first = contacts.exclude(spec.fits()).order_by("pk").first() if spec.held_by else None
    if first is not None:
        raise Refused(wrong_type(spec) % {"page": spec.plural, "name": first.name}, contact=first.number)


def wrong_type(spec: Spec) -> str:
    if spec.held_by == ContactType.COMPANY:
        return pgettext("msg.for_companies_only", "%(page)s are for companies only; %(name)s is a person.")
    return pgettext("msg.for_persons_only", "%(page)s are for persons only; %(name)s is a company.")


def refuse_wrong_types(spec: Spec, begun: QuerySet[Any]) -> None:
    """Whoever changes the type of one of the contacts from now on waits and finds the rows; who did before is seen here."""
    if spec.held_by is None:
        return
    holding = Contact.objects.filter(pk__in=begun.values("contact"))
    hold_from_deletion(holding)
    if holding.exclude(spec.fits()).exists():
        raise Changed(pgettext("msg.type_changed", "Somebody changed the type of one of these contacts meanwhile. Nothing was changed."))


def unfitting(rows: Rows) -> Rows:
    """Those of the links whose contact may not hold the code by now."""
    spec = spec_of_model(rows.model)
    if spec.held_by is None:
        return rows.none()
    return rows.exclude(contact__in=Contact.objects.filter(spec.fits()).order_by().values("pk"))
