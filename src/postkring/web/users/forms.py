"""What an administrator types about a user. What is acceptable, the acts say."""

from django import forms
from django.utils.translation import pgettext_lazy

from postkring.accounts.models import Role
from postkring.web.forms import Line, PlainForm

NEW_PASSWORD = {"autocomplete": "new-password"}


class NewUserForm(PlainForm):
    username = Line(
        label=pgettext_lazy("field.user_name", "User name"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label=pgettext_lazy("field.role", "Role"), choices=Role.choices, initial=Role.EDITOR, widget=forms.RadioSelect)
    password = Line(
        label=pgettext_lazy("field.password", "Password"),
        help_text=pgettext_lazy("hint.password", "At least ten characters. A few words that do not belong together are easy to remember."),
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
    )


class RoleForm(PlainForm):
    role = forms.ChoiceField(label=pgettext_lazy("field.role", "Role"), choices=Role.choices, widget=forms.RadioSelect)


class PasswordForm(PlainForm):
    password = Line(
        label=pgettext_lazy("field.new_password", "New password"),
        help_text=pgettext_lazy("hint.password", "At least ten characters. A few words that do not belong together are easy to remember."),
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
    )
