"""In which segments a contact is chosen: a criterion that this room adds. As for groups, an expression is about the whole set."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import pgettext, pgettext_lazy

from postkring.contacts.models import Contact
from postkring.criteria.columns import NumberCriterion
from postkring.criteria.criterion import named
from postkring.criteria.examples import CODES, of_values
from postkring.criteria.expressions import Node, quoted
from postkring.kit.refusals import unknown
from postkring.kit.sql import stands_in
from postkring.segments.models import Segment, SegmentLine
from postkring.segments.queries import segments_of


class SegmentCriterion(NumberCriterion):
    def __init__(self) -> None:
        super().__init__("segment", pgettext_lazy("page.segment", "Segment"), "number")

    def check(self, node: Node, raw: str) -> None:
        super().check(node, raw)
        wanted = {self.comparable(operand): operand for operand in named(node)}
        known = set(Segment.objects.filter(number__in=wanted).values_list("number", flat=True))
        for number, operand in wanted.items():
            if number not in known:
                raise unknown(operand.text, pgettext("page.segments", "Segments"), position=operand.start + 1)

    def examples(self) -> Sequence[str]:
        """The newest ones, for an older one is seldom asked for."""
        numbers = list(Segment.objects.order_by("-date", "-pk").values_list("number", flat=True)[:2])
        return of_values([quoted(number) for number in numbers]) if numbers else CODES

    def seen(self, contact: Contact) -> str | None:
        return ", ".join(segments_of(contact).values_list("number", flat=True))

    def empty(self) -> Q:
        return ~stands_in(SegmentLine.objects.all(), "contact")

    def _holds(self, condition: Q) -> Q:
        return stands_in(SegmentLine.objects.filter(segment__in=Segment.objects.filter(condition).values("pk")), "contact")
