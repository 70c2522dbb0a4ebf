"""Reuse Segment (R-4508): the contacts of a logged segment come into an open one, from either of the two."""

from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import npgettext, pgettext, pgettext_lazy

from postkring.kit.errors import DomainError
from postkring.kit.text import grouped
from postkring.segments.access import segment_to_change
from postkring.segments.actions.log import contacts_of_logged
from postkring.segments.logged import logged_called, logged_to_change, refuse_logged
from postkring.segments.models import LoggedSegment, Segment
from postkring.segments.options import NONE
from postkring.segments.queries import ADDED, LEFT_OUT, SAMPLE, UNCHANGED, preview, steps_of, to_add
from postkring.web.forms import Line, Lookup
from postkring.web.frame import is_part
from postkring.web.once import OnceForm
from postkring.web.pages import INVALID, answer, part
from postkring.web.request import Request
from postkring.web.segments.add_contacts import add_step, linked
from postkring.web.segments.choose_open import choose_open
from postkring.web.segments.previewed import preview_urls
from postkring.web.segments.stepping import taken

SOURCE: Final = "segment_number"  # in the URL: the logged segment


class ReuseSegmentForm(OnceForm):
    """`behind` is asked where the segment has steps (R-4508); it is not ticked by itself."""

    segment_number = Line(
        label=pgettext_lazy("field.logged_segment", "Logged segment"),
        strip=True,
        widget=Lookup(reverse_lazy("segment_lookup", query={"status": "logged"})),
    )
    behind = forms.BooleanField(label=pgettext_lazy("segment.behind", "Add them behind the steps that are there"), required=False)

    def source(self) -> Segment | None:
        """None while none is chosen, or one that cannot be."""
        if not self.is_bound or not self.is_valid():
            return None
        try:
            return logged_called(self.cleaned_data[SOURCE])
        except DomainError as error:
            self.refuse(error)
            return None


def reuse_segment(request: Request, number: str) -> HttpResponse:
    """Which logged segment, and beside it what that would do by now. The button sends along the number that it shows."""
    segment = segment_to_change(number, by=request.user)
    refuse_logged({segment.pk})  # its page has no form beside which that could be said
    given = request.POST if request.method == "POST" else request.GET
    form = ReuseSegmentForm(given if SOURCE in given else None)
    source = form.source()
    if source is None or not request.POST.get("add"):
        return _page(request, segment, form, source)
    if steps_of(segment).exists() and not form.cleaned_data["behind"]:
        said = pgettext("segment.behind_first", "This segment has steps already. Tick this to add the contacts behind them.")
        form.add_error("behind", said)
        return _page(request, segment, form, source)
    done = taken(request, segment, form, lambda: add_step(request, segment, contacts_of_logged(source), NONE))
    return done or _page(request, segment, form, source)


def reuse_on(request: Request, number: str) -> HttpResponse:
    """From a logged segment: into which open one."""
    logged = segment_to_change(number, by=request.user)
    logged_to_change(logged, by=request.user)
    return choose_open(
        request,
        title=pgettext("action.reuse_segment", "Reuse Segment"),
        said=f"{logged.number} · {logged.description}",
        back=(reverse("segment", args=[logged.number]), logged.number),
        asked={SOURCE: logged.number},
        page="segment_reuse_segment",
    )


def _page(request: Request, segment: Segment, form: ReuseSegmentForm, source: Segment | None) -> HttpResponse:
    steps = steps_of(segment).count()
    said = npgettext("criteria.steps_there", "Segment %(number)s has %(count)s step.", "Segment %(number)s has %(count)s steps.", steps)
    context = {
        "title": pgettext("action.reuse_segment", "Reuse Segment"),
        "segment": segment,
        "form": form,
        "is_offered": LoggedSegment.objects.exists(),
        "steps_there": said % {"number": segment.number, "count": grouped(steps)} if steps else "",
        **(_preview(segment, source) if source else {}),
    }
    if is_part(request):
        return part(request, "segments/reuse_preview.html", context)
    return answer(request, "segments/reuse_segment.html", context, status=INVALID if form.errors else 200)


def _preview(segment: Segment, source: Segment) -> dict[str, Any]:
    selection = contacts_of_logged(source)
    seen, urls = preview(segment, selection), preview_urls(segment, selection, NONE)
    left_out = sum(seen.left_out.values())
    return {
        "source": source,
        "preview": seen,
        "urls": urls,
        "linked": linked(urls, {ADDED: seen.added, UNCHANGED: seen.unchanged, LEFT_OUT: left_out, **seen.left_out}),
        "left_out": left_out,
        "sample": list(to_add(segment, selection).order_by("sort_name", "pk")[:SAMPLE]) if seen.added else [],
    }
