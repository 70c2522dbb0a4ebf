"""What another takes away in the middle of an act: no membership is left of a contact or a group that is gone, and no page breaks."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.test import Client

from postkring.accounts.models import Role, User
from postkring.classifications import actions as groups
from postkring.classifications import undoing
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import counter_differences
from postkring.contacts.actions import delete_contacts
from postkring.contacts.models import Contact, ContactStamp
from postkring.kit.errors import Changed, DomainError
from postkring.ledger import acts
from postkring.ledger.models import ChangeSet
from postkring.ledger.standing import parent_gone, standing
from postkring.ledger.undo import undo
from postkring.segments.models import SegmentLine, SegmentStep
from tests.factories import make_company, make_group, make_segment, make_user
from tests.people import client_of
from tests.together import Meanwhile

pytestmark = pytest.mark.usefixtures("own_database")

InTheMiddle = Callable[[Any, str, Callable[[], Any]], Meanwhile]


@pytest.fixture
def an() -> User:
    return make_user(Role.ADMINISTRATOR, username="an")


@pytest.fixture
def in_the_middle(monkeypatch: pytest.MonkeyPatch) -> InTheMiddle:
    """Another acts just before the first call of a function of a module."""

    def before(module: Any, name: str, act: Callable[[], Any]) -> Meanwhile:
        other, real = Meanwhile(act), getattr(module, name)

        def hooked(*arguments: Any, **more: Any) -> Any:
            other()
            return real(*arguments, **more)

        monkeypatch.setattr(module, name, hooked)
        return other

    return before


def delete(contact: Contact, by: User) -> Callable[[], Any]:
    return lambda: delete_contacts(Contact.objects.filter(pk=contact.pk), by=by)


def outcome(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except DomainError as refusal:
        return refusal


def assert_nothing_stands_alone() -> None:
    assert not ContactMailingGroup.objects.filter(standing() & parent_gone(ContactMailingGroup)).exists()
    assert not counter_differences().exists()


@pytest.mark.parametrize("place", [(groups, "touch"), (groups, "recount"), (acts, "parents_held")])
def test_who_is_deleted_while_being_put_into_a_group_is_not_in_it(an: User, in_the_middle: InTheMiddle, place: tuple[Any, str]) -> None:
    contact, group = make_company(), make_group()
    other = in_the_middle(*place, delete(contact, an))
    outcome(lambda: groups.add_to_group(Contact.objects.all(), group, by=an))
    other.came_to()
    assert not Contact.objects.exists()
    assert_nothing_stands_alone()


@pytest.mark.parametrize("place", [(undoing, "recount"), (acts, "writes_alone")])
def test_a_group_deleted_while_a_removal_is_undone_has_nobody(an: User, in_the_middle: InTheMiddle, place: tuple[Any, str]) -> None:
    contact = make_company()
    group = make_group(members=[contact])
    removed = groups.take_out_of_group(Contact.objects.all(), group, by=an).change_set
    assert removed is not None
    other = in_the_middle(*place, lambda: groups.delete_group(group, by=an))
    came_to = outcome(lambda: undo(removed, by=an))
    refused = isinstance(other.came_to(), DomainError)
    assert isinstance(came_to, Changed) != refused
    assert MailingGroup.objects.exists() == refused
    assert_nothing_stands_alone()


@pytest.mark.parametrize("place", [(acts, "insert_from"), (acts, "writes_alone"), (undoing, "touch")])
def test_a_contact_deleted_while_a_removal_is_undone_is_in_no_group(an: User, in_the_middle: InTheMiddle, place: tuple[Any, str]) -> None:
    contact, stays = make_company(), make_company()
    removed = groups.take_out_of_group(Contact.objects.all(), make_group(members=[contact, stays]), by=an).change_set
    assert removed is not None
    other = in_the_middle(*place, delete(contact, an))
    came_to = outcome(lambda: undo(removed, by=an))
    other.came_to()
    assert ContactMailingGroup.objects.filter(standing()).count() == (0 if isinstance(came_to, Changed) else Contact.objects.count())
    assert_nothing_stands_alone()


def test_who_is_put_into_a_group_while_their_making_is_undone_stands_in_none(an: User, in_the_middle: InTheMiddle) -> None:
    make_company()
    made, group = ChangeSet.objects.latest("number"), make_group()
    other = in_the_middle(groups, "recount", lambda: undo(made, by=an))
    assert groups.add_to_group(Contact.objects.all(), group, by=an).changed == 1
    assert other.came_to().left == 1
    assert Contact.objects.count() == 1
    assert_nothing_stands_alone()


def test_a_page_that_makes_a_group_says_that_its_contact_was_deleted(an: User, in_the_middle: InTheMiddle) -> None:
    contact = make_company()
    ContactStamp.objects.all().delete()
    browser = patient(an)
    other = in_the_middle(groups, "recount", delete(contact, an))
    answer = browser.post(f"/contacts/{contact.number}/mailing-groups", {"code": "NIEUW", "create": "1"})
    other.came_to()
    assert answer.status_code in (302, 422)
    assert MailingGroup.objects.exists() == (answer.status_code == 302)
    assert_nothing_stands_alone()


def test_a_page_that_adds_contacts_says_that_one_was_deleted(an: User, in_the_middle: InTheMiddle) -> None:
    contact, segment = make_company(), make_segment()
    browser, address = patient(an), f"/segments/{segment.number}/add-contacts"
    once = re.search(r'name="once" value="([^"]+)"', browser.get(address).content.decode())
    assert once is not None
    other = in_the_middle(import_module("postkring.segments.actions.add_contacts"), "record_step", delete(contact, an))
    answer = browser.post(address, {"type": "Company", "criterion-type": "Company", "add": "1", "once": once.group(1)})
    other.came_to()
    assert answer.status_code < 500
    assert SegmentLine.objects.count() == Contact.objects.count() == SegmentStep.objects.count()


def patient(user: User) -> Client:
    browser = client_of(user)
    browser.raise_request_exception = False
    return browser
