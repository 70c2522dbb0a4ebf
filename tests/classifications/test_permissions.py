"""Who may do what with mailing groups (decisions.md, Permissions). Whatever is not granted is refused, and nothing happens."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from postkring.accounts.permissions import Permission
from postkring.classifications import actions as groups
from postkring.classifications.access import group_to_change, group_to_read
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.models import Contact
from postkring.kit.errors import NotFound
from postkring.ledger.models import ChangeSet
from tests.factories import make_company, make_group, make_person
from tests.permissions import assert_only_with, those_who_may

pytestmark = pytest.mark.django_db

Act = Callable[[MailingGroup, Any], object]

ACTS: Final[dict[str, Act]] = {
    "create": lambda group, user: groups.create_group("NIEUW", by=user),
    "describe": lambda group, user: groups.describe_group(group, "anders", by=user),
    "rename": lambda group, user: groups.rename_group(group, "ANDERS", by=user),
    "delete": lambda group, user: groups.delete_group(group, by=user),
    "empty and delete": lambda group, user: groups.empty_and_delete_group(group, by=user),
    "add": lambda group, user: groups.add_to_group(Contact.objects.all(), group, by=user),
    "take out": lambda group, user: groups.take_out_of_group(Contact.objects.all(), group, by=user),
}


def group_for(act: str) -> MailingGroup:
    """A group with one member, so that every act has something to do; an empty one to be deleted."""
    make_person()
    return make_group("GROEP", members=[] if act == "delete" else [make_company()])


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_refused_to_everybody_who_may_not_change_groups(act: str) -> None:
    group = group_for(act)
    assert_only_with(Permission.EDIT_CONTACTS, lambda user: ACTS[act](group, user))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("place", range(3))
def test_an_act_is_done_for_everybody_who_may(act: str, place: int) -> None:
    group = group_for(act)
    user = those_who_may(Permission.EDIT_CONTACTS)[place]
    ACTS[act](group, user)
    done = ChangeSet.objects.latest("number")
    assert (done.by, done.permission) == (user, "edit_contacts")


def test_a_group_is_fetched_to_read_by_everybody_who_may_read() -> None:
    group = make_group("CAFÉ")
    assert_only_with(Permission.READ, lambda user: group_to_read("CAFÉ", by=user))
    for user in those_who_may(Permission.READ):
        assert group_to_read(" café ", by=user) == group


def test_a_group_is_fetched_to_change_by_everybody_who_may_change_groups() -> None:
    group = make_group("CAFÉ")
    assert_only_with(Permission.EDIT_CONTACTS, lambda user: group_to_change("CAFÉ", by=user))
    for user in those_who_may(Permission.EDIT_CONTACTS):
        assert group_to_change("café", by=user) == group
        for code in ("CAFE", "", "\x00", "\ud800"):
            with pytest.raises(NotFound):
                group_to_change(code, by=user)
