"""The segments of the demo organisation, made as somebody would make them: each step is an act of its own, so that Go Back takes it back.

Their numbers are outside of the series: the first segment that a newcomer makes gets the first number of it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, Final

from django.utils import timezone

from postkring.accounts.models import User
from postkring.criteria.selections import selection_of
from postkring.segments.actions import add_contacts, create_segment, reduce_contacts, refine_contacts

_STEPS: Final[Mapping[str, Callable[..., object]]] = {"add": add_contacts, "reduce": reduce_contacts, "refine": refine_contacts}
_HEADER: Final = ("number", "description", "campaign_number", "correspondence_type")


def make_segments(*, by: User) -> None:
    for facts in segment_facts():
        segment = create_segment(**{name: facts[name] for name in _HEADER}, day=day_of(facts, timezone.localdate()), by=by)
        for step in facts["steps"]:
            _STEPS[step["action"]](segment, selection_of(step["filters"].items()), by=by)


def segment_facts() -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = json.loads(files("postkring.operations.demo").joinpath("segments.json").read_text(encoding="utf-8"))
    return facts


def day_of(facts: Mapping[str, Any], today: date) -> date:
    """Whenever the demo is loaded, its mailings are still to come."""
    if "in_days" in facts:
        return today + timedelta(days=facts["in_days"])
    month, day = facts["month_and_day"]
    this_year = today.replace(month=month, day=day)
    return this_year if this_year >= today else this_year.replace(year=today.year + 1)
