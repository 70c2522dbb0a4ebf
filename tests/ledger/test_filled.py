"""What the migrations fill in for acts that were done before."""

from importlib import import_module

import pytest
from django.apps import apps

from postkring.accounts.models import User
from postkring.contacts.actions import delete_contacts
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet, GoneNumber
from postkring.ledger.undo import undo
from tests.factories import make_company

pytestmark = pytest.mark.django_db


def last() -> ChangeSet:
    return ChangeSet.objects.latest("number")


def test_chains_of_undos_and_numbers_of_what_is_gone_are_found_in_the_ledger(editor: User) -> None:
    back, gone = make_company(number="A1"), make_company(number="B2")
    for contact in (back, gone):
        delete_contacts(Contact.objects.filter(pk=contact.pk), by=editor)
    undo(ChangeSet.objects.get(pk=last().pk - 1), by=editor)
    make_company(number="C3")
    for _ in range(3):
        undo(last(), by=editor)
    chains = list(ChangeSet.objects.order_by("number").values_list("number", "first", "takes_back"))
    numbers = set(GoneNumber.objects.values_list("label", "object_id", "number"))
    assert {number for *_, number in numbers} == {"B2", "C3"}
    ChangeSet.objects.update(first=None, takes_back=False)
    GoneNumber.objects.all().delete()
    import_module("postkring.ledger.migrations.0003_fill_undo_chains").fill(apps, None)
    assert list(ChangeSet.objects.order_by("number").values_list("number", "first", "takes_back")) == chains
    assert set(GoneNumber.objects.values_list("label", "object_id", "number")) == numbers
