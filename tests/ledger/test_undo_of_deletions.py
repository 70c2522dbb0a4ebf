"""Undo of what was deleted, moved or renamed: it comes back whole, or says what it misses."""

import pytest
from django.db import connection
from django.utils import translation

from postkring.accounts.actions import set_password
from postkring.accounts.models import User
from postkring.classifications import actions as groups
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.actions import change_contact, delete_contacts
from postkring.contacts.models import Contact
from postkring.criteria.selections import selection_of
from postkring.kit.errors import AlreadyExists, Refused
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.undo import LeftAlone, undo
from postkring.segments import actions as segments
from postkring.segments.models import SegmentStep
from tests.factories import make_company, make_group, make_person, make_segment
from tests.snapshots import everything, snapshot

pytestmark = pytest.mark.django_db


def last() -> ChangeSet:
    return ChangeSet.objects.latest("number")


def reasons(left: list[LeftAlone]) -> list[str]:
    return [each.why for each in left]


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield
        connection.check_constraints()


def test_a_deleted_contact_comes_back_whole_with_its_groups_and_since_when(editor: User) -> None:
    company = make_company(name="Aerts", city="Gent")
    make_person(company=company)
    make_group("VERHUIZING", members=[company])
    before = snapshot()
    delete_contacts(Contact.objects.filter(pk=company.pk), by=editor)
    assert Contact.objects.count() == 0
    report = undo(last(), by=editor)
    assert (report.undone, report.left) == (3, 0)
    assert snapshot() == before


def test_a_contact_whose_number_is_taken_by_now_stays_deleted_with_what_hangs_on_it(editor: User) -> None:
    company = make_company(number="K1", name="Aerts")
    make_person(company=company, name="An Peeters")
    alone = make_company(number="K2")
    make_group(members=[company, alone])
    delete_contacts(Contact.objects.all(), by=editor)
    deleted = last()
    make_company(number="K9", name="Een ander")
    Contact.objects.update(number="K1")  # no act of ours gives it again
    report = undo(deleted, by=editor)
    connection.check_constraints()
    assert set(Contact.objects.values_list("number", "name")) == {("K1", "Een ander"), ("K2", "Drukkerij Claes")}
    assert sorted(reasons(report.not_undone)) == [
        "Its number or code is in use by now.",
        "What it belonged to is no longer there.",
        "What it belonged to is no longer there.",
    ]
    assert (report.undone, report.left) == (2, 3)
    assert MailingGroup.objects.get().contact_count == 1


def test_a_person_whose_company_was_deleted_since_stays_deleted(editor: User) -> None:
    company = make_company()
    person = make_person(company=company)
    delete_contacts(Contact.objects.filter(pk=person.pk), by=editor)
    deleted = last()
    delete_contacts(Contact.objects.filter(pk=company.pk), by=editor)
    report = undo(deleted, by=editor)
    assert report.not_undone == [LeftAlone(f"{person.number} An Peeters", "What it belonged to is no longer there.")]
    assert not Contact.objects.exists()


def test_deleting_a_company_with_its_persons_is_done_again_whole(editor: User) -> None:
    company = make_company()
    make_person(company=company)
    delete_contacts(Contact.objects.filter(pk=company.pk), by=editor)
    undo(last(), by=editor)
    report = undo(last(), by=editor)
    assert (report.undone, report.left) == (2, 0)
    assert not Contact.objects.exists()


def test_a_person_does_not_go_back_to_a_company_that_is_gone(editor: User) -> None:
    left, joined = make_company(name="Aerts"), make_company(name="Claes")
    person = make_person(company=left)
    change_contact(person, {"company_number": joined.number}, by=editor)
    moved = last()
    delete_contacts(Contact.objects.filter(pk=left.pk), by=editor)
    report = undo(moved, by=editor)
    connection.check_constraints()
    assert report.not_undone == [LeftAlone(f"{person.number} An Peeters", "What it belonged to is no longer there.")]
    person.refresh_from_db()
    assert person.company == joined


def test_a_password_is_not_undone(administrator: User) -> None:
    set_password(administrator, "papier-in-de-kring", by=administrator)
    before = everything()
    with pytest.raises(Refused):
        undo(last(), by=administrator)
    assert everything() == before


def test_a_membership_of_a_deleted_group_does_not_come_back(editor: User) -> None:
    contact = make_company()
    group = make_group(members=[contact])
    groups.take_out_of_group(Contact.objects.all(), group, by=editor)
    removed = last()
    groups.delete_group(group, by=editor)
    report = undo(removed, by=editor)
    assert (report.undone, report.left) == (0, 1)
    assert reasons(report.not_undone) == ["What it belonged to is no longer there."]
    assert not ContactMailingGroup.objects.filter(ended_at__isnull=True).exists()


def test_a_group_comes_back_with_the_right_counter_when_its_members_are_gone(editor: User) -> None:
    contact = make_company()
    group = make_group(members=[contact])
    emptied = groups.empty_and_delete_group(group, by=editor)
    delete_contacts(Contact.objects.all(), by=editor)
    undo(emptied, by=editor)
    assert MailingGroup.objects.get().contact_count == 0


def test_a_code_that_another_group_has_by_now_is_not_taken_back_half(marketer: User) -> None:
    make_company()
    group = make_group("OUD", members=[])
    segments.add_contacts(make_segment(), selection_of([("mailingGroup", "OUD")]), by=marketer)
    groups.rename_group(group, "NIEUW", by=marketer)
    renamed = last()
    make_group("OUD")
    before = everything()
    with pytest.raises(AlreadyExists):
        undo(renamed, by=marketer)
    assert everything() == before
    assert SegmentStep.objects.get().selection["criteria"] == [{"key": "mailingGroup", "filter": "NIEUW"}]


def test_only_so_many_are_named_but_all_are_counted(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postkring.ledger.undo.NAMED", 2)
    for _ in range(4):
        make_company()
    group = make_group()
    groups.add_to_group(Contact.objects.all(), group, by=editor)
    added = last()
    groups.take_out_of_group(Contact.objects.all(), group, by=editor)
    report = undo(added, by=editor)
    assert (report.left, len(report.not_undone)) == (4, 2)


def test_images_of_an_act_that_was_undone_say_nothing_any_more(editor: User) -> None:
    contact = make_company()
    change_contact(contact, {"city": "Gent"}, by=editor)
    changed = last()
    undo(changed, by=editor)
    assert not Image.objects.filter(change_set__in=[changed, last()], stands=True).exists()
    undo(last(), by=editor)
    assert Image.objects.get(stands=True, kind=Image.UPDATED).change_set == last()
