from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import npgettext

from postkring.ledger.expectations import PreviewChanged
from postkring.segments.access import segment_to_change
from postkring.segments.actions import delete_segment
from postkring.segments.models import Segment, SegmentLine
from postkring.web.changes.acts import tell
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request

NONE_SHOWN: Final = -1  # no segment has so many lines


def delete(request: Request, number: str) -> HttpResponse:
    """Asks with the number of lines first, and again when it is another one by now."""
    segment = segment_to_change(number, by=request.user)
    if request.method != "POST":
        return _ask(request, segment)
    shown = request.POST.get("expected", "")
    lines = int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < 10 else NONE_SHOWN
    try:
        tell(request, delete_segment(segment, expected={"lines": lines}, by=request.user))
    except PreviewChanged as error:
        return _ask(request, segment, refused=error.message)
    return done(request, reverse("segments"))


def _ask(request: Request, segment: Segment, *, refused: str = "") -> HttpResponse:
    title = npgettext("msg.confirm_delete", "Delete %(name)s?", "Delete %(count)s records?", 1)
    context = {
        "title": title % {"name": segment.number, "count": 1},
        "segment": segment,
        "line_count": SegmentLine.objects.filter(segment=segment).count(),
        "refused": refused,
    }
    return answer(request, "segments/delete.html", context, status=INVALID if refused else 200)
