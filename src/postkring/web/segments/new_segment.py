from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.kit.errors import DomainError
from postkring.segments.actions import create_segment
from postkring.web.changes.acts import last_act, tell
from postkring.web.once import keep, kept, sending
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.segments.forms import NewSegmentForm

# What a new segment may be made for: the name in the URL, and the page that takes it then.
THEN: Final = {"code": "segment_reuse_criteria", "segment_number": "segment_reuse_segment"}


def new_segment(request: Request) -> HttpResponse:
    asked = {name: request.GET[name] for name in THEN if name in request.GET}
    form = NewSegmentForm(request.POST if request.method == "POST" else None, initial=asked, by=request.user)
    if form.is_valid():
        try:
            return done(request, _made(request, form))
        except DomainError as error:
            form.refuse(error)
    context = {"title": pgettext("task.new_segment", "New segment"), "form": form}
    return answer(request, "segments/new.html", context, status=INVALID if form.errors else 200)


def _made(request: Request, form: NewSegmentForm) -> str:
    """The card of the new segment; for a form that is sent again, of the one that its first sending made."""
    typed = form.cleaned_data
    with sending(form, by=request.user) as first:
        number = "" if first else kept(form, by=request.user)
        if not number:
            segment = create_segment(
                description=typed["description"],
                number=typed["number"],
                day=typed["date"],
                salesperson=typed.get("salesperson", ""),
                campaign_number=typed["campaign_number"],
                by=request.user,
            )
            tell(request, last_act(segment, by=request.user))
            number = segment.number
            keep(form, number, by=request.user)
    return _next(number, typed)


def _next(number: str, typed: Mapping[str, Any]) -> str:
    """The card, or the page for whose sake the segment was made."""
    for name, page in THEN.items():
        if typed[name]:
            return reverse(page, args=[number], query={name: typed[name]})
    return reverse("segment", args=[number])
