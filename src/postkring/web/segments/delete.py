from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import npgettext

from postkring.kit.errors import NotAcceptable, Refused
from postkring.ledger.expectations import PreviewChanged
from postkring.segments.access import segment_to_change
from postkring.segments.models import Segment, SegmentLine
from postkring.web.bulk.acts import expected_in
from postkring.web.changes.acts import tell
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.tasks.doing import do


def delete(request: Request, number: str) -> HttpResponse:
    """Asks with the number of lines first, and again when it is another one by now."""
    segment = segment_to_change(number, by=request.user)
    if request.method != "POST":
        return _ask(request, segment)
    try:
        expected = expected_in(request.POST.get("expected", ""), {"lines"})
        arguments = {"number": segment.number, "expected": expected, "rows": expected["lines"]}
        outcome = do(request, "delete_segment", arguments, rows=expected["lines"], origin=reverse("segments", query={"status": "open"}))
    except (NotAcceptable, Refused, PreviewChanged) as error:
        return _ask(request, segment, refused=error.message)
    if outcome.task:
        return done(request, outcome.task)
    tell(request, outcome.change_set)
    return done(request, reverse("segments", query={"status": "open"}))


def _ask(request: Request, segment: Segment, *, refused: str = "") -> HttpResponse:
    lines = SegmentLine.objects.filter(segment=segment).count()
    title = npgettext("msg.confirm_delete", "Delete %(name)s?", "Delete %(count)s records?", 1)
    context = {
        "title": title % {"name": segment.number, "count": 1},
        "segment": segment,
        "line_count": lines,
        "expected": f"lines:{lines}",
        "refused": refused,
    }
    return answer(request, "segments/delete.html", context, status=INVALID if refused else 200)
