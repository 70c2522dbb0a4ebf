from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.interactions.queries import entries_of_segment
from postkring.segments.access import segment_to_change
from postkring.segments.actions import switch_canceled
from postkring.segments.logged import logged_to_change
from postkring.web.changes.acts import tell
from postkring.web.pages import answer, done
from postkring.web.request import Request


def cancel(request: Request, number: str) -> HttpResponse:
    """Asks before the cancel mark of a logged segment is turned over (R-4801); the button says which mark the user saw."""
    segment = segment_to_change(number, by=request.user)
    logged = logged_to_change(segment, by=request.user)
    if request.method == "POST":
        tell(request, switch_canceled(logged, seen=request.POST.get("seen") == "canceled", by=request.user))
        return done(request, reverse("segment", args=[segment.number]))
    context = {
        "title": pgettext("action.switch_canceled", "Switch Checkmark in Canceled"),
        "segment": segment,
        "logged": logged,
        "seen": "canceled" if logged.canceled else "standing",
        "entries": entries_of_segment(segment.number).count(),
    }
    return answer(request, "segments/cancel.html", context)
