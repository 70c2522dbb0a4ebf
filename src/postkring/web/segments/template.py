from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.interactions.models import InteractionTemplate
from postkring.kit.errors import DomainError
from postkring.segments.access import segment_to_change
from postkring.segments.actions import change_segment
from postkring.web.changes.acts import tell
from postkring.web.forms import PlainForm
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request


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
            tell(request, change_segment(segment, interaction_template=form.cleaned_data["interaction_template"], by=request.user))
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, reverse("segment", args=[segment.number]))
    context = {"title": pgettext("page.interaction_template", "Interaction Template"), "segment": segment, "form": form}
    return answer(request, "segments/template.html", context, status=INVALID if form.errors else 200)
