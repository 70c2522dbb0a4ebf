"""Who may do what with segments (decisions.md, Permissions). Whatever is not granted is refused, and nothing happens."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest

from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY
from postkring.kit.errors import NotFound
from postkring.ledger.models import ChangeSet
from postkring.segments import actions as segments
from postkring.segments.access import segment_to_change, segment_to_read
from postkring.segments.models import Segment
from tests.factories import make_company, make_segment
from tests.permissions import assert_only_with, those_who_may

pytestmark = pytest.mark.django_db

Act = Callable[[Segment, Contact, Any], object]

ACTS: Final[dict[str, Act]] = {
    "create": lambda segment, outside, user: segments.create_segment(by=user),
    "change": lambda segment, outside, user: segments.change_segment(segment, description="anders", day=date(2026, 1, 1), by=user),
    "delete": lambda segment, outside, user: segments.delete_segment(segment, by=user),
    "add contacts": lambda segment, outside, user: segments.add_contacts(segment, EVERYBODY, by=user),
    "add line": lambda segment, outside, user: segments.add_line(segment, outside.number, by=user),
    "remove line": lambda segment, outside, user: segments.remove_line(segment, segment.lines.get().contact.number, by=user),
    "go back": lambda segment, outside, user: segments.go_back(segment, by=user),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_refused_to_everybody_who_may_not_change_segments(act: str) -> None:
    segment, outside = make_segment(contacts=[make_company()]), make_company()
    assert_only_with(Permission.EDIT_SEGMENTS, lambda user: ACTS[act](segment, outside, user))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("place", range(2))
def test_an_act_is_done_for_everybody_who_may(act: str, place: int) -> None:
    segment, outside = make_segment(contacts=[make_company()]), make_company()
    user = those_who_may(Permission.EDIT_SEGMENTS)[place]
    ACTS[act](segment, outside, user)
    done = ChangeSet.objects.latest("number")
    assert (done.by, done.permission) == (user, "edit_segments")


def test_a_segment_is_fetched_to_read_by_everybody_who_may_read() -> None:
    segment = make_segment()
    assert_only_with(Permission.READ, lambda user: segment_to_read(segment.number, by=user))
    for user in those_who_may(Permission.READ):
        assert segment_to_read(f" {segment.number.lower()} ", by=user) == segment


def test_a_segment_is_fetched_to_change_by_everybody_who_may_change_segments() -> None:
    segment = make_segment()
    assert_only_with(Permission.EDIT_SEGMENTS, lambda user: segment_to_change(segment.number, by=user))
    for user in those_who_may(Permission.EDIT_SEGMENTS):
        assert segment_to_change(segment.number, by=user) == segment
        for number in ("SM9", "", "\x00", "\ud800"):
            with pytest.raises(NotFound):
                segment_to_change(number, by=user)
