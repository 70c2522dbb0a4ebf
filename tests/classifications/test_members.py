"""Putting contacts into groups and taking them out (2.2): once each, with provenance, counters and stamps."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from postkring.accounts.models import Role, User
from postkring.classifications.actions import add_to_group, empty_and_delete_group, take_out_of_group
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import (
    assignments_in,
    assignments_of,
    codes_by_contact,
    counter_differences,
    empty_groups,
    members,
    number_of_groups,
)
from postkring.contacts.actions import delete_contacts
from postkring.contacts.models import Contact, ContactQuerySet, ContactStamp
from postkring.kit.errors import NotFound
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from tests.factories import make_company, make_group, make_person, make_user
from tests.snapshots import everything, snapshot

pytestmark = pytest.mark.django_db

FEBRUARY = datetime(2026, 2, 1, 9, tzinfo=UTC)
MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 9, tzinfo=UTC)


def one(contact: Contact) -> ContactQuerySet:
    return Contact.objects.filter(pk=contact.pk)


def last() -> ChangeSet:
    return ChangeSet.objects.latest("number")


def test_a_contact_is_put_into_a_group_and_counted(editor: User) -> None:
    contact, group = make_company(), make_group("VERHUIZING")
    outcome = add_to_group(one(contact), group, by=editor)
    assert (outcome.changed, outcome.unchanged, outcome.change_set) == (1, 0, last())
    assert list(members(group)) == [contact]
    assert number_of_groups(contact) == MailingGroup.objects.get().contact_count == 1
    assert last().counts == {"added": 1, "unchanged": 0}


def test_twice_changes_nothing_and_leaves_no_trace(editor: User) -> None:
    contact, group = make_company(), make_group()
    add_to_group(one(contact), group, by=editor)
    before, stamps = everything(), list(ContactStamp.objects.values())
    outcome = add_to_group(one(contact), group, by=editor)
    assert (outcome.changed, outcome.unchanged, outcome.change_set) == (0, 1, None)
    assert everything() == before
    assert list(ContactStamp.objects.values()) == stamps
    assert ContactMailingGroup.objects.count() == 1


def test_who_is_there_already_is_counted_as_unchanged(editor: User) -> None:
    there = [make_company() for _ in range(2)]
    group = make_group(members=there)
    make_person()
    outcome = add_to_group(Contact.objects.all(), group, by=editor)
    assert (outcome.changed, outcome.unchanged) == (1, 2)
    assert MailingGroup.objects.get().contact_count == 3


def test_companies_and_their_persons_are_independent(editor: User) -> None:
    company = make_company()
    person = make_person(company=company)
    group = make_group()
    add_to_group(one(company), group, by=editor)
    assert (number_of_groups(company), number_of_groups(person)) == (1, 0)
    add_to_group(one(person), group, by=editor)
    take_out_of_group(one(company), group, by=editor)
    assert (number_of_groups(company), number_of_groups(person)) == (0, 1)


@pytest.mark.parametrize("flag", ["exclude_from_segment", "privacy_blocked", "minor"])
def test_excluded_blocked_and_minor_contacts_may_be_in_a_group_and_count(editor: User, flag: str) -> None:
    contact, group = make_person(**{flag: True}), make_group()
    assert add_to_group(one(contact), group, by=editor).changed == 1
    assert MailingGroup.objects.get().contact_count == 1


def test_who_is_not_in_the_group_is_not_taken_out(editor: User) -> None:
    inside, outside = make_company(), make_company()
    group = make_group(members=[inside])
    before = everything()
    outcome = take_out_of_group(one(outside), group, by=editor)
    assert (outcome.changed, outcome.unchanged, outcome.change_set) == (0, 1, None)
    assert everything() == before
    outcome = take_out_of_group(Contact.objects.all(), group, by=editor)
    assert (outcome.changed, outcome.unchanged) == (1, 1)
    assert MailingGroup.objects.get().contact_count == 0


def test_the_members_themselves_may_name_who_is_taken_out(editor: User) -> None:
    group = make_group(members=[make_company(), make_person()])
    assert take_out_of_group(members(group), group, by=editor).changed == 2
    assert not members(group).exists()
    assert not counter_differences().exists()


def test_nobody_at_all_leaves_no_trace(editor: User) -> None:
    group = make_group()
    before = everything()
    assert add_to_group(Contact.objects.none(), group, by=editor).change_set is None
    assert take_out_of_group(Contact.objects.none(), group, by=editor).change_set is None
    assert everything() == before


def test_a_group_that_vanished_is_said_so(editor: User) -> None:
    make_company()
    group = make_group()
    MailingGroup.objects.all().delete()
    before = everything()
    for refused in (add_to_group, take_out_of_group):
        with pytest.raises(NotFound):
            refused(Contact.objects.all(), group, by=editor)
    assert everything() == before


def test_joining_and_leaving_touch_the_contact_and_nobody_else(editor: User) -> None:
    contact, other = make_company(), make_company()
    group = make_group(members=[other])
    untouched = ContactStamp.objects.values().get(contact=other)
    for act, instant in ((add_to_group, FEBRUARY), (take_out_of_group, MARCH)):
        with time_machine.travel(instant, tick=False):
            act(one(contact), group, by=editor)
        stamp = ContactStamp.objects.get(contact=contact)
        assert (stamp.at, stamp.change_set) == (instant, last())
    with time_machine.travel(APRIL, tick=False):
        undo(last(), by=editor)
    assert ContactStamp.objects.get(contact=contact).at == APRIL
    assert ContactStamp.objects.values().get(contact=other) == untouched


def test_a_row_says_since_when_and_by_whom(editor: User) -> None:
    contact, group = make_company(), make_group("A")
    with time_machine.travel(FEBRUARY, tick=False):
        add_to_group(one(contact), group, by=editor)
    row = assignments_of(contact).get()
    assert (row.since, row.added_by.by, row.mailing_group.code) == (FEBRUARY, editor, "A")


def test_an_undone_removal_keeps_since_and_by_whom(editor: User) -> None:
    contact, group = make_company(), make_group()
    with time_machine.travel(FEBRUARY, tick=False):
        add_to_group(one(contact), group, by=editor)
    other = make_user(Role.ADMINISTRATOR)
    with time_machine.travel(MARCH, tick=False):
        take_out_of_group(one(contact), group, by=other)
    with time_machine.travel(APRIL, tick=False):
        undo(last(), by=other)
    row = assignments_in(group).get()
    assert (row.since, row.added_by.by, row.begun_at, row.begun_by) == (FEBRUARY, editor, APRIL, last())
    assert ContactMailingGroup.objects.count() == 2


def test_a_removal_that_was_undone_does_not_keep_the_joining_from_being_undone(editor: User) -> None:
    contact, group = make_company(), make_group()
    empty = snapshot()
    add_to_group(one(contact), group, by=editor)
    added = last()
    take_out_of_group(one(contact), group, by=editor)
    undo(last(), by=editor)
    report = undo(added, by=editor)
    assert (report.undone, report.left) == (1, 0)
    assert snapshot() == empty


def test_a_later_joining_is_another_one_and_stays(editor: User) -> None:
    contact, group = make_company(), make_group()
    add_to_group(one(contact), group, by=editor)
    added = last()
    take_out_of_group(one(contact), group, by=editor)
    add_to_group(one(contact), group, by=editor)
    assert undo(added, by=editor).left == 1
    assert number_of_groups(contact) == 1


def test_the_sentence_names_one_contact_and_counts_several(editor: User) -> None:
    contact, group = make_company(name="Aerts"), make_group("A")
    with translation.override("en"):
        add_to_group(one(contact), group, by=editor)
        assert last().sentence == f"{contact.number} Aerts added to A"
        take_out_of_group(one(contact), group, by=editor)
        assert last().sentence == f"{contact.number} Aerts taken out of A"
        make_company()
        add_to_group(Contact.objects.all(), group, by=editor)
        assert last().sentence == "2 contacts added to A"
        take_out_of_group(Contact.objects.all(), group, by=editor)
        assert last().sentence == "2 contacts taken out of A"


def test_counters_equal_counts_through_everything(editor: User) -> None:
    contacts = [make_company() for _ in range(3)]
    first, second = make_group("A", members=contacts), make_group("B", members=contacts[:2])
    for act in (
        lambda: delete_contacts(one(contacts[0]), by=editor),
        lambda: undo(last(), by=editor),
        lambda: take_out_of_group(Contact.objects.all(), first, by=editor),
        lambda: undo(last(), by=editor),
        lambda: empty_and_delete_group(second, by=editor),
        lambda: undo(last(), by=editor),
        lambda: delete_contacts(members(first), by=editor),
        lambda: undo(last(), by=editor),
        lambda: undo(last(), by=editor),
    ):
        act()
        assert not counter_differences().exists()
    assert list(MailingGroup.objects.values_list("contact_count", flat=True)) == [0, 0]
    assert set(empty_groups()) == {first, second}


def test_deleting_the_members_of_a_group_deletes_them_all_and_is_undone_whole(editor: User) -> None:
    company = make_company()
    group = make_group(members=[company, make_person()])
    make_person(company=company)
    before = snapshot()
    delete_contacts(members(group), by=editor)
    assert Contact.objects.count() == 0
    assert MailingGroup.objects.get().contact_count == 0
    undo(last(), by=editor)
    assert snapshot() == before


def test_the_codes_of_a_page_of_contacts_come_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, second = make_company(), make_company()
    make_group("B", members=[first])
    make_group("A", members=[first, second])
    with django_assert_num_queries(1):
        assert codes_by_contact([first.pk, second.pk]) == {first.pk: ["A", "B"], second.pk: ["A"]}
