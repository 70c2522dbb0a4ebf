"""Setting up interaction templates (5.1): codes as everywhere (D1), refused while in use (D8), and all of it can be undone."""

from collections.abc import Callable
from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.accounts.undoing import undo_act
from postkring.interactions.access import template_called, template_to_change
from postkring.interactions.actions import change_template, create_template, delete_template
from postkring.interactions.models import InteractionTemplate
from postkring.kit.errors import AlreadyExists, DoesNotExist, DomainError, NotAcceptable, NotFound, Refused, TooLong
from postkring.ledger.models import ChangeSet
from postkring.segments.actions import change_segment
from tests.factories import make_segment
from tests.permissions import assert_only_with, those_who_may
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_template_is_made_changed_and_deleted_and_each_is_undone(administrator: User) -> None:
    template = create_template(" uitnod ", description="Uitnodiging", correspondence_type="Email", campaign_number="cp1", by=administrator)
    assert (template.code, template.correspondence_type, template.campaign_number) == ("UITNOD", "Email", "CP1")
    states = [snapshot()]
    change_template(template, description="Feest", campaign_number="", by=administrator)
    stored = InteractionTemplate.objects.get()
    assert (stored.description, stored.correspondence_type, stored.campaign_number) == ("Feest", "Email", "")
    states.append(snapshot())
    delete_template(template, by=administrator)
    assert not InteractionTemplate.objects.exists()
    acts = list(ChangeSet.objects.filter(verb__startswith="interaction_template").order_by("number"))
    for state in reversed(states):
        undo_act(acts.pop(), by=administrator)
        assert snapshot() == state


@pytest.mark.parametrize(
    ("code", "error"),
    [("", NotAcceptable), ("A B", NotAcceptable), ("ABCDEFGHIJKL", TooLong), ("UITNOD", AlreadyExists), ("ÜITNOD", AlreadyExists)],
)
def test_a_code_that_cannot_be_is_refused(code: str, error: type[DomainError], administrator: User) -> None:
    create_template("UITNOD", by=administrator)
    before = everything()
    with pytest.raises(error):
        create_template(code, by=administrator)
    assert everything() == before


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"description": "x" * 101}, TooLong),
        ({"correspondence_type": "Fax"}, NotAcceptable),
        ({"campaign_number": "A/B"}, NotAcceptable),
        ({"campaign_number": "x" * 21}, TooLong),
    ],
)
def test_a_value_that_cannot_be_is_refused(given: Any, error: type[DomainError], administrator: User) -> None:
    template = create_template("UITNOD", by=administrator)
    before = everything()
    with pytest.raises(error):
        change_template(template, **given, by=administrator)
    with pytest.raises(error):
        create_template("ANDER", **given, by=administrator)
    assert everything() == before


def test_a_template_in_use_is_not_deleted(administrator: User) -> None:
    template = create_template("UITNOD", by=administrator)
    segment = make_segment()
    change_segment(segment, interaction_template="uitnod", by=administrator)
    before = everything()
    with pytest.raises(Refused, match="stands in segments"):
        delete_template(template, by=administrator)
    assert everything() == before
    change_segment(segment, interaction_template="", by=administrator)
    delete_template(template, by=administrator)


def test_a_template_that_is_gone(administrator: User) -> None:
    template = create_template("UITNOD", by=administrator)
    delete_template(template, by=administrator)
    before = everything()
    for act in (lambda: change_template(template, description="x", by=administrator), lambda: delete_template(template, by=administrator)):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        template_to_change("UITNOD", by=administrator)
    for code in ("UITNOD", "\x00", "\ud800"):
        with pytest.raises(DoesNotExist):
            template_called(code)
    assert template_called(" ") is None
    assert everything() == before


ACTS: dict[str, Callable[[InteractionTemplate, Any], object]] = {
    "create": lambda template, user: create_template("ANDER", by=user),
    "change": lambda template, user: change_template(template, description="anders", by=user),
    "delete": lambda template, user: delete_template(template, by=user),
    "fetch": lambda template, user: template_to_change(template.code, by=user),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_administrators_set_templates_up(act: str, administrator: User) -> None:
    template = create_template("UITNOD", by=administrator)
    assert_only_with(Permission.ADMINISTER, lambda user: ACTS[act](template, user))
    ACTS[act](template, those_who_may(Permission.ADMINISTER)[0])
