"""What is typed about a code of a classification. What a code may be, the acts say."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.classifications.pair import Classification
from postkring.classifications.spec import Spec
from postkring.kit.codes import CODE_LENGTH
from postkring.web.classifications.pages import Pages
from postkring.web.dates import Day
from postkring.web.forms import Line, Lookup, PlainForm
from postkring.web.once import OnceForm
from postkring.web.typed_contact import contact_number_field


class CodeForm(PlainForm):
    """Of a code everything that is typed counts: nothing is cut off, the counter says how long it is."""

    code = Line(
        label=pgettext_lazy("field.code", "Code"),
        limit=CODE_LENGTH,
        is_code=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = pgettext("hint.code", "At most %(max)s letters and digits") % {"max": CODE_LENGTH}
        self.fields["code"].error_messages["required"] = pgettext("msg.code_required", "Enter a code.")


class DescribedForm(CodeForm):
    description = Line(label=pgettext_lazy("field.description", "Description"), required=False)

    def __init__(self, *args: Any, pages: Pages, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].help_text = pages.say("hint")


class NewGroupForm(DescribedForm, OnceForm):
    pass


class GroupForm(DescribedForm):
    """`seen` is the description that the user had before them: another one by now is not overwritten unnoticed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    @classmethod
    def showing(cls, group: Classification, *, pages: Pages) -> "GroupForm":
        return cls(pages=pages, initial={"code": group.code, "description": group.description, "seen": group.description})


class MemberForm(PlainForm):
    contact = contact_number_field()

    def offer(self, spec: Spec) -> None:
        """Those alone who may have the code."""
        if spec.held_by:
            widget = self.fields["contact"].widget
            assert isinstance(widget, Lookup)
            widget.url = reverse("contact_number_lookup", query={"type": str(spec.held_by)})


class SituationForm(PlainForm):
    on = Day(label=pgettext_lazy("field.situation_on", "Situation on"), required=False)
