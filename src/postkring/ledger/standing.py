"""Temporal rows that are true now, and what each of them belongs to: the database holds no constraint, so that the past keeps its rows."""

from django.db.models import Count, Exists, OuterRef, Q

from postkring.kit.sql import hold_from_deletion, writes_alone
from postkring.ledger.declarations import model_of, temporal
from postkring.ledger.models import ChangeSet, TemporalRow


def standing() -> Q:
    """The condition for temporal rows that are true now."""
    return Q(ended_at__isnull=True)


def parent_gone(model: type[TemporalRow]) -> Q:
    """The condition for temporal rows of which one side is not there."""
    declared = temporal(model)
    gone = Q()
    for label, column in zip(declared.parents, declared.pair, strict=True):
        gone |= ~Q(Exists(model_of(label)._base_manager.filter(pk=OuterRef(column))))
    return gone


def parents_held(model: type[TemporalRow], change_set: ChangeSet, *, after: int = 0) -> bool:
    """Holds what the rows begun by the change set belong to, until the act is complete. False when one side of a row is gone.

    With `after` only the rows of a higher key: those that an act in several transactions has begun in this one.

    Asked after the rows are there: who deletes a parent from now on waits and finds them, and who did before is seen.
    """
    declared, begun = temporal(model), model._base_manager.filter(begun_by=change_set)
    begun = begun.filter(pk__gt=after) if after else begun
    if writes_alone(model):
        return not begun.filter(parent_gone(model)).exists()
    for label, column in zip(declared.parents, declared.pair, strict=True):
        parents = model_of(label)._base_manager.filter(pk__in=begun.values(column))
        # What is held is there and stays: as many as there are different ones are all of them, without a second look at each.
        if hold_from_deletion(parents) != begun.aggregate(different=Count(column, distinct=True))["different"]:
            return False
    return True
