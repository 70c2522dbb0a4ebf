"""Undo: what goes back, what is left alone, and what is said."""

import pytest
from django.db import connection
from django.utils import translation

from postkring.accounts.models import Role, User
from postkring.classifications import actions as groups
from postkring.classifications.mailing_groups import MailingGroup
from postkring.classifications.queries import members, number_of_groups
from postkring.contacts.actions import change_contact, create_contact, delete_contacts
from postkring.contacts.models import Contact
from postkring.kit.errors import Refused
from postkring.ledger import reports
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import LeftAlone, undo
from postkring.segments import actions as segments
from postkring.segments.models import Segment
from tests.factories import make_company, make_group, make_person, make_segment, make_user
from tests.queries import queries_of
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


def test_undo_is_a_change_set_of_its_own_that_names_what_it_undid(editor: User) -> None:
    create_contact({"name": "Papierhandel Aerts"}, by=editor)
    done = last()
    report = undo(done, by=editor)
    assert report.change_set == last()
    assert (last().verb, last().undoes, last().permission) == ("undo", done, "edit_contacts")
    assert last().counts == {"undone": 1, "left": 0}
    assert last().sentences["en"] == f"Undone: {done.sentences['en']}"
    assert last().sentences["nl"].endswith(done.sentences["nl"])
    assert not Contact.objects.exists()


def test_a_change_set_is_undone_once(editor: User) -> None:
    create_contact({"name": "Papierhandel Aerts"}, by=editor)
    done = last()
    undo(done, by=editor)
    before = everything()
    with pytest.raises(Refused):
        undo(done, by=editor)
    assert everything() == before


def test_undoing_an_undo_does_the_act_again_and_so_on(editor: User) -> None:
    contact = make_company()
    groups.add_to_group(Contact.objects.all(), make_group(), by=editor)
    done, in_group = last(), snapshot()
    sentence = done.sentence
    for said in ("Undone: ", "Done again: ", "Undone: ", "Done again: "):
        undo(done.standing() or last(), by=editor)
        assert last().sentence == said + sentence
        assert number_of_groups(contact) == (1 if said == "Done again: " else 0)
    assert snapshot() == in_group
    assert done.standing() == last()


def test_a_long_chain_of_undos_takes_the_queries_of_a_short_one(editor: User) -> None:
    make_company()
    groups.add_to_group(Contact.objects.all(), make_group(), by=editor)
    done = last()
    queries = [queries_of(lambda: undo(ChangeSet.objects.get(pk=last().pk), by=editor)) for _ in range(20)]
    assert queries[-1] == queries[1]
    newest = last()
    assert queries_of(newest.standing) == 1
    assert (newest.original(), newest.takes_back, done.standing()) == (done, False, newest)
    assert newest.undoes is not None
    assert newest.undoes.standing() is None


def test_what_was_undone_and_redone_and_undone_stands_in_nobodys_way(editor: User) -> None:
    contact = create_contact({"name": "Papierhandel Aerts"}, by=editor)
    created = last()
    change_contact(contact, {"name": "Papierhandel Claes"}, by=editor)
    changed = last()
    undo(changed, by=editor)
    undo(last(), by=editor)
    undo(changed, by=editor)
    report = undo(created, by=editor)
    assert (report.undone, report.left) == (1, 0)
    assert not Contact.objects.exists()


def test_a_created_row_that_was_changed_since_is_left_alone_and_named(editor: User) -> None:
    contact = create_contact({"name": "Papierhandel Aerts"}, by=editor)
    created = last()
    change_contact(contact, {"city": "Gent"}, by=editor)
    before = everything()
    report = undo(created, by=editor)
    assert (report.undone, report.left, report.change_set) == (0, 1, None)
    assert report.not_undone == [LeftAlone(f"{contact.number} Papierhandel Aerts", "It was changed again since.")]
    assert everything() == before


def test_an_undo_that_could_take_nothing_back_may_be_tried_again(editor: User) -> None:
    group = groups.create_group("VERHUIZING", by=editor)
    created = last()
    groups.add_to_group(Contact.objects.filter(pk=make_company().pk), group, by=editor)
    assert reasons(undo(created, by=editor).not_undone) == ["It is in use by now."]
    groups.take_out_of_group(Contact.objects.all(), group, by=editor)
    assert undo(created, by=editor).undone == 1
    assert not MailingGroup.objects.exists()


def test_columns_changed_since_are_left_alone_and_the_others_go_back(editor: User) -> None:
    contact = make_company(name="Aerts", city="Gent", phone="03 01 02")
    change_contact(contact, {"city": "Luik", "phone": "04 01 02"}, by=editor)
    older = last()
    change_contact(contact, {"city": "Ieper"}, by=editor)
    report = undo(older, by=editor)
    contact.refresh_from_db()
    assert (contact.city, contact.phone) == ("Ieper", "03 01 02")
    assert (report.undone, report.left, report.change_set) == (0, 1, last())
    assert report.not_undone == [LeftAlone(f"{contact.number} Aerts", "Part of it was changed again since; the rest went back.")]


def test_a_created_contact_that_stands_in_a_group_is_left_alone(editor: User) -> None:
    contact = create_contact({"name": "Aerts"}, by=editor)
    created = last()
    groups.add_to_group(Contact.objects.all(), make_group(), by=editor)
    report = undo(created, by=editor)
    assert report.not_undone == [LeftAlone(f"{contact.number} Aerts", "It is in use by now.")]
    assert number_of_groups(contact) == 1


def test_a_created_contact_that_stands_on_a_line_is_left_alone(marketer: User) -> None:
    contact = create_contact({"name": "Aerts"}, by=marketer)
    created = last()
    segments.add_line(make_segment(), contact.number, by=marketer)
    report = undo(created, by=marketer)
    assert report.not_undone == [LeftAlone(f"{contact.number} Aerts", "It is in use by now.")]
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_a_created_company_with_persons_is_left_alone(editor: User) -> None:
    company = create_contact({"name": "Aerts"}, by=editor)
    created = last()
    make_person(company=company)
    assert reasons(undo(created, by=editor).not_undone) == ["It is in use by now."]
    assert Contact.objects.count() == 2


def test_a_created_segment_with_lines_is_left_alone(marketer: User) -> None:
    segment = segments.create_segment(by=marketer)
    created = last()
    segments.add_line(segment, make_company().number, by=marketer)
    assert reasons(undo(created, by=marketer).not_undone) == ["It is in use by now."]
    assert Segment.objects.count() == 1


def test_a_created_user_who_did_something_is_left_alone(administrator: User) -> None:
    colleague = make_user(Role.EDITOR)
    create_contact({"name": "Aerts"}, by=colleague)
    with_act = ChangeSet.objects.get(verb="contact.create")
    undo(with_act, by=administrator)
    assert User.objects.filter(pk=colleague.pk).exists()


def test_what_is_gone_already_is_reported(editor: User) -> None:
    contact = create_contact({"name": "Aerts"}, by=editor)
    created = last()
    delete_contacts(Contact.objects.all(), by=editor)
    report = undo(created, by=editor)
    assert (report.undone, report.left, report.change_set) == (0, 1, None)
    assert report.not_undone == [LeftAlone(f"{contact.number} Aerts", "It was changed again since.")]


def test_a_membership_that_ended_since_is_reported(editor: User) -> None:
    make_company()
    group = make_group()
    groups.add_to_group(Contact.objects.all(), group, by=editor)
    added = last()
    groups.take_out_of_group(Contact.objects.all(), group, by=editor)
    report = undo(added, by=editor)
    assert (report.undone, report.left) == (0, 1)
    assert reasons(report.not_undone) == ["It was changed again since."]


def test_a_membership_that_began_again_since_is_reported_and_stays_one(editor: User) -> None:
    contact = make_company()
    group = make_group(members=[contact])
    groups.take_out_of_group(Contact.objects.all(), group, by=editor)
    removed = last()
    groups.add_to_group(Contact.objects.all(), group, by=editor)
    report = undo(removed, by=editor)
    assert (report.undone, report.left) == (0, 1)
    assert number_of_groups(contact) == 1


def test_half_of_an_act_goes_back_when_the_other_half_was_changed_since(editor: User) -> None:
    stays, goes = make_company(), make_company()
    group = make_group()
    groups.add_to_group(Contact.objects.all(), group, by=editor)
    added = last()
    groups.take_out_of_group(Contact.objects.filter(pk=stays.pk), group, by=editor)
    report = undo(added, by=editor)
    assert (report.undone, report.left) == (1, 1)
    assert last().counts == {"undone": 1, "left": 1}
    assert not members(group).filter(pk=goes.pk).exists()


def test_of_a_removal_everybody_is_put_back_or_reported_with_the_reason(editor: User) -> None:
    gone, came_back, put_back = (make_company() for _ in range(3))
    group = make_group("VERHUIZING", members=[gone, came_back, put_back])
    groups.take_out_of_group(Contact.objects.all(), group, by=editor)
    done = last()
    delete_contacts(Contact.objects.filter(pk=gone.pk), by=editor)
    groups.add_to_group(Contact.objects.filter(pk=came_back.pk), group, by=editor)
    report = undo(done, by=editor)
    assert (report.undone, report.left) == (1, 2)
    assert reasons(report.not_undone) == [reports.parent_gone(), reports.changed()]
    assert members(group).count() == MailingGroup.objects.get().contact_count == 2
