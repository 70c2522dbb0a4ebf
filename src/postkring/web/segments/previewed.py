"""The contacts behind each number of the preview of a step. The filters stand in the URL."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED
from postkring.contacts.models import ContactQuerySet
from postkring.criteria.catalogue import criteria
from postkring.criteria.rows import spread
from postkring.criteria.selections import EVERYBODY, Selection
from postkring.lists.segments import TOUCHED
from postkring.segments.access import segment_to_change
from postkring.segments.models import Segment, StepAction
from postkring.segments.options import Options, as_data
from postkring.segments.queries import ADDED, LEFT_OUT, UNCHANGED, previewed_as
from postkring.segments.reduction import REMOVED, STAYING, reduction_sets
from postkring.segments.words import step_in_words
from postkring.web.frame import is_part
from postkring.web.listings import listed, table
from postkring.web.pages import answer, part
from postkring.web.request import Request
from postkring.web.segments.criteria_form import CriteriaForm
from postkring.web.segments.steps import SHOWN, contact_columns

PARTS: Final = (ADDED, UNCHANGED, LEFT_OUT, PRIVACY_BLOCKED, EXCLUDED)
PARTS_LESS: Final = (REMOVED, STAYING)

# The page that asks for a step, the one with the contacts behind its numbers, and what both are called.
PAGES: Final = {
    StepAction.ADD: ("segment_add_contacts", "segment_preview", pgettext_lazy("page.add_contacts", "Add Contacts")),
    StepAction.REDUCE: ("segment_reduce", "segment_reduce_preview", pgettext_lazy("page.reduce_contacts", "Remove Contacts - Reduce")),
    StepAction.REFINE: ("segment_refine", "segment_refine_preview", pgettext_lazy("page.refine_contacts", "Remove Contacts - Refine")),
}


def filters_of(selection: Selection, options: Options, action: StepAction) -> dict[str, str]:
    """What was asked as the fields of the page of the step."""
    filters = {"everybody": "on"} if selection == EVERYBODY else {}
    for each in selection.criteria:
        filters |= spread(criteria()[each.key], each.filter)
    return filters | {name: "on" for name, on in as_data(options, action).items() if on}


def criteria_url(
    segment: Segment,
    selection: Selection,
    options: Options,
    action: StepAction = StepAction.ADD,
    *,
    changed: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The page of the step with these filters and options filled in, but for those that are `changed`."""
    return reverse(PAGES[action][0], args=[segment.number], query=filters_of(selection, options, action) | dict(changed))


def preview_urls(segment: Segment, selection: Selection, options: Options, action: StepAction = StepAction.ADD) -> Mapping[str, str]:
    """For each number of the preview the page with exactly those contacts."""
    filters, parts = filters_of(selection, options, action), PARTS if action == StepAction.ADD else PARTS_LESS
    return {shown: reverse(PAGES[action][1], args=[segment.number], query={"show": shown} | filters) for shown in parts}


def previewed(request: Request, number: str) -> HttpResponse:
    return _previewed(request, number, StepAction.ADD)


def reduce_previewed(request: Request, number: str) -> HttpResponse:
    return _previewed(request, number, StepAction.REDUCE)


def refine_previewed(request: Request, number: str) -> HttpResponse:
    return _previewed(request, number, StepAction.REFINE)


def _previewed(request: Request, number: str, action: StepAction) -> HttpResponse:
    segment = segment_to_change(number, by=request.user)
    form = CriteriaForm(request.GET, action=action)
    form.refuse_unknown_names()
    selection = form.selection()
    if selection is None:
        # What cannot be read is mended where it was typed.
        return HttpResponseRedirect(reverse(PAGES[action][0], args=[segment.number], query=request.GET))
    options, parts = form.options(), PARTS if action == StepAction.ADD else PARTS_LESS
    shown = request.GET.get("show", "")
    if shown not in parts:
        shown = parts[0]
    found = listed(request, TOUCHED, _behind(shown, segment, action, selection, options).only(*SHOWN))
    context = {
        "title": _titles(action)[shown],
        "segment": segment,
        "sentence": step_in_words(selection, options),
        "back_url": criteria_url(segment, selection, options, action),
        "back_label": PAGES[action][2],
        **table(request, found, contact_columns()),
    }
    return part(request, "segments/touched.html", context) if is_part(request) else answer(request, "segments/previewed.html", context)


def _behind(shown: str, segment: Segment, action: StepAction, selection: Selection, options: Options) -> ContactQuerySet:
    if action == StepAction.ADD:
        return previewed_as(shown, segment, selection, options)
    return reduction_sets(segment, action, selection, options)[shown]


def _titles(action: StepAction) -> Mapping[str, str]:
    if action != StepAction.ADD:
        return {
            REMOVED: pgettext("preview.removed", "Contacts that will be removed"),
            STAYING: pgettext("preview.staying", "Contacts that stay in the segment"),
        }
    return {
        ADDED: pgettext("preview.added", "Contacts that will be added"),
        UNCHANGED: pgettext("preview.unchanged", "Contacts that are in the segment already"),
        LEFT_OUT: pgettext("preview.left_out", "Contacts that are left out"),
        PRIVACY_BLOCKED: pgettext("preview.privacy_blocked", "Left out: blocked for privacy"),
        EXCLUDED: pgettext("preview.excluded", "Left out: excluded from segments"),
    }
