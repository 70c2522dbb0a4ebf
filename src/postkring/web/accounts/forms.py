"""The form on which one signs in, with our words."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import pgettext, pgettext_lazy


class SignInForm(LoginForm):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label = pgettext_lazy("field.user_name", "User name")
        name.widget = forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        )
        password.label = pgettext_lazy("field.password", "Password")
        password.help_text = ""
        password.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        self.fields["remember"].label = pgettext_lazy("field.stay_signed_in", "Stay signed in on this device")
        for field in self.fields.values():
            field.error_messages["required"] = pgettext("msg.required", "Fill in %(field)s.") % {"field": field.label}
