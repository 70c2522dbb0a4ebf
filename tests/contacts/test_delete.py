"""Deleting contacts, with everything that is theirs (3.9)."""

from typing import Any

import pytest

from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.actions import delete_contacts
from postkring.contacts.actions.delete import with_persons
from postkring.contacts.models import Contact, ContactQuerySet, ContactStamp
from postkring.kit.errors import NotPermitted, Refused
from postkring.ledger.models import ChangeSet, Image
from tests.factories import make_company, make_group, make_person, make_segment, make_user
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def those(*contacts: Contact) -> ContactQuerySet:
    return Contact.objects.filter(pk__in=[contact.pk for contact in contacts])


def test_a_contact_that_is_used_nowhere_is_gone(editor: User) -> None:
    company, other = make_company(name="Claes"), make_company(name="Aerts")
    change_set = delete_contacts(those(company), by=editor)
    assert list(Contact.objects.all()) == [other]
    assert not ContactStamp.objects.filter(contact=company.pk).exists()
    assert change_set is not None
    assert (change_set.verb, change_set.counts, change_set.sentence) == (
        "contact.delete",
        {"deleted": 1},
        f"1 contact deleted: {company.number} Claes",
    )


@pytest.mark.parametrize("make", [make_company, make_person])
def test_the_groups_of_a_contact_end_with_it_and_keep_its_number(editor: User, make: Any) -> None:
    contact, stays = make(), make_company(name="Aerts")
    group = make_group("PERS", members=[contact, stays])
    delete_contacts(those(contact), by=editor)
    group.refresh_from_db()
    assert group.contact_count == 1
    row = ContactMailingGroup.objects.get(contact=contact.pk)
    assert row.ended_at is not None
    assert row.contact_number == contact.number


def test_a_company_goes_with_all_its_persons(editor: User) -> None:
    company, other = make_company(name="Claes"), make_company(name="Aerts")
    persons = [make_person(name=name, company=company) for name in ("An", "Bo")]
    alone, elsewhere = make_person(name="Chris"), make_person(name="Dirk", company=other)
    group = make_group("PERS", members=[*persons, alone])
    assert set(with_persons(those(company))) == {company, *persons}
    change_set = delete_contacts(those(company), by=editor)
    assert set(Contact.objects.all()) == {other, alone, elsewhere}
    group.refresh_from_db()
    assert group.contact_count == 1
    assert change_set is not None
    assert (change_set.counts, change_set.sentence) == ({"deleted": 3}, f"3 contacts deleted: {company.number} Claes, …")


def test_a_person_goes_without_its_company(editor: User) -> None:
    company = make_company()
    person, colleague = make_person(name="An", company=company), make_person(name="Bo", company=company)
    delete_contacts(those(person), by=editor)
    assert set(Contact.objects.all()) == {company, colleague}


def test_several_at_once_are_one_change_set(editor: User) -> None:
    contacts = [make_company(name=name) for name in "ABCDE"]
    change_set = delete_contacts(those(*contacts), by=editor)
    assert not Contact.objects.exists()
    assert change_set is not None
    assert Image.objects.filter(change_set=change_set, kind=Image.DELETED).count() == 5
    assert change_set.sentence == "5 contacts deleted: CT000001 A, CT000002 B, CT000003 C, …"


def test_deleting_nobody_leaves_no_trace(editor: User) -> None:
    make_company()
    before = everything()
    assert delete_contacts(Contact.objects.none(), by=editor) is None
    assert everything() == before


@pytest.mark.parametrize("on_line", ["company", "person"])
def test_one_contact_on_a_line_of_a_segment_stops_everything(editor: User, on_line: str) -> None:
    company, free = make_company(name="Claes"), make_company(name="Aerts")
    person = make_person(name="An Boer", company=company)
    make_group("PERS", members=[company, person, free])
    make_segment(contacts=[company if on_line == "company" else person])
    before = everything()
    name = {"company": "Claes", "person": "An Boer"}[on_line]
    with pytest.raises(Refused, match=f"{name} is still in 1 segment that is not logged"):
        delete_contacts(those(free, company), by=editor)
    assert everything() == before


def test_undo_brings_back_everything_that_was_there(editor: User) -> None:
    company = make_company(name="Claes", address="Kade 1", privacy_blocked=True)
    person = make_person(name="An Boer", company=company, minor=True)
    make_group("PERS", members=[company, person])
    before = snapshot()
    change_set = delete_contacts(those(company), by=editor)
    assert change_set is not None
    report = undo_act(change_set, by=editor)
    assert (report.left, report.not_undone) == (0, [])
    assert snapshot() == before
    assert ContactStamp.objects.filter(change_set=report.change_set).count() == 2


@pytest.mark.parametrize("role", [Role.READER])
def test_readers_delete_nothing(role: str) -> None:
    make_company()
    user, before = make_user(role), ChangeSet.objects.count()
    with pytest.raises(NotPermitted):
        delete_contacts(Contact.objects.all(), by=user)
    assert (Contact.objects.count(), ChangeSet.objects.count()) == (1, before)


def test_the_number_of_queries_does_not_grow_with_the_contacts(editor: User, django_assert_max_num_queries: Any) -> None:
    company = make_company()
    make_group("PERS", members=[make_person(name=f"An {number}", company=company) for number in range(30)])
    with django_assert_max_num_queries(25):
        delete_contacts(those(company), by=editor)
