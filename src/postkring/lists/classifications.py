"""The lists of the codes of a classification, of who has one now, and of who had it on a day of the past."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from postkring.classifications.catalogue import CLASSIFICATIONS, spec_of, spec_of_model
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.pair import Classification
from postkring.classifications.queries import as_of, empty_groups, end_of_day, groups_matching
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact
from postkring.contacts.queries import searching
from postkring.criteria.amounts import AmountCriterion
from postkring.criteria.catalogue import listed_criteria
from postkring.criteria.columns import NumberCriterion, TextCriterion
from postkring.criteria.criterion import Criterion
from postkring.kit.lookups import Fold
from postkring.lists.contacts import ORDERS, and_others
from postkring.lists.listing import ListColumn, ListPage


def _holding(groups: QuerySet[Any], text: str) -> QuerySet[Any]:
    return groups.filter(pk__in=groups_matching(text, spec_of_model(groups.model)).order_by().values("pk"))


def _criteria() -> dict[str, Criterion]:
    own = (
        NumberCriterion("code", pgettext_lazy("field.code", "Code"), "code"),
        TextCriterion("description", pgettext_lazy("field.description", "Description"), "description"),
        AmountCriterion("contacts", pgettext_lazy("field.no_of_contacts", "No. of Contacts"), "contact_count"),
    )
    return {criterion.key: criterion for criterion in own}


GROUPS: Final = ListPage(
    orders={"code": "code", "description": "description_folded", "contacts": "contact_count"},
    default="code",
    search=_holding,
    columns=(
        ListColumn("code", pgettext_lazy("field.code", "Code"), "code", "code", 1, is_fixed=True, filter="code"),
        ListColumn("description", pgettext_lazy("field.description", "Description"), "description", "wide", 1, filter="description"),
        ListColumn("contacts", pgettext_lazy("field.no_of_contacts", "No. of Contacts"), "contacts", "number", 1, filter="contacts"),
    ),
    filters=_criteria,
    first_filters=("code", "description", "contacts"),
    name="mailing_groups",
    own=("empty",),
    codes={"mailingGroup": "code"},
)
# Of codes that stand in the set-up: nobody comes there so often that views of it would help.
_WITHOUT_VIEWS: Final = replace(GROUPS, name="", own=(), codes={})
LISTS: Final = {spec.name: GROUPS if spec is MAILING_GROUPS else _WITHOUT_VIEWS for spec in CLASSIFICATIONS}
SINCE, BY = "since", "by"  # what the membership says, and not the contact
MEMBERS: Final = ListPage(
    orders=ORDERS,
    default="name",
    search=searching,
    columns=and_others(
        (
            ListColumn("number", pgettext_lazy("field.no", "No."), "number", "code", 1, filter="number"),
            ListColumn("name", pgettext_lazy("field.name", "Name"), "name", rank=1, is_fixed=True, filter="displayName"),
            ListColumn("company_name", pgettext_lazy("field.company_name", "Company Name"), "company_name", filter="companyName"),
            ListColumn("city", pgettext_lazy("field.city", "City"), "city", filter="city"),
            ListColumn(SINCE, pgettext_lazy("field.since", "Since")),
            ListColumn(BY, pgettext_lazy("field.by", "By"), rank=3),
        )
    ),
    filters=listed_criteria,
    first_filters=("type", "postalCode", "city", "languageCode"),
    own=("on",),
)
SITUATION: Final = ListPage(orders={"number": "number"}, default="number")


def groups_for_listing(spec: Spec = MAILING_GROUPS, *, empty: bool = False) -> QuerySet[Any]:
    groups: QuerySet[Any] = empty_groups(spec) if empty else spec.codes()
    listed: QuerySet[Any, Any] = groups.annotate(description_folded=Fold(F("description")))
    return listed


def situation(group: Classification, day: date) -> QuerySet[Any, Any]:
    """Who was in the group at the end of a day, each with `number`: a contact deleted since by the number it had."""
    spec = spec_of(group)
    rows = spec.links().filter(**spec.of_code(group))
    now = Contact.objects.filter(pk=OuterRef("contact_id")).values("number")
    found: QuerySet[Any, Any] = as_of(rows, end_of_day(day)).annotate(number=Coalesce(Subquery(now), F("contact_number")))
    return found
