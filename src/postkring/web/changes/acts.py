"""Saying what an act has done, in the ledger's own sentence, with the way to take it back."""

from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from postkring.accounts.models import User
from postkring.accounts.undoing import may_take_back
from postkring.ledger.declarations import label_of
from postkring.ledger.models import ChangeSet
from postkring.web.pages import toast


def undo_url(change_set: ChangeSet) -> str:
    return reverse("change_undo", args=[change_set.number])


def tell(request: HttpRequest, change_set: ChangeSet | None) -> None:
    """The toast of an act; nothing when the act found nothing to do. No undo is offered that would be refused."""
    if change_set is not None:
        may = isinstance(request.user, User) and may_take_back(change_set, change_set, by=request.user)
        toast(request, change_set.sentence, undo=undo_url(change_set) if may else "")


def last_act(row: models.Model, *, by: User) -> ChangeSet | None:
    """The last act in which this user made, changed or deleted the row."""
    return _acts_on(row).filter(by=by).first()


def last_change(row: models.Model) -> ChangeSet | None:
    """The last act of anybody on the row."""
    return _acts_on(row).select_related("by").first()


def _acts_on(row: models.Model) -> "models.QuerySet[ChangeSet]":
    images = {"images__label": label_of(type(row)), "images__object_id": row.pk}
    return ChangeSet.objects.filter(**images).order_by("-number")
