"""On which day, or in which period, a contact had the codes that a criterion asks for; without either, it is now.

Days are those of the organisation's time zone. `asOf` is the end of its day, as in the API's contactMailingGroups?asOf= (decisions.md,
API 5). A period begins with the start of the day `since` and ends with the end of the day `until`, both of them belong to it, and either
may be left out; a code belongs to it that the contact had at some instant in it. So `asOf` and an expression over sets of codes keep
their laws: `<>A` with a period is "never in A in it".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import pgettext, pgettext_lazy

from postkring.classifications.queries import as_of, during, end_of_day
from postkring.classifications.spec import Spec
from postkring.criteria.days import DayCriterion
from postkring.criteria.errors import FilterError, unclear
from postkring.criteria.expressions import Compare, Node
from postkring.kit.days import begins, ends
from postkring.kit.text import Words

CODE, AS_OF, SINCE, UNTIL = "code", "asOf", "since", "until"


class OneDay(DayCriterion):
    """A day alone: no range of days, and not its absence."""

    def __init__(self, key: str, label: Words) -> None:
        super().__init__(key, label, "")

    def check(self, node: Node, raw: str) -> None:
        if not isinstance(node, Compare) or node.sign != "=":
            raise unclear(raw, getattr(node, "start", 0) + 1)
        if self.day(node.operand) is None:
            raise unclear(raw, node.operand.start + 1)

    def examples(self) -> tuple[str, ...]:
        today, _, _, word = super().examples()
        return (today, word)

    def day_in(self, node: Node | None) -> date | None:
        return self.day(node.operand) if isinstance(node, Compare) else None


DAYS: Final[Mapping[str, OneDay]] = {
    AS_OF: OneDay(AS_OF, pgettext_lazy("field.situation_on", "Situation on")),
    SINCE: OneDay(SINCE, pgettext_lazy("field.starting_date", "Starting Date")),
    UNTIL: OneDay(UNTIL, pgettext_lazy("field.ending_date", "Ending Date")),
}


@dataclass(frozen=True)
class When:
    """A day of the past, or a period; neither is now."""

    day: date | None = None
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, parts: Mapping[str, Node]) -> "When":
        return cls(*(DAYS[name].day_in(parts.get(name)) for name in (AS_OF, SINCE, UNTIL)))

    def refuse_nonsense(self, key: str) -> None:
        if self.day and (self.since or self.until):
            said = pgettext("msg.day_or_period", "Give one day, or a period, not both.")
            raise FilterError(said, position=0, field=f"{key}.{AS_OF}")
        if self.since and self.until and self.until < self.since:
            said = pgettext("msg.period_ends_first", "The period ends before it begins.")
            raise FilterError(said, position=0, field=f"{key}.{UNTIL}")

    def rows(self, spec: Spec) -> QuerySet[Any]:
        """The rows of who had which code then."""
        if self.day:
            return as_of(spec.links(), end_of_day(self.day))
        if self.since or self.until:
            # Nothing has begun after today. SQLite reads a whole index where the rows need no other column than those in it.
            return during(spec.links(), begins(self.since) if self.since else None, ends(self.until or timezone.localdate()))
        return spec.standing()

    def said_of(self, criterion: str) -> str:
        values = {"criterion": criterion, "on": _said(self.day), "from": _said(self.since), "until": _said(self.until)}
        return self._pattern() % values

    def _pattern(self) -> str:
        if self.day:
            return pgettext("filter.on_day", "%(criterion)s on %(on)s")
        if self.since and self.until:
            return pgettext("filter.in_period", "%(criterion)s in the period from %(from)s up to %(until)s")
        if self.since:
            return pgettext("filter.in_period_from", "%(criterion)s in the period from %(from)s on")
        return pgettext("filter.in_period_until", "%(criterion)s in the period up to %(until)s")


def _said(day: date | None) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else ""


def code_missing(key: str) -> FilterError:
    said = pgettext("msg.day_without_code", "Fill in the code too: a day alone says nothing about who is meant.")
    return FilterError(said, position=0, field=key)
