"""Which contacts a file is about, in the order of the page that one comes from; and, for mailing, who of them is left out and why."""

from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models import Count, Q

from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED, with_reason
from postkring.contacts.models import ContactQuerySet
from postkring.lists.listing import ListPage, ListState

REASONS: Final = (PRIVACY_BLOCKED, EXCLUDED)
Rows = TypeVar("Rows", bound="models.QuerySet[Any, Any]")


def shown(page: ListPage, rows: Rows, state: ListState) -> Rows:
    """Every row of a list, narrowed and in order as its pages show them."""
    narrowed: Rows = page.search(rows, state.text) if state.text and page.search else rows
    sorting = [*((page.orders[order.name], order.descending) for order in state.orders), ("pk", state.orders[-1].descending)]
    return narrowed.order_by(*[f"-{column}" if descending else column for column, descending in sorting])


@dataclass(frozen=True)
class Reach:
    """`contacts` is always `reached` and what is left out together."""

    contacts: int
    reached: int
    left_out: dict[str, int]


def reach(contacts: ContactQuerySet) -> Reach:
    """Counted in one statement, so that the numbers belong together."""
    by_reason = {reason: Count("pk", filter=Q(left_out=reason)) for reason in REASONS}
    counts = with_reason(contacts.order_by()).aggregate(contacts=Count("pk"), reached=Count("pk", filter=Q(left_out="")), **by_reason)
    return Reach(counts["contacts"], counts["reached"], {reason: counts[reason] for reason in REASONS})


def left_out(contacts: ContactQuerySet, reason: str) -> ContactQuerySet:
    return with_reason(contacts).filter(Q(left_out=reason))
