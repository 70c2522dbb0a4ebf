from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.kit.errors import DomainError
from postkring.segments.access import segment_to_change
from postkring.segments.actions import save_criteria
from postkring.segments.queries import steps_of
from postkring.segments.words import said
from postkring.web.changes.acts import last_act, tell
from postkring.web.once import sending
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.saved_criteria.forms import SaveForm


def save(request: Request, number: str) -> HttpResponse:
    segment = segment_to_change(number, by=request.user)
    form = SaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with sending(form, by=request.user) as first:
                if first:
                    saved = save_criteria(segment, form.cleaned_data["code"], form.cleaned_data["description"], by=request.user)
                    tell(request, last_act(saved, by=request.user))
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, reverse("segment_criteria", args=[segment.number]))
    context = {
        "title": pgettext("page.save_segment_criteria", "Save Segment Criteria"),
        "segment": segment,
        "form": form,
        "steps": [(step.get_action_display(), said(step)) for step in steps_of(segment)],
    }
    return answer(request, "saved_criteria/save.html", context, status=INVALID if form.errors else 200)
