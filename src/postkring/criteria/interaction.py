"""What was said to a contact, by the log of interactions: one entry must satisfy all fields that are asked about.

Every operator is about the one entry (decisions.md, Filter expressions 8): `<>A` is "an entry with another template", never "no entry
with A". A company is found by entries of its own, not by those of its persons (R-4208); canceled entries count unless they are filtered
on (R-4209).
"""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Model, Q
from django.utils import formats
from django.utils.translation import pgettext, pgettext_lazy

from postkring.contacts.models import Contact
from postkring.criteria.columns import ChoiceCriterion, FlagCriterion, NumberCriterion, ReferenceCriterion, TextCriterion
from postkring.criteria.criterion import Criterion, named
from postkring.criteria.days import DayCriterion
from postkring.criteria.errors import unclear
from postkring.criteria.expressions import And, Node, Or
from postkring.criteria.rows import Row, fields_in, read_row, settled_row
from postkring.criteria.salesperson import SalespersonCriterion
from postkring.interactions.models import Evaluation, InteractionLogEntry, InteractionTemplate
from postkring.kit.refusals import unknown
from postkring.kit.sql import stands_in
from postkring.kit.text import Words
from postkring.setup.models import Salesperson

_TEMPLATE: Final = pgettext_lazy("field.interaction_template_code", "Interaction Template Code")
_SEEN: Final = 3  # of the newest entries


class _LoggedCode(ReferenceCriterion):
    """A code as the log keeps it: the text of one that existed, and no reference to it."""

    def __init__(self, key: str, label: Words, column: str, refers_to: type[Model]) -> None:
        TextCriterion.__init__(self, key, label, column)
        self.reference = column
        self.refers_to = refers_to

    def empty(self) -> Q:
        return Q(**{self.column: ""})


class _LoggedSalesperson(_LoggedCode, SalespersonCriterion):
    """With %me."""


class _LoggedSegment(NumberCriterion):
    """A segment that was logged: another one has left nothing in the log."""

    def check(self, node: Node, raw: str) -> None:
        super().check(node, raw)
        for operand in named(node):
            if not InteractionLogEntry.objects.filter(segment_number=self.comparable(operand)).exists():
                raise unknown(operand.text, pgettext("page.logged_segments", "Logged Segments"), position=operand.start + 1)


def _parts() -> dict[str, Criterion]:
    parts: tuple[Criterion, ...] = (
        DayCriterion("date", pgettext_lazy("field.date", "Date"), "date"),
        _LoggedCode("templateCode", _TEMPLATE, "template_code", InteractionTemplate),
        _LoggedSegment("segmentNumber", pgettext_lazy("field.segment_no", "Segment No."), "segment_number"),
        NumberCriterion("campaignNumber", pgettext_lazy("field.campaign_no", "Campaign No."), "campaign_number"),
        ChoiceCriterion("evaluation", pgettext_lazy("field.evaluation", "Evaluation"), "evaluation", Evaluation),
        _LoggedSalesperson("salespersonCode", pgettext_lazy("field.salesperson_code", "Salesperson Code"), "salesperson_code", Salesperson),
        FlagCriterion("canceled", pgettext_lazy("status.canceled", "Canceled"), "canceled"),
    )
    return {part.key: part for part in parts}


class InteractionCriterion(Criterion):
    kind = "row"
    operators = ()

    def __init__(self) -> None:
        super().__init__("interaction", pgettext_lazy("tab.interaction", "Interaction"))
        self.parts = MappingProxyType(_parts())

    def read(self, raw: str) -> Node:
        return self._read(raw, check=False)

    def parse(self, raw: str) -> Node:
        return self._read(raw, check=True)

    def check(self, node: Node, raw: str) -> None:
        """Every field has checked its own expression."""

    def settled(self, raw: str) -> str:
        return settled_row(self, fields_in(raw) or {})

    def examples(self) -> Sequence[str]:
        return ('{"date": "01/01/2026.."}', '{"templateCode": "A*", "canceled": "no"}')

    def condition(self, node: Node) -> Q:
        assert isinstance(node, Row)
        satisfied = [self.parts[name].condition(part) for name, part in node.parts.items()]
        entries: Any = InteractionLogEntry.objects.filter(*satisfied)
        return stands_in(entries, "contact")

    def describe(self, node: Node) -> str:
        assert isinstance(node, Row)
        said = [self._said(name, part) for name, part in node.parts.items()]
        what = f" {pgettext('ui.and', 'and')} ".join(said)
        return pgettext("filter.with_interaction", "with an interaction (%(what)s)") % {"what": what}

    def seen(self, contact: Contact) -> str | None:
        """The newest entries; that there are more is said too."""
        entries = InteractionLogEntry.objects.filter(contact=contact).order_by("-date", "-pk")[: _SEEN + 1]
        said = [f"{formats.date_format(each.date, 'SHORT_DATE_FORMAT')} {each.template_code}" for each in entries]
        return ", ".join([*said[:_SEEN], "…"] if len(said) > _SEEN else said)

    @property
    def chooses_from(self) -> type[Model]:
        return InteractionLogEntry

    def _read(self, raw: str, *, check: bool) -> Node:
        fields = fields_in(raw)
        if fields is None:
            raise unclear(raw, 1, self.examples())
        return read_row(self, fields, check=check)

    def _said(self, name: str, node: Node) -> str:
        said = self.parts[name].describe(node)
        return f"({said})" if isinstance(node, And | Or) else said
