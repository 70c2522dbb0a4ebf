"""Reduce and Refine: criteria on the left, on the right which contacts would go and which would stay."""

from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse

from postkring.criteria.selections import Selection
from postkring.segments.access import segment_to_change
from postkring.segments.models import Segment, SegmentLine, StepAction
from postkring.segments.queries import SAMPLE
from postkring.segments.reduction import REMOVED, STAYING, reduction, reduction_sets
from postkring.web.frame import is_part
from postkring.web.pages import INVALID, answer, part
from postkring.web.request import Request
from postkring.web.segments.add_contacts import linked
from postkring.web.segments.criteria_form import CriteriaForm
from postkring.web.segments.previewed import PAGES, preview_urls
from postkring.web.segments.stepping import form_of, number_shown, taken
from postkring.web.tasks.doing import Outcome, do
from postkring.work.segments import step_arguments

_PREVIEWS: Final = {StepAction.REDUCE: "segments/preview_reduce.html", StepAction.REFINE: "segments/preview_refine.html"}
_SAID: Final = {StepAction.REDUCE: "segments/preview_reduce_sentence.html", StepAction.REFINE: "segments/preview_refine_sentence.html"}


def reduce(request: Request, number: str) -> HttpResponse:
    return _take_away(request, number, StepAction.REDUCE)


def refine(request: Request, number: str) -> HttpResponse:
    return _take_away(request, number, StepAction.REFINE)


def _take_away(request: Request, number: str, action: StepAction) -> HttpResponse:
    segment, form = segment_to_change(number, by=request.user), form_of(request, action)
    if "remove" not in request.POST or not form.is_valid():
        return _page(request, segment, form)
    selection = form.selection()
    if selection is None:
        return _page(request, segment, form, nothing_chosen=True)
    done = taken(request, segment, form, lambda: _do(request, segment, form, selection))
    return done or _page(request, segment, form, selection=selection)


def _do(request: Request, segment: Segment, form: CriteriaForm, selection: Selection) -> Outcome:
    options, shown = form.options(), number_shown(request, "remove")
    rows = reduction(segment, form.action, selection, options).removed if shown is None else shown
    expected = None if shown is None else {REMOVED: shown}
    arguments = {**step_arguments(segment, form.action, selection, options), "expected": expected, "rows": rows}
    return do(request, "segment_less", arguments, rows=rows, origin=reverse("segment", args=[segment.number]))


def _page(
    request: Request, segment: Segment, form: CriteriaForm, *, selection: Selection | None = None, nothing_chosen: bool = False
) -> HttpResponse:
    context = {
        "title": PAGES[form.action][2],
        "segment": segment,
        "form": form,
        "preview_template": _PREVIEWS[form.action],
        "said_template": _SAID[form.action],
        "nothing_chosen": nothing_chosen,
        **_preview(segment, form, selection or form.selection()),
    }
    if is_part(request):
        return part(request, "segments/preview_part.html", context)
    return answer(request, "segments/add_contacts.html", context, status=INVALID if form.errors or nothing_chosen else 200)


def _preview(segment: Segment, form: CriteriaForm, selection: Selection | None) -> dict[str, Any]:
    if selection is None:
        return {"preview": None, "everybody": None if form.has_filters else SegmentLine.objects.filter(segment=segment).count()}
    options = form.options()
    seen = reduction(segment, form.action, selection, options)
    urls = preview_urls(segment, selection, options, form.action)
    going = reduction_sets(segment, form.action, selection, options)[REMOVED]
    return {
        "preview": seen,
        "urls": urls,
        "total": seen.removed + seen.staying,
        "linked": linked(urls, {REMOVED: seen.removed, STAYING: seen.staying}),
        "sample": list(going.order_by("sort_name", "pk")[:SAMPLE]) if seen.removed else [],
        "everybody": seen.removed + seen.staying if selection.everybody else None,
    }
