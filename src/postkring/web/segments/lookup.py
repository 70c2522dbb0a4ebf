from django.http import HttpResponse

from postkring.lists.filters import condition_of, filters_of
from postkring.lists.listing import ListState, Order, listing
from postkring.lists.segments import SEGMENTS
from postkring.segments.models import Segment
from postkring.web.forms import Choice
from postkring.web.pages import part
from postkring.web.request import Request

OFFERED = 8


def segment_lookup(request: Request) -> HttpResponse:
    """Segments by number or description, the newest first; with `status` those that are open, or that are logged."""
    newest = ListState(text=request.GET.get("q", "").strip(), orders=(Order("number", descending=True),))
    wanted = filters_of(SEGMENTS, {"status": request.GET.get("status", "")})
    found = listing(SEGMENTS, Segment.objects.filter(condition_of(wanted)), newest).rows
    choices = [Choice(each.number, note=each.description) for each in found[:OFFERED]]
    return part(request, "components/lookup_options.html", {"choices": choices, "more": len(found) > OFFERED})
