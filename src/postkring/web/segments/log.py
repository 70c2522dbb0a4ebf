from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.kit.errors import DomainError
from postkring.segments.access import segment_to_change
from postkring.segments.actions import log_segment
from postkring.segments.actions.log import ENTRIES, blocked_lines, lines_to_log, missing
from postkring.segments.logged import refuse_logged
from postkring.segments.models import Segment
from postkring.web.bulk.acts import expected_in
from postkring.web.changes.acts import tell
from postkring.web.errors import sentences
from postkring.web.forms import PlainForm
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request


class FollowUpForm(PlainForm):
    follow_up = forms.BooleanField(label=pgettext_lazy("action.create_follow_up_segment", "Create Follow-up Segment"), required=False)


def log(request: Request, number: str) -> HttpResponse:
    """Says what logging would do and what is missing for it; posted with the number of entries, it is done."""
    segment = segment_to_change(number, by=request.user)
    if request.method != "POST":
        return _ask(request, segment)
    try:
        expected = expected_in(request.POST.get("expected", ""), {ENTRIES})
        logged = log_segment(segment, create_follow_up="follow_up" in request.POST, expected=expected, by=request.user)
    except DomainError as error:
        return _ask(request, segment, refused=sentences(error))
    tell(request, logged.change_set)
    return done(request, reverse("segment", args=[segment.number]))


def _ask(request: Request, segment: Segment, *, refused: list[str] | None = None) -> HttpResponse:
    lacking, entries = _lacking(segment), lines_to_log(segment).count()
    context = {
        "title": pgettext("action.log_segment", "Log Segment"),
        "segment": segment,
        "entries": entries,
        "expected": f"{ENTRIES}:{entries}",
        "skipped": blocked_lines(segment).count(),
        "lacking": lacking,
        "refused": [said for said in refused or [] if said not in lacking],
        "form": FollowUpForm(request.POST if request.method == "POST" else None),
    }
    return answer(request, "segments/log.html", context, status=INVALID if refused else 200)


def _lacking(segment: Segment) -> list[str]:
    try:
        refuse_logged({segment.pk})
    except DomainError as error:
        return sentences(error)
    return [each.message for each in missing(segment)]
