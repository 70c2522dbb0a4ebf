"""The pages of the interaction templates (5.1): their list, a new one, changing one, deleting one."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.interactions.access import template_to_change
from postkring.interactions.actions import TemplateValues, change_template, create_template, delete_template, is_in_use
from postkring.interactions.models import InteractionTemplate
from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH
from postkring.kit.errors import DomainError
from postkring.kit.money import in_notation
from postkring.setup.models import CorrespondenceType
from postkring.web.amounts import Amount, cents_in
from postkring.web.changes.acts import tell
from postkring.web.errors import sentences
from postkring.web.forms import Line, PlainForm
from postkring.web.pages import INVALID, answer, done, toast
from postkring.web.request import Request
from postkring.web.setup.forms import SetUpForm
from postkring.web.tables import Column

_COLUMNS = ("description", "correspondence_type", "campaign_number", "unit_duration")


class _Fields(PlainForm):
    description = Line(label=pgettext_lazy("field.description", "Description"), required=False, limit=100)
    correspondence_type = forms.ChoiceField(
        label=pgettext_lazy("field.correspondence_type", "Correspondence Type"),
        required=False,
        choices=[("", "–"), *CorrespondenceType.choices],
    )
    campaign_number = Line(label=pgettext_lazy("field.campaign_no", "Campaign No."), required=False, limit=NUMBER_LENGTH)
    unit_cost = Amount(
        label=pgettext_lazy("field.unit_cost", "Unit Cost"),
        help_text=pgettext_lazy("hint.unit_cost", "Each interaction that is logged with this template begins with it."),
    )
    unit_duration = forms.IntegerField(label=pgettext_lazy("field.unit_duration", "Unit Duration (Min.)"), required=False)

    def values(self) -> TemplateValues:
        typed: dict[str, Any] = self.cleaned_data
        return TemplateValues(
            description=typed["description"],
            correspondence_type=typed["correspondence_type"],
            campaign_number=typed["campaign_number"],
            unit_cost_cents=cents_in(typed["unit_cost"]),
            unit_duration=typed["unit_duration"] or 0,
        )


class NewTemplateForm(_Fields):
    code = Line(label=pgettext_lazy("field.code", "Code"), limit=CODE_LENGTH, is_code=True)
    field_order = ("code", "description", "correspondence_type", "campaign_number", "unit_cost", "unit_duration")


class TemplateForm(_Fields, SetUpForm):
    pass


def interaction_templates(request: Request) -> HttpResponse:
    columns = [
        Column("code", pgettext("field.code", "Code"), rank=1),
        Column("description", pgettext("field.description", "Description"), kind="wide", rank=1),
        Column("correspondence_type", pgettext("field.correspondence_type", "Correspondence Type")),
        Column("campaign_number", pgettext("field.campaign_no", "Campaign No."), rank=3),
    ]
    context = {
        "title": pgettext("page.interaction_templates", "Interaction Templates"),
        "columns": columns,
        "rows": InteractionTemplate.objects.order_by("code"),
    }
    return answer(request, "setup/interaction_templates.html", context)


def new_template(request: Request) -> HttpResponse:
    form = NewTemplateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            create_template(form.cleaned_data["code"], **form.values(), by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            return _saved(request)
    context = {"title": pgettext("task.new_template", "New interaction template"), "form": form, "back": _list()}
    return answer(request, "setup/form.html", context, status=INVALID if form.errors else 200)


def one_template(request: Request, code: str) -> HttpResponse:
    template = template_to_change(code, by=request.user)
    initial = model_to_dict(template, _COLUMNS) | {"unit_cost": in_notation(template.unit_cost_cents)}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        form.merge(template)
    if form.is_valid():
        try:
            change_template(template, **form.values(), by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            return _saved(request)
    title = pgettext("page.one_interaction_template", "Interaction template %(code)s") % {"code": template.code}
    context = {"title": title, "form": form, "template": template, "back": _list()}
    return answer(request, "setup/interaction_template.html", context, status=INVALID if form.errors else 200)


def remove_template(request: Request, code: str) -> HttpResponse:
    template = template_to_change(code, by=request.user)
    refused: list[str] = []
    if request.method == "POST":
        try:
            tell(request, delete_template(template, by=request.user))
            return done(request, _list())
        except DomainError as error:
            refused = sentences(error)
    context = {
        "title": pgettext("page.one_interaction_template", "Interaction template %(code)s") % {"code": template.code},
        "template": template,
        "is_in_use": is_in_use(template),
        "refused": refused,
    }
    return answer(request, "setup/interaction_template_delete.html", context, status=INVALID if refused else 200)


def _saved(request: Request) -> HttpResponse:
    toast(request, pgettext("msg.saved", "Saved"))
    return done(request, _list())


def _list() -> str:
    return reverse("interaction_templates")
