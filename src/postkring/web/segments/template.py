from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.interactions.models import InteractionTemplate
from postkring.kit.errors import DomainError
from postkring.segments.access import segment_to_change
from postkring.web.forms import PlainForm
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.segments.segment_card import change_header


class TemplateForm(PlainForm):
    interaction_template = forms.ChoiceField(
        label=pgettext_lazy("field.interaction_template_code", "Interaction Template Code"), required=False
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["interaction_template"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *((each.code, f"{each.code} {each.description}".strip()) for each in InteractionTemplate.objects.all())]


def template(request: Request, number: str) -> HttpResponse:
    """Which template the segment is logged with; its lines follow (R-4003)."""
    segment = segment_to_change(number, by=request.user)
    initial = {"interaction_template": segment.interaction_template_id or ""}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            task = change_header(request, segment, form.cleaned_data if form.has_changed() else {})
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, task or reverse("segment", args=[segment.number]))
    context = {"title": pgettext("page.interaction_template", "Interaction Template"), "segment": segment, "form": form}
    return answer(request, "segments/template.html", context, status=INVALID if form.errors else 200)
