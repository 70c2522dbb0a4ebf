"""What is typed about saved criteria. What a code may be, the acts say."""

from typing import Any

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from postkring.kit.codes import CODE_LENGTH
from postkring.segments.models import SavedCriteria
from postkring.web.forms import Line, PlainForm
from postkring.web.once import OnceForm


class CodedForm(PlainForm):
    code = Line(
        label=pgettext_lazy("field.code", "Code"),
        limit=CODE_LENGTH,
        is_code=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    description = Line(label=pgettext_lazy("field.description", "Description"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = pgettext("hint.code", "At most %(max)s letters and digits") % {"max": CODE_LENGTH}
        self.fields["code"].error_messages["required"] = pgettext("msg.code_required", "Enter a code.")


class SaveForm(CodedForm, OnceForm):
    pass


class SavedForm(CodedForm):
    """The hidden values are what the user had before them: another one by now is not overwritten unnoticed."""

    seen_code = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    seen_description = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    @classmethod
    def showing(cls, saved: SavedCriteria) -> "SavedForm":
        values = {"code": saved.code, "description": saved.description}
        return cls(initial=values | {f"seen_{name}": value for name, value in values.items()})


class ReuseForm(OnceForm):
    """`behind` is asked where the segment has steps (R-4503); it is not ticked by itself."""

    code = forms.ChoiceField(label=pgettext_lazy("page.saved_segment_criteria", "Saved Segment Criteria"))
    behind = forms.BooleanField(label=pgettext_lazy("criteria.behind", "Take them behind the steps that are there"), required=False)

    def __init__(self, *args: Any, has_steps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["code"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(each.code, _named(each)) for each in SavedCriteria.objects.order_by("code")]
        choice.error_messages["invalid_choice"] = pgettext("msg.record_gone", "This record no longer exists.")
        self.has_steps = has_steps
        if not has_steps:
            del self.fields["behind"]

    def clean(self) -> dict[str, Any]:
        if self.has_steps and not self.cleaned_data.get("behind"):
            self.add_error(
                "behind", pgettext("criteria.behind_first", "This segment has steps already. Tick this to take the others behind them.")
            )
        return self.cleaned_data


def _named(saved: SavedCriteria) -> str:
    return " · ".join(filter(None, [saved.code, saved.description]))
