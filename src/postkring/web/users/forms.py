"""What an administrator types about a user. What is acceptable, the acts say."""

from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

from postkring.accounts.models import Role
from postkring.web.contacts.fields import Options
from postkring.web.forms import Line, PlainForm
from postkring.web.segments.choices import offer, salespeople

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


class TieForm(PlainForm):
    salesperson = Line(
        label=pgettext_lazy("field.salesperson_code", "Salesperson Code"),
        required=False,
        help_text=pgettext_lazy("hint.tied", "New segments of this user get this salesperson, and %me in a filter means it."),
        widget=Options(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["salesperson"], salespeople(self.initial.get("salesperson") or ""))


class PasswordForm(PlainForm):
    password = Line(
        label=pgettext_lazy("field.new_password", "New password"),
        help_text=pgettext_lazy("hint.password", "At least ten characters. A few words that do not belong together are easy to remember."),
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
    )
