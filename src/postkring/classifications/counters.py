"""The one counter of the product: how many contacts carry a code, recounted for the touched codes inside the act itself."""

from typing import Any

from django.db import models
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from postkring.classifications.catalogue import spec_of_model
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.spec import Spec


def live_count(spec: Spec) -> Coalesce:
    """The number of current members of a group, counted now."""
    members = spec.standing().filter(**{spec.name: OuterRef("pk")}).order_by()
    counted = members.values(spec.name).annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=models.PositiveIntegerField())


def recount(groups: QuerySet[Any]) -> None:
    """Held first: a count that waited for another act would not see what that act wrote."""
    spec = spec_of_model(groups.model)
    keys = list(groups.order_by("pk").select_for_update().values_list("pk", flat=True))
    spec.codes().filter(pk__in=keys).update(contact_count=live_count(spec))


def counter_differences(spec: Spec = MAILING_GROUPS) -> QuerySet[Any]:
    """Groups whose counter is not what a count gives now, with the right number as `counted`."""
    counted: QuerySet[Any] = spec.codes().annotate(counted=live_count(spec))
    return counted.exclude(contact_count=F("counted"))
