from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from postkring.kit.errors import DomainError
from postkring.segments.access import segment_to_change, segment_to_read
from postkring.segments.actions import clear_steps
from postkring.segments.logged import refuse_logged
from postkring.segments.models import Segment, SegmentLine
from postkring.web.changes.acts import tell
from postkring.web.filters import PANE
from postkring.web.frame import is_part
from postkring.web.listings import list_answer
from postkring.web.pages import INVALID, answer, done, part
from postkring.web.request import Request
from postkring.web.segments.forms import LineForm, SegmentForm, changed_in
from postkring.web.segments.lines import ROWS, lines_context, put_in, take_out
from postkring.web.tasks.doing import do


def segment(request: Request, number: str) -> HttpResponse:
    """The card. Its forms post here, each with a field of its own name, so that the list below stays where it is."""
    if request.method != "POST":
        return _card(request, number)
    if "take_out" in request.POST:
        take_out(request, number)
        return _acted(request, number)
    if "clear_steps" in request.POST:
        tell(request, clear_steps(segment_to_change(number, by=request.user), by=request.user))
        return done(request, reverse("segment", args=[number]))
    if "contact" in request.POST:
        refused = put_in(request, number)
        return _card(request, number, line_form=refused) if refused else _acted(request, number)
    return _save(request, number)


def _save(request: Request, number: str) -> HttpResponse:
    stored, task = segment_to_change(number, by=request.user), ""
    refuse_logged({stored.pk})  # its page has no form beside which that could be said
    form = SegmentForm.about(stored, request.POST)
    if form.is_valid():
        form.merge(stored)
    try:
        if form.is_valid():
            task = change_header(request, stored, changed_in(form))
    except DomainError as error:
        form.refuse(error)
    if form.errors:
        return _card(request, number, form=form)
    return done(request, task or reverse("segment", args=[stored.number]))


def change_header(request: Request, stored: Segment, given: Mapping[str, Any]) -> str:
    """The page to follow it on, where it is done by a task: lines follow their header."""
    if not given:
        return ""
    rows = SegmentLine.objects.filter(segment=stored).count()
    header = {name: value.isoformat() if name == "day" else value for name, value in given.items()}
    arguments = {"number": stored.number, "header": header, "rows": rows}
    outcome = do(request, "change_segment", arguments, rows=rows, origin=reverse("segment", args=[stored.number]))
    tell(request, outcome.change_set)
    return outcome.task


def _acted(request: Request, number: str) -> HttpResponse:
    return _card(request, number) if is_part(request) else done(request, request.get_full_path())


def _card(request: Request, number: str, *, form: SegmentForm | None = None, line_form: LineForm | None = None) -> HttpResponse:
    shown = segment_to_read(number, by=request.user)
    context = lines_context(request, shown, line_form)
    if context["view_choice"]:
        return list_answer(request, "", "", context)
    status = INVALID if form or line_form else 200
    if is_part(request):
        # The field is ready for the next contact.
        context["line_form"].fields["contact"].widget.attrs["autofocus"] = "contact" in request.POST
        if request.htmx.target in (ROWS, PANE):
            return list_answer(request, "", "segments/line_rows.html", context)
        return part(request, "segments/lines_part.html", context, status=status)
    context |= {"title": shown.number, "form": form or SegmentForm.about(shown)}
    return answer(request, "segments/card.html", context, status=status)
