"""Undoing an act that made contacts which stand in a segment by now."""

import pytest

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.accounts.undoing import undo_act
from postkring.contacts.actions.create import insert_contact, new_contact
from postkring.contacts.actions.values import surroundings
from postkring.contacts.models import Contact
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet
from postkring.segments.actions import add_line
from tests.factories import make_segment

pytestmark = pytest.mark.django_db


def both_at_once(*, by: User) -> ChangeSet:
    """A company with a person, and another company, as a file makes them."""
    with act("test.contacts", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        for values in (
            {"type": "Company", "name": "Bouw Claes"},
            {"type": "Company", "name": "Drukkerij Aerts"},
            {"type": "Person", "name": "An Claes", "company_name": "Bouw Claes"},
        ):
            insert_contact(writer, new_contact(values, surroundings()))
        writer.say(lambda: "contacts made")
    return writer.change_set


def test_a_company_stays_when_its_person_stays_for_a_segment(administrator: User) -> None:
    change_set = both_at_once(by=administrator)
    person = Contact.objects.get(name="An Claes")
    add_line(make_segment(), person.number, by=administrator)
    report = undo_act(change_set, by=administrator)
    assert (report.undone, report.left) == (1, 2)
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["An Claes", "Bouw Claes"]
    person.refresh_from_db()
    assert person.company == Contact.objects.get(name="Bouw Claes")
