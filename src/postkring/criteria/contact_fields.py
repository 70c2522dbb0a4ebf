"""A criterion for every field of a contact, from the contact's own catalogue."""

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.contacts.catalogue import FIELDS, ContactField, Kind
from postkring.contacts.models import ContactStamp, ContactType
from postkring.criteria.amounts import CountCriterion
from postkring.criteria.columns import (
    ChoiceCriterion,
    CompanyNumberCriterion,
    ConditionCriterion,
    FlagCriterion,
    NumberCriterion,
    ReferenceCriterion,
    TextCriterion,
)
from postkring.criteria.criterion import Criterion
from postkring.criteria.days import DayCriterion
from postkring.criteria.salesperson import SalespersonCriterion
from postkring.kit.sql import stands_in
from postkring.setup.models import CorrespondenceType, Salesperson


def contact_criteria() -> tuple[Criterion, ...]:
    return tuple(_criterion(field) for field in FIELDS)


def further_criteria() -> tuple[Criterion, ...]:
    """What is known of a contact beside its fields."""
    return (
        ConditionCriterion("hasEmail", pgettext_lazy("criterion.has_email", "Has an email address"), ~Q(email_folded="")),
        ConditionCriterion(
            "hasPostalAddress",
            pgettext_lazy("criterion.has_postal_address", "Has a postal address"),
            ~Q(address_folded="") & ~(Q(post_code_folded="") & Q(city_folded="")),
        ),
        DayCriterion(
            "lastModifiedDateTime",
            pgettext_lazy("field.last_modified", "Last Modified"),
            "at",
            of_instants=True,
            holds=lambda condition: stands_in(ContactStamp.objects.filter(condition), "contact"),
        ),
        *(CountCriterion(spec.number_key, spec.number_label, spec.standing, "contact", of=spec.holder) for spec in CLASSIFICATIONS),
    )


def _criterion(field: ContactField) -> Criterion:
    if field.refers_to is Salesperson:
        return SalespersonCriterion(field.key, field.label, field.name, field.refers_to)
    if field.refers_to is not None:
        return ReferenceCriterion(field.key, field.label, field.name, field.refers_to)
    if field.name == "company_number":
        return CompanyNumberCriterion(field.key, field.label)
    if field.kind is Kind.NUMBER:
        return NumberCriterion(field.key, field.label, field.name)
    if field.kind is Kind.FLAG:
        return FlagCriterion(field.key, field.label, field.name)
    if field.kind is Kind.CHOICE:
        return ChoiceCriterion(field.key, field.label, field.name, ContactType if field.name == "type" else CorrespondenceType)
    return TextCriterion(field.key, field.label, field.name, twin=field.folded)
