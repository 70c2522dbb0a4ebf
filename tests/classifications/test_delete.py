"""Deleting a group (R-2003): not while anybody is in it, unless everybody is taken out in the same act."""

import pytest
from django.utils import translation

from postkring.accounts.models import User
from postkring.classifications.actions import delete_group, empty_and_delete_group, take_out_of_group
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.criteria.selections import selection_of
from postkring.kit.errors import DoesNotExist, NotFound, Refused
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.segments.actions import add_contacts
from tests.factories import make_company, make_group, make_person, make_segment
from tests.snapshots import everything, snapshot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("number", "contacts"), [(1, "1 contact"), (2, "2 contacts")])
def test_a_group_in_use_is_not_deleted(editor: User, number: int, contacts: str) -> None:
    group = make_group("GESCHENK", members=[make_company() for _ in range(number)])
    before = everything()
    with translation.override("en"), pytest.raises(Refused) as refusal:
        delete_group(group, by=editor)
    assert refusal.value.message == f"Mailing group GESCHENK is still assigned to {contacts} and cannot be deleted."
    assert dict(refusal.value.values) == {"in_use": number, "group": "GESCHENK"}
    assert everything() == before


def test_the_guard_counts_and_does_not_trust_the_counter(editor: User) -> None:
    group = make_group(members=[make_company()])
    MailingGroup.objects.update(contact_count=0)
    with pytest.raises(Refused):
        delete_group(group, by=editor)
    assert MailingGroup.objects.exists()


@pytest.mark.parametrize("flag", ["exclude_from_segment", "privacy_blocked"])
def test_excluded_and_blocked_contacts_keep_a_group_in_use(editor: User, flag: str) -> None:
    group = make_group(members=[make_person(**{flag: True})])
    with pytest.raises(Refused):
        delete_group(group, by=editor)


def test_a_group_that_is_empty_by_now_is_deleted_and_comes_back(editor: User) -> None:
    group = make_group("GESCHENK", "Relaties", members=[make_company()])
    take_out_of_group(Contact.objects.all(), group, by=editor)
    before = snapshot()
    deleted = delete_group(group, by=editor)
    assert deleted.counts == {"deleted": 1}
    assert not MailingGroup.objects.exists()
    assert undo(deleted, by=editor).undone == 1
    assert snapshot() == before


def test_taking_everybody_out_and_deleting_is_one_act_undone_as_one(editor: User) -> None:
    group = make_group("GESCHENK", members=[make_company(), make_person(privacy_blocked=True)])
    other = make_group("ANDERE", members=[make_company()])
    before, number = snapshot(), ChangeSet.objects.count()
    with translation.override("en"):
        done = empty_and_delete_group(group, by=editor)
        assert done.sentence == "2 contacts taken out of mailing group GESCHENK, and the group deleted"
    assert ChangeSet.objects.count() == number + 1
    assert done.counts == {"removed": 2, "deleted": 1}
    assert list(MailingGroup.objects.values_list("code", "contact_count")) == [("ANDERE", 1)]
    assert ContactMailingGroup.objects.filter(mailing_group=other, ended_at__isnull=True).count() == 1
    report = undo(done, by=editor)
    assert (report.undone, report.left) == (3, 0)
    assert snapshot() == before


def test_an_empty_group_may_be_emptied_and_deleted_too(editor: User) -> None:
    done = empty_and_delete_group(make_group(), by=editor)
    assert done.counts == {"removed": 0, "deleted": 1}


def test_a_group_that_vanished_is_said_so(editor: User) -> None:
    group = make_group()
    MailingGroup.objects.all().delete()
    before = everything()
    for refused in (delete_group, empty_and_delete_group):
        with pytest.raises(NotFound):
            refused(group, by=editor)
    assert everything() == before


def test_a_selection_that_names_a_deleted_group_is_an_error_and_never_everybody(marketer: User) -> None:
    make_company()
    segment, group = make_segment(), make_group("GESCHENK")
    selection = selection_of([("mailingGroup", "GESCHENK")])
    delete_group(group, by=marketer)
    before = everything()
    with pytest.raises(DoesNotExist):
        add_contacts(segment, selection, by=marketer)
    assert everything() == before
    assert not segment.lines.exists()
