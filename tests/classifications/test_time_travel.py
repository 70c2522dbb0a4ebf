"""Who was in a group on a day of the past (F10), and what those who are gone are called."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db.models import QuerySet

from postkring.accounts.models import User
from postkring.classifications.actions import add_to_group, empty_and_delete_group, take_out_of_group
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.classifications.queries import as_of, end_of_day, history_of
from postkring.contacts.actions import create_contact, delete_contacts
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from tests.factories import make_company, make_group

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def on(day: int, hour: int = 12) -> datetime:
    return datetime(2025, 12, day, hour, tzinfo=UTC)


def contacts_at(instant: datetime) -> list[int]:
    rows: QuerySet[ContactMailingGroup] = as_of(ContactMailingGroup.objects.all(), instant)
    return sorted(rows.values_list("contact_id", flat=True))


def last() -> ChangeSet:
    return ChangeSet.objects.latest("number")


def test_a_membership_counts_from_its_beginning_until_before_its_end(editor: User) -> None:
    contact, group = make_company(), make_group()
    with time_machine.travel(on(1), tick=False):
        add_to_group(Contact.objects.all(), group, by=editor)
    with time_machine.travel(on(5), tick=False):
        take_out_of_group(Contact.objects.all(), group, by=editor)
    microsecond = timedelta(microseconds=1)
    expected = {on(1) - microsecond: [], on(1): [contact.pk], on(5) - microsecond: [contact.pk], on(5): [], on(9): []}
    assert {instant: contacts_at(instant) for instant in expected} == expected


def test_a_day_ends_where_the_organisation_is() -> None:
    assert end_of_day(date(2025, 12, 1)) == datetime(2025, 12, 1, 22, 59, 59, 999_999, tzinfo=UTC)
    assert end_of_day(date(2025, 7, 1)) == datetime(2025, 7, 1, 21, 59, 59, 999_999, tzinfo=UTC)


def test_what_was_undone_later_stays_true_of_its_days(editor: User) -> None:
    contact, group = make_company(), make_group()
    with time_machine.travel(on(1), tick=False):
        add_to_group(Contact.objects.all(), group, by=editor)
    with time_machine.travel(on(3), tick=False):
        take_out_of_group(Contact.objects.all(), group, by=editor)
    with time_machine.travel(on(5), tick=False):
        undo(last(), by=editor)
    with time_machine.travel(on(7), tick=False):
        undo(ChangeSet.objects.get(verb="mailing_group.add"), by=editor)
    days = {on(day): [contact.pk] if day in (2, 6) else [] for day in (2, 4, 6, 8)}
    assert {instant: contacts_at(instant) for instant in days} == days


def test_a_replay_of_the_ledger_gives_what_time_travel_gives(editor: User) -> None:
    contacts = [make_company() for _ in range(3)]
    groups = [make_group(code) for code in "AB"]
    started = last().number
    with time_machine.travel(on(10), tick=False) as clock:
        for act in (add_to_group, take_out_of_group, add_to_group):
            for place, group in enumerate(groups):
                clock.shift(HOUR)
                act(Contact.objects.filter(pk__gte=contacts[place].pk), group, by=editor)
                clock.shift(HOUR)
                undo(last(), by=editor)
                clock.shift(HOUR)
                undo(last(), by=editor)
    replayed: set[tuple[int, int]] = set()
    acts = ChangeSet.objects.filter(number__gt=started).order_by("number")
    for change_set in acts:
        replayed -= set(ContactMailingGroup.objects.filter(ended_by=change_set).values_list("mailing_group_id", "contact_id"))
        replayed |= set(ContactMailingGroup.objects.filter(begun_by=change_set).values_list("mailing_group_id", "contact_id"))
        rows = as_of(ContactMailingGroup.objects.all(), change_set.at).values_list("mailing_group_id", "contact_id")
        assert sorted(rows) == sorted(replayed)
    assert len(acts) == 18


def test_a_deleted_contact_is_named_by_its_number_in_the_past(editor: User) -> None:
    contact = make_company(number="K-7")
    with time_machine.travel(on(1), tick=False):
        make_group(members=[contact])
    with time_machine.travel(on(3), tick=False):
        delete_contacts(Contact.objects.all(), by=editor)
    assert as_of(ContactMailingGroup.objects.all(), on(2)).values_list("contact_number", flat=True).get() == "K-7"
    assert contacts_at(on(4)) == []


def test_a_contact_whose_making_was_undone_is_named_too(editor: User) -> None:
    contact = create_contact({"name": "Aerts", "number": "K-8"}, by=editor)
    made = last()
    group = make_group()
    with time_machine.travel(on(1), tick=False):
        add_to_group(Contact.objects.all(), group, by=editor)
    with time_machine.travel(on(3), tick=False):
        take_out_of_group(Contact.objects.all(), group, by=editor)
        undo(made, by=editor)
    assert not Contact.objects.filter(pk=contact.pk).exists()
    assert as_of(ContactMailingGroup.objects.all(), on(2)).get().contact_number == "K-8"


def test_a_deleted_group_is_named_by_the_code_it_had(editor: User) -> None:
    contact = make_company()
    with time_machine.travel(on(1), tick=False):
        group = make_group("GESCHENK", members=[contact])
    with time_machine.travel(on(3), tick=False):
        empty_and_delete_group(group, by=editor)
    row = history_of(contact).get()
    assert (row.code, row.begun_at, row.ended_at) == ("GESCHENK", on(1), on(3))


def test_history_is_newest_first_with_who_began_and_ended_it(editor: User) -> None:
    contact, group = make_company(), make_group("A")
    for day in (1, 5):
        with time_machine.travel(on(day), tick=False):
            add_to_group(Contact.objects.all(), group, by=editor)
        with time_machine.travel(on(day + 1), tick=False):
            take_out_of_group(Contact.objects.all(), group, by=editor)
    rows = list(history_of(contact))
    assert [(row.begun_at, row.ended_at) for row in rows] == [(on(5), on(6)), (on(1), on(2))]
    assert all(row.ended_by and row.ended_by.by == row.begun_by.by == editor for row in rows)
