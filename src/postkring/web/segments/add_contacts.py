from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.contacts.models import Contact
from postkring.criteria.catalogue import criteria
from postkring.criteria.rows import spread
from postkring.criteria.selections import Selection
from postkring.kit.text import grouped
from postkring.lists.contacts import CONTACTS
from postkring.saved_views.models import SavedView
from postkring.saved_views.queries import pinned_first, stored, visible_to
from postkring.segments.access import segment_to_change
from postkring.segments.models import Segment, StepAction
from postkring.segments.options import Options
from postkring.segments.queries import ADDED, LEFT_OUT, SAMPLE, UNCHANGED, preview, to_add
from postkring.web.frame import is_part
from postkring.web.markup import format_html
from postkring.web.pages import INVALID, answer, part
from postkring.web.request import Request
from postkring.web.saved_views.bar import view_asked
from postkring.web.segments.containing import offers_to_contain
from postkring.web.segments.criteria_form import CriteriaForm
from postkring.web.segments.previewed import criteria_url, preview_urls
from postkring.web.segments.stepping import form_of, number_shown, taken
from postkring.web.tasks.doing import Outcome, do
from postkring.work.segments import step_arguments

MOST_VIEWS: Final = 100  # to begin with; whoever has more opens the view and adds what it shows


def add(request: Request, number: str) -> HttpResponse:
    """Criteria on the left, on the right what they would do by now. The button sends along the number that it shows."""
    segment = segment_to_change(number, by=request.user)
    if request.method != "POST" and (view := view_asked(request, CONTACTS)):
        return HttpResponseRedirect(reverse("segment_add_contacts", args=[segment.number], query=_filters_of(view)))
    form = form_of(request, StepAction.ADD)
    if "add" not in request.POST or not form.is_valid():
        return _page(request, segment, form)
    selection = form.selection()
    if selection is None:
        return _page(request, segment, form, nothing_chosen=True)
    if ignored_of(segment, selection, form.options()) and not form.cleaned_data["ignore_anyway"]:
        form.add_error("ignore_anyway", pgettext("msg.tick_first", "Tick this first, or switch the option off."))
        return _page(request, segment, form, selection=selection)
    done = taken(request, segment, form, lambda: add_step(request, segment, selection, form.options()))
    return done or _page(request, segment, form, selection=selection)


def _filters_of(view: SavedView) -> dict[str, str]:
    """The filters of a view as those of Add Contacts, with the words that were searched for."""
    held = stored(view)
    words = " ".join(filter(None, (held.get("search", ""), held.get("q", ""))))
    filters = [spread(criterion, held[key]) for key, criterion in criteria().items() if key in held]
    return {name: text for each in filters for name, text in each.items()} | ({"search": words} if words else {})


def _views(request: Request) -> list[SavedView]:
    return list(pinned_first(request.user, visible_to(request.user).filter(list_name=CONTACTS.name))[:MOST_VIEWS])


def add_step(request: Request, segment: Segment, selection: Selection, options: Options) -> Outcome:
    """Held to the number that the button `add` sent along."""
    shown = number_shown(request, "add")
    rows = to_add(segment, selection, options).order_by().count() if shown is None else shown
    expected = None if shown is None else {ADDED: shown}
    arguments = {**step_arguments(segment, StepAction.ADD, selection, options), "expected": expected, "rows": rows}
    return do(request, "segment", arguments, rows=rows, origin=reverse("segment", args=[segment.number]))


def _page(
    request: Request, segment: Segment, form: CriteriaForm, *, selection: Selection | None = None, nothing_chosen: bool = False
) -> HttpResponse:
    context = {
        "title": pgettext("page.add_contacts", "Add Contacts"),
        "segment": segment,
        "form": form,
        "preview_template": "segments/preview.html",
        "said_template": "segments/preview_sentence.html",
        "nothing_chosen": nothing_chosen,
        "views": [] if is_part(request) else _views(request),
        **_preview(segment, form, selection or form.selection()),
    }
    if is_part(request):
        # What is half typed is no refusal: the sentence below the field says how far it can be read.
        return part(request, "segments/preview_part.html", context)
    return answer(request, "segments/add_contacts.html", context, status=INVALID if form.errors or nothing_chosen else 200)


def _preview(segment: Segment, form: CriteriaForm, selection: Selection | None) -> dict[str, Any]:
    if selection is None:
        return {"preview": None, "everybody": None if form.has_filters else Contact.objects.count()}
    options = form.options()
    outcome = preview(segment, selection, options)
    urls = preview_urls(segment, selection, options)
    left_out = sum(outcome.left_out.values())
    return {
        "preview": outcome,
        "urls": urls,
        "linked": linked(urls, {ADDED: outcome.added, UNCHANGED: outcome.unchanged, LEFT_OUT: left_out, **outcome.left_out}),
        "left_out": left_out,
        "ignored": ignored_of(segment, selection, options) if outcome.added else 0,
        "sample": list(to_add(segment, selection, options).order_by("sort_name", "pk")[:SAMPLE]) if outcome.added else [],
        "wider": [] if outcome.matched else _wider(segment, selection, options),
        "everybody": outcome.matched if selection.everybody else None,
    }


def ignored_of(segment: Segment, selection: Selection, options: Options) -> int:
    """How many would be added although they do not want to be in segments: somebody says once more that this is meant."""
    return to_add(segment, selection, options).order_by().filter(exclude_from_segment=True).count() if options.ignore_exclusion else 0


def linked(urls: Mapping[str, str], numbers: Mapping[str, int]) -> dict[str, str]:
    """Each number as a link to exactly the contacts that it counts."""
    return {name: format_html('<a href="{}">{}</a>', urls[name], grouped(number)) for name, number in numbers.items()}


def _wider(segment: Segment, selection: Selection, options: Options) -> list[dict[str, str]]:
    return [
        {
            "label": offer.label,
            "sentence": offer.sentence,
            "url": criteria_url(segment, selection, options, changed={offer.key: offer.filter}),
        }
        for offer in offers_to_contain(selection)
    ]
