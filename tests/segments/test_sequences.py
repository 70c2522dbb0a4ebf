"""Any sequence of steps and Go Backs leaves what the steps that remain would make by themselves."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from postkring.accounts.models import User
from postkring.criteria.selections import Selection, selection_of
from postkring.segments.actions import add_contacts, add_line, go_back, reduce_contacts, refine_contacts, remove_line
from postkring.segments.models import Segment, SegmentLine
from postkring.segments.options import Options
from tests.factories import make_group, make_segment, many_contacts
from tests.laws import examples

pytestmark = pytest.mark.django_db

BACK = "back"


@dataclass(frozen=True)
class Step:
    """What is done, and with what: a filter on groups, or the place of a contact for a line by hand."""

    verb: str
    code: str
    place: int
    whole: bool


STEPS = st.builds(
    Step,
    verb=st.sampled_from(("add", "add", "reduce", "refine", "line", "unline", BACK, BACK)),
    code=st.sampled_from(("A", "B", "C", "<>A", "A|C", "<>''")),
    place=st.integers(0, 11),
    whole=st.booleans(),
)


@given(steps=st.lists(STEPS, max_size=12))
@settings(max_examples=examples(quick=10, full=80))
def test_what_remains_is_what_the_remaining_steps_make(marketer: User, steps: list[Step]) -> None:
    with transaction.atomic():
        contacts = list(many_contacts(12).order_by("pk"))
        for place, code in enumerate("ABC"):
            make_group(code, members=contacts[place :: 2 + place])
        numbers = [contact.number for contact in contacts]
        segment, standing = make_segment(), list[Step]()
        for step in steps:
            if step.verb == BACK:
                if standing:
                    go_back(segment, by=marketer)
                    standing.pop()
            elif _do(segment, step, numbers, marketer):
                standing.append(step)
        again = make_segment()
        for step in standing:
            assert _do(again, step, numbers, marketer)
        assert _lines(segment) == _lines(again)
        assert [step.action_number for step in segment.steps.all()] == list(range(1, len(standing) + 1))
        transaction.set_rollback(True)


def _do(segment: Segment, step: Step, numbers: list[str], by: User) -> bool:
    """Whether it could be done."""
    asked, number = selection_of([("mailingGroup", step.code)]), numbers[step.place]
    on_line = SegmentLine.objects.filter(segment=segment, contact__number=number).exists()
    if step.verb == "line":
        return not on_line and bool(add_line(segment, number, by=by))
    if step.verb == "unline":
        return on_line and bool(remove_line(segment, number, by=by))
    acts: dict[str, Callable[[Selection], object]] = {
        "add": lambda selection: add_contacts(segment, selection, Options(expand_companies=step.whole), by=by),
        "reduce": lambda selection: reduce_contacts(segment, selection, entire_companies=step.whole, by=by),
        "refine": lambda selection: refine_contacts(segment, selection, entire_companies=step.whole, by=by),
    }
    acts[step.verb](asked)
    return True


def _lines(segment: Segment) -> list[tuple[int, int]]:
    return list(segment.lines.order_by("line_number").values_list("line_number", "contact_id"))
