"""Acts work on sets: five hundred contacts take the queries that ten take, and so does taking them back."""

from collections.abc import Callable
from typing import Final

import pytest
from django.db import transaction

from postkring.accounts.models import User
from postkring.classifications import actions as groups
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.actions import delete_contacts
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.segments import actions as segments
from postkring.segments.models import Segment
from tests.factories import make_group, make_segment, many_contacts
from tests.queries import FEW, MANY, queries_of

pytestmark = pytest.mark.django_db

Act = Callable[[User], object]


def group() -> MailingGroup:
    return MailingGroup.objects.get()


def segment() -> Segment:
    return Segment.objects.get()


ACTS: Final[dict[str, Act]] = {
    "add to group": lambda user: groups.add_to_group(Contact.objects.all(), group(), by=user),
    "take out of group": lambda user: groups.take_out_of_group(Contact.objects.all(), group(), by=user),
    "empty and delete group": lambda user: groups.empty_and_delete_group(group(), by=user),
    "delete contacts": lambda user: delete_contacts(Contact.objects.all(), by=user),
    "add contacts": lambda user: segments.add_contacts(segment(), EVERYBODY, by=user),
    "change segment": lambda user: segments.change_segment(segment(), description="anders", day=segment().date, by=user),
    "go back": lambda user: segments.go_back(segment(), by=user),
    "delete segment": lambda user: segments.delete_segment(segment(), by=user),
}


def set_up(act: str, number: int, user: User) -> None:
    """So many contacts, everybody in the group or on a line where the act takes them away."""
    many_contacts(number)
    make_group()
    make_segment()
    if act not in ("add to group", "add contacts"):
        groups.add_to_group(Contact.objects.all(), group(), by=user)
    if act in ("change segment", "go back", "delete segment"):
        segments.add_contacts(segment(), EVERYBODY, by=user)


def counted(act: str, number: int, user: User) -> tuple[int, int, int]:
    """The queries of the act, of its undo, and of doing it again; then everything is as before."""
    with transaction.atomic():
        set_up(act, number, user)
        done = queries_of(lambda: ACTS[act](user))
        undone = queries_of(lambda: undo(ChangeSet.objects.latest("number"), by=user))
        again = queries_of(lambda: undo(ChangeSet.objects.latest("number"), by=user))
        transaction.set_rollback(True)
    return done, undone, again


@pytest.mark.parametrize("act", ACTS)
def test_the_queries_of_an_act_and_of_its_undo_do_not_grow_with_the_contacts(act: str, administrator: User) -> None:
    assert counted(act, FEW, administrator) == counted(act, MANY, administrator)
