"""The one counter of the product: how many contacts carry a code, recounted for the touched codes inside the act itself."""

from django.db import models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.ledger.standing import standing


def live_count() -> Coalesce:
    """The number of current members of a group, counted now."""
    members = ContactMailingGroup.objects.filter(standing(), mailing_group=OuterRef("pk")).order_by()
    counted = members.values("mailing_group").annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=models.PositiveIntegerField())


def recount(groups: "models.QuerySet[MailingGroup]") -> None:
    """Held first: a count that waited for another act would not see what that act wrote."""
    keys = list(groups.order_by("pk").select_for_update().values_list("pk", flat=True))
    MailingGroup.objects.filter(pk__in=keys).update(contact_count=live_count())


def counter_differences() -> "models.QuerySet[MailingGroup]":
    """Groups whose counter is not what a count gives now, with the right number as `counted`."""
    return MailingGroup.objects.annotate(counted=live_count()).exclude(contact_count=F("counted"))
