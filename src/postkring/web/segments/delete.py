from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import npgettext

from postkring.segments.access import segment_to_change
from postkring.segments.actions import delete_segment
from postkring.segments.models import SegmentLine
from postkring.web.changes.acts import tell
from postkring.web.pages import answer, done
from postkring.web.request import Request


def delete(request: Request, number: str) -> HttpResponse:
    segment = segment_to_change(number, by=request.user)
    if request.method == "POST":
        tell(request, delete_segment(segment, by=request.user))
        return done(request, reverse("segments"))
    title = npgettext("msg.confirm_delete", "Delete %(name)s?", "Delete %(count)s records?", 1)
    context = {
        "title": title % {"name": segment.number, "count": 1},
        "segment": segment,
        "line_count": SegmentLine.objects.filter(segment=segment).count(),
    }
    return answer(request, "segments/delete.html", context)
