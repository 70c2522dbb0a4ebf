"""A new password by e-mail, for installations that can send mail."""

from typing import Any

from allauth.account.forms import ResetPasswordForm, ResetPasswordKeyForm
from allauth.account.views import PasswordResetDoneView, PasswordResetFromKeyDoneView, PasswordResetFromKeyView, PasswordResetView
from django import forms
from django.http import HttpResponse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.web.pages import INVALID


class AddressForm(ResetPasswordForm):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = pgettext_lazy("field.email", "Email")
        email.widget = forms.TextInput(attrs={"type": "email", "autocomplete": "email", "autofocus": True})
        email.error_messages["required"] = pgettext("msg.required", "Fill in %(field)s.") % {"field": email.label}


class NewPasswordForm(ResetPasswordKeyForm):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "password1": pgettext_lazy("field.new_password", "New password"),
            "password2": pgettext_lazy("field.new_password_again", "New password, once more"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
            self.fields[name].error_messages["required"] = pgettext("msg.required", "Fill in %(field)s.") % {"field": label}
        self.fields["password1"].help_text = pgettext_lazy(
            "hint.password", "At least ten characters. A few words that do not belong together are easy to remember."
        )


class AskForReset(PasswordResetView):
    template_name = "accounts/reset.html"
    form_class = AddressForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"title": pgettext("signin.forgot", "Forgot your password?")}

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return _refused(super().form_invalid(form))


class ResetAsked(PasswordResetDoneView):
    template_name = "accounts/said.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = pgettext("signin.reset_sent", "If a user has this address, an e-mail is on its way with a link for a new password.")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"title": pgettext("signin.forgot", "Forgot your password?"), "text": text}


class ChooseNewPassword(PasswordResetFromKeyView):
    template_name = "accounts/reset.html"
    form_class = NewPasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"title": pgettext("field.new_password", "New password")}

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return _refused(super().form_invalid(form))


class NewPasswordChosen(PasswordResetFromKeyDoneView):
    template_name = "accounts/said.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = pgettext("signin.reset_done", "Your new password is set. You can sign in with it.")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"title": pgettext("field.new_password", "New password"), "text": text}


def _refused(response: HttpResponse) -> HttpResponse:
    response.status_code = INVALID
    return response
