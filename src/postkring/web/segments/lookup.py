from django.http import HttpResponse

from postkring.lists.listing import ListState, Order, listing
from postkring.lists.segments import SEGMENTS
from postkring.segments.models import Segment
from postkring.web.forms import Choice
from postkring.web.pages import part
from postkring.web.request import Request

OFFERED = 8


def segment_lookup(request: Request) -> HttpResponse:
    """Segments by number or description, the newest first."""
    newest = ListState(text=request.GET.get("q", "").strip(), orders=(Order("number", descending=True),))
    found = listing(SEGMENTS, Segment.objects.all(), newest).rows
    choices = [Choice(each.number, note=each.description) for each in found[:OFFERED]]
    return part(request, "components/lookup_options.html", {"choices": choices, "more": len(found) > OFFERED})
