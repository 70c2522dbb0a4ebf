"""What a user chooses for oneself."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import pgettext, pgettext_lazy

from postkring.accounts.models import Theme, User
from postkring.web.forms import Line, PlainForm


def languages() -> list[tuple[str, str]]:
    return [("", pgettext("option.language_of_browser", "As in this browser")), *settings.LANGUAGES]


class MySettingsForm(PlainForm):
    language = forms.ChoiceField(label=pgettext_lazy("field.language", "Language"), choices=languages, required=False)
    theme = forms.ChoiceField(label=pgettext_lazy("ui.theme", "Theme"), choices=Theme.choices, widget=forms.RadioSelect)
    shortcuts = forms.BooleanField(
        label=pgettext_lazy("field.shortcuts", "Use keyboard shortcuts"),
        required=False,
        help_text=pgettext_lazy("hint.shortcuts", "Switch them off when they get in the way of other software. Ctrl+F1 lists them."),
    )


class ChangePasswordForm(PlainForm):
    current = Line(
        label=pgettext_lazy("field.current_password", "Current password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = Line(
        label=pgettext_lazy("field.new_password", "New password"),
        help_text=pgettext_lazy("hint.password", "At least ten characters. A few words that do not belong together are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self.user.check_password(current):
            raise forms.ValidationError(pgettext("msg.password_wrong", "This is not your current password."))
        return current
