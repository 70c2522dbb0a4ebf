"""What is drawn in one piece is what Django's templates draw, but for the white space around blocks."""

import re

import pytest
from django import forms
from django.forms.renderers import BaseRenderer, TemplatesSetting

from postkring.web.widgets import Renderer

SIGNS = "Claes & <Zonen> \"'"


class EveryControl(forms.Form):
    text = forms.CharField(widget=forms.TextInput({"autofocus": True, "spellcheck": "false", "title": SIGNS, "disabled": False}))
    hidden = forms.CharField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.DateInput({"type": "date"}))
    email = forms.EmailField()
    amount = forms.IntegerField()
    password = forms.CharField(widget=forms.PasswordInput)
    agree = forms.BooleanField()
    kind = forms.ChoiceField(choices=[("a", SIGNS), ("b", "B")], widget=forms.RadioSelect({"form": "other"}))
    area = forms.CharField(widget=forms.Textarea)
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)


def drawn(name: str, renderer: BaseRenderer, data: dict[str, str] | None) -> str:
    form = EveryControl(data, renderer=renderer)
    text = re.sub(r"\s+", " ", str(form[name]))
    return re.sub(r" ?(</?(?:div|label)\b[^>]*>) ?", r"\1", text)


@pytest.mark.parametrize(
    "data", [None, {}, {"text": SIGNS, "agree": "on", "kind": "b", "amount": "1284", "hidden": "0", "day": "2026-11-28"}]
)
@pytest.mark.parametrize("name", EveryControl.base_fields)
def test_a_control_is_what_django_draws(name: str, data: dict[str, str] | None) -> None:
    ours = drawn(name, Renderer(), data)
    assert ours == drawn(name, TemplatesSetting(), data)
    assert f'name="{name}"' in ours
