"""Into which open segment something is to come: one that there is, or a new one."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import pgettext, pgettext_lazy

from postkring.kit.codes import asked_code
from postkring.kit.errors import DomainError
from postkring.kit.refusals import unknown
from postkring.segments.logged import refuse_logged
from postkring.segments.models import Segment
from postkring.web.forms import Line, Lookup, PlainForm
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request


class ChooseForm(PlainForm):
    segment = Line(
        label=pgettext_lazy("page.segment", "Segment"), strip=True, widget=Lookup(reverse_lazy("segment_lookup", query={"status": "open"}))
    )


def choose_open(request: Request, *, title: str, said: str, back: tuple[str, str], asked: Mapping[str, str], page: str) -> HttpResponse:
    """Leads to `page` of the segment that is chosen, with what is `asked` of it. `back`: the URL and the name of where one comes from."""
    form = ChooseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            segment = _open_one(form.cleaned_data["segment"])
        except DomainError as error:
            form.add_error("segment", error.message)
        else:
            return done(request, reverse(page, args=[segment.number], query=asked))
    context = {
        "title": title,
        "said": said,
        "form": form,
        "back_url": back[0],
        "back_label": back[1],
        "new_url": reverse("segment_new", query=asked),
    }
    return answer(request, "segments/choose_open.html", context, status=INVALID if form.errors else 200)


def _open_one(number: str) -> Segment:
    found = Segment.objects.filter(number=asked_code(number)).first()
    if found is None:
        raise unknown(number, pgettext("page.segments", "Segments"), field="segment")
    refuse_logged({found.pk})
    return found
