"""Several who work on mailing groups at the same moment: the later one waits, and sees what the earlier one did."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from postkring.accounts.models import Role, User
from postkring.classifications import actions as groups
from postkring.classifications.fitting import unfitting
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import counter_differences, members
from postkring.contacts.actions import delete_contacts
from postkring.contacts.actions.change import change_contact
from postkring.contacts.models import Contact, ContactType
from postkring.kit.errors import AlreadyExists, Changed, NotFound, Refused
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from tests.factories import make_code, make_company, make_group, make_user
from tests.snapshots import everything
from tests.together import at_once

at_the_same_moment = pytest.mark.usefixtures("own_database")

PATIENCE = 0.5  # seconds in which the second one has surely begun, and waits


def one_after_the_other(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """The second begins while the first is not yet committed. Gives what the second one came to."""
    written, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            first()
            written.set()
            done.wait(PATIENCE)

    def follow() -> Any:
        written.wait(10)
        try:
            return second()
        finally:
            done.set()

    return at_once(hold, follow)[1]


@pytest.fixture
def an() -> User:
    return make_user(Role.EDITOR, username="an")


@pytest.mark.django_db
def test_twice_one_after_the_other_is_once() -> None:
    make_company()
    group, editor = make_group(), make_user()
    assert groups.add_to_group(Contact.objects.all(), group, by=editor).changed == 1
    before = everything()
    again = groups.add_to_group(Contact.objects.all(), group, by=editor)
    assert (again.changed, again.unchanged, again.change_set) == (0, 1, None)
    assert everything() == before


@at_the_same_moment
def test_of_several_who_make_one_code_only_the_first_does(an: User) -> None:
    results = at_once(*[lambda code=code: groups.create_group(code, by=an) for code in ("CAFE", "café", "CAFÉ")])
    assert sum(isinstance(result, MailingGroup) for result in results) == 1
    assert sum(isinstance(result, AlreadyExists | Changed) for result in results) == 2
    assert MailingGroup.objects.count() == ChangeSet.objects.count() == 1


@at_the_same_moment
def test_a_code_taken_a_moment_ago_is_refused(an: User) -> None:
    refusal = one_after_the_other(lambda: groups.create_group("CAFÉ", by=an), lambda: groups.create_group("CAFE", by=an))
    assert isinstance(refusal, AlreadyExists | Changed)
    assert list(MailingGroup.objects.values_list("code", flat=True)) == ["CAFÉ"]


@at_the_same_moment
def test_a_code_given_to_another_group_a_moment_ago_is_refused(an: User) -> None:
    first, second = make_group("A"), make_group("B")
    refusal = one_after_the_other(lambda: groups.rename_group(first, "C", by=an), lambda: groups.rename_group(second, "C", by=an))
    assert isinstance(refusal, AlreadyExists | Changed)
    assert list(MailingGroup.objects.values_list("code", flat=True)) == ["B", "C"]


@at_the_same_moment
def test_one_contact_put_into_one_group_by_several_is_in_it_once(an: User) -> None:
    make_company()
    group = make_group()
    results = at_once(*[lambda: groups.add_to_group(Contact.objects.all(), group, by=an)] * 4)
    assert sorted(result.changed for result in results) == [0, 0, 0, 1]
    assert ContactMailingGroup.objects.count() == 1
    assert not counter_differences().exists()


@at_the_same_moment
def test_the_counter_is_right_when_one_joins_while_another_is_deleted(an: User) -> None:
    leaving, joining = make_company(), make_company()
    group = make_group(members=[leaving])
    one_after_the_other(
        lambda: groups.add_to_group(Contact.objects.filter(pk=joining.pk), group, by=an),
        lambda: delete_contacts(Contact.objects.filter(pk=leaving.pk), by=an),
    )
    assert MailingGroup.objects.get().contact_count == 1
    assert list(members(group)) == [joining]


@at_the_same_moment
def test_who_joins_a_group_while_being_deleted_leaves_it_again(an: User) -> None:
    contact = make_company(number="K1")
    group = make_group()
    one_after_the_other(
        lambda: groups.add_to_group(Contact.objects.filter(pk=contact.pk), group, by=an),
        lambda: delete_contacts(Contact.objects.filter(pk=contact.pk), by=an),
    )
    row = ContactMailingGroup.objects.get()
    assert (row.contact_number, row.ended_by) == ("K1", ChangeSet.objects.latest("number"))
    assert MailingGroup.objects.get().contact_count == 0


@at_the_same_moment
def test_nobody_joins_a_group_after_being_deleted(an: User) -> None:
    contact = make_company()
    group = make_group()
    came_to = one_after_the_other(
        lambda: delete_contacts(Contact.objects.filter(pk=contact.pk), by=an),
        lambda: groups.add_to_group(Contact.objects.filter(pk=contact.pk), group, by=an),
    )
    assert isinstance(came_to, Changed) or came_to.changed == 0
    assert not ContactMailingGroup.objects.exists()


@at_the_same_moment
def test_groups_and_contacts_in_any_order_do_not_wait_in_a_circle(an: User) -> None:
    contacts = [make_company() for _ in range(20)]
    first, second = make_group("A"), make_group("B")
    forth, back = Contact.objects.order_by("pk"), Contact.objects.order_by("-pk")
    results = at_once(
        *[lambda group=group, rows=rows: groups.add_to_group(rows, group, by=an) for group in (first, second) for rows in (forth, back)]
    )
    assert sorted(result.changed for result in results) == [0, 0, 20, 20]
    assert not counter_differences().exists()
    assert ContactMailingGroup.objects.count() == 2 * len(contacts)


@at_the_same_moment
def test_nobody_joins_a_group_that_was_deleted_a_moment_ago(an: User) -> None:
    make_company()
    group = make_group()
    refusal = one_after_the_other(
        lambda: groups.delete_group(group, by=an), lambda: groups.add_to_group(Contact.objects.all(), group, by=an)
    )
    assert isinstance(refusal, NotFound)
    assert not ContactMailingGroup.objects.exists()


@at_the_same_moment
def test_a_group_that_somebody_joined_a_moment_ago_is_not_deleted(an: User) -> None:
    make_company()
    group = make_group()
    refusal = one_after_the_other(
        lambda: groups.add_to_group(Contact.objects.all(), group, by=an), lambda: groups.delete_group(group, by=an)
    )
    assert isinstance(refusal, Refused)
    assert MailingGroup.objects.get().contact_count == 1


@at_the_same_moment
def test_an_act_is_undone_once_by_however_many(an: User) -> None:
    make_company()
    groups.add_to_group(Contact.objects.all(), make_group(), by=an)
    done = ChangeSet.objects.latest("number")
    results = at_once(*[lambda: undo(done, by=an)] * 3)
    assert sorted(type(result).__name__ for result in results) == ["Refused", "Refused", "UndoReport"]
    assert not ContactMailingGroup.objects.filter(ended_at__isnull=True).exists()
    assert MailingGroup.objects.get().contact_count == 0


@at_the_same_moment
def test_a_code_is_given_while_the_type_changes() -> None:
    """R-2201: whichever comes first, no person is left with an industry group."""
    company, group, editor = make_company(), make_code(INDUSTRY_GROUPS), make_user()
    one = Contact.objects.filter(pk=company.pk)

    def give() -> Any:
        return groups.add_to_group(one, group, by=editor)

    def turn() -> Any:
        return change_contact(company, {"type": ContactType.PERSON}, by=editor)

    assert isinstance(one_after_the_other(turn, give), Changed | Refused)
    assert not INDUSTRY_GROUPS.links().exists()
    change_contact(company, {"type": ContactType.COMPANY}, by=editor)
    assert isinstance(one_after_the_other(give, turn), Refused)
    assert not unfitting(INDUSTRY_GROUPS.standing()).exists()
    assert members(group).get() == company
