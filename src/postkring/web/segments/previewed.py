"""The contacts behind each number of the preview of Add Contacts. The filters stand in the URL."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED
from postkring.criteria.selections import EVERYBODY, Selection, sentence
from postkring.lists.segments import TOUCHED
from postkring.segments.access import segment_to_change
from postkring.segments.models import Segment
from postkring.segments.queries import ADDED, LEFT_OUT, UNCHANGED, previewed_as
from postkring.web.frame import is_part
from postkring.web.listings import listed, table
from postkring.web.pages import answer, part
from postkring.web.request import Request
from postkring.web.segments.criteria_form import CriteriaForm
from postkring.web.segments.steps import SHOWN, contact_columns

PARTS: Final = (ADDED, UNCHANGED, LEFT_OUT, PRIVACY_BLOCKED, EXCLUDED)


def filters_of(selection: Selection) -> dict[str, str]:
    """The selection as the filters of Add Contacts."""
    return {"everybody": "on"} if selection == EVERYBODY else {each.key: each.filter for each in selection.criteria}


def criteria_url(segment: Segment, selection: Selection, **changed: str) -> str:
    """Add Contacts with these filters filled in."""
    return reverse("segment_add_contacts", args=[segment.number], query=filters_of(selection) | changed)


def preview_urls(segment: Segment, selection: Selection) -> Mapping[str, str]:
    """For each number of the preview the page with exactly those contacts."""
    filters = filters_of(selection)
    return {shown: reverse("segment_preview", args=[segment.number], query={"show": shown} | filters) for shown in PARTS}


def previewed(request: Request, number: str) -> HttpResponse:
    segment = segment_to_change(number, by=request.user)
    form = CriteriaForm(request.GET)
    form.refuse_unknown_names()
    selection = form.selection()
    if selection is None:
        # What cannot be read is mended where it was typed.
        return HttpResponseRedirect(reverse("segment_add_contacts", args=[segment.number], query=request.GET))
    shown = request.GET.get("show", "")
    if shown not in PARTS:
        shown = ADDED
    found = listed(request, TOUCHED, previewed_as(shown, segment, selection).only(*SHOWN))
    context = {
        "title": _titles()[shown],
        "segment": segment,
        "sentence": sentence(selection),
        "back_url": criteria_url(segment, selection),
        **table(request, found, contact_columns()),
    }
    return part(request, "segments/touched.html", context) if is_part(request) else answer(request, "segments/previewed.html", context)


def _titles() -> Mapping[str, str]:
    return {
        ADDED: pgettext("preview.added", "Contacts that will be added"),
        UNCHANGED: pgettext("preview.unchanged", "Contacts that are in the segment already"),
        LEFT_OUT: pgettext("preview.left_out", "Contacts that are left out"),
        PRIVACY_BLOCKED: pgettext("preview.privacy_blocked", "Left out: blocked for privacy"),
        EXCLUDED: pgettext("preview.excluded", "Left out: excluded from segments"),
    }
