"""One's own API tokens: which there are, a new one, whose text is shown once, and revoking one."""

from datetime import timedelta
from typing import Any, Final, cast

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy

from postkring.accounts.access import permissions_of
from postkring.accounts.models import TOKEN_NAME_LENGTH, ApiToken, Role, User
from postkring.accounts.permissions import PERMISSIONS
from postkring.accounts.token_actions import make_token, revoke_token, token_to_revoke
from postkring.accounts.tokens import tokens_of
from postkring.kit.days import ends
from postkring.kit.errors import DomainError
from postkring.web.dates import Day
from postkring.web.forms import Line
from postkring.web.once import OnceForm, sending
from postkring.web.pages import INVALID, answer, done, toast
from postkring.web.request import Request
from postkring.web.tables import Column

A_YEAR: Final = timedelta(days=365)


class TokenForm(OnceForm):
    name = Line(
        label=pgettext_lazy("field.name", "Name"),
        limit=TOKEN_NAME_LENGTH,
        help_text=pgettext_lazy("hint.token_name", "What it is for, such as “Excel on my laptop”: so you know later which one to revoke."),
    )
    role = forms.ChoiceField(
        label=pgettext_lazy("field.role", "Role"),
        initial=Role.READER,
        widget=forms.RadioSelect,
        help_text=pgettext_lazy("hint.token_role", "Choose no more than the program needs. It can never do more than you."),
    )
    expires = Day(
        label=pgettext_lazy("field.token_last_day", "Valid until"),
        required=False,
        help_text=pgettext_lazy("hint.token_last_day", "That day included. Without a day the token is valid until you revoke it."),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = permissions_of(user)
        roles = [(value, label) for value, label in Role.choices if PERMISSIONS[value] <= own]
        cast(forms.ChoiceField, self.fields["role"]).choices = roles
        self.initial.setdefault("expires", timezone.localdate() + A_YEAR)


def my_tokens(request: Request) -> HttpResponse:
    context = {"title": pgettext("page.api_tokens", "API tokens"), "columns": columns(), "rows": tokens_of(request.user, by=request.user)}
    return answer(request, "my_settings/tokens.html", context)


def my_token_new(request: Request) -> HttpResponse:
    """The answer to the form shows the text: a page on its own would have to keep it somewhere. Sent again, it leads to the tokens."""
    form = TokenForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _made(request, form)
        except DomainError as error:
            form.refuse(error)
    context = {"title": pgettext("token.new", "New API token"), "form": form}
    return answer(request, "my_settings/token_new.html", context, status=INVALID if form.errors else 200)


def _made(request: Request, form: TokenForm) -> HttpResponse:
    values = form.cleaned_data
    expires = None if values["expires"] is None else ends(values["expires"])
    with sending(form, by=request.user) as first:
        if not first:
            return done(request, reverse("my_tokens"))
        token, text = make_token(request.user, values["name"], role=values["role"], expires=expires, by=request.user)
    context = {"title": pgettext("token.made", "API token made"), "token": token, "text": text}
    response = answer(request, "my_settings/token_made.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def my_token_revoke(request: Request, token: int) -> HttpResponse:
    return revoke(request, token_to_revoke(token, by=request.user), back=reverse("my_tokens"))


def revoke(request: Request, token: ApiToken, *, back: str) -> HttpResponse:
    """Asks first: no undo brings a token back."""
    if request.method == "POST":
        revoke_token(token, by=request.user)
        toast(request, pgettext("msg.token_revoked", "API token “%(name)s” revoked") % {"name": token.name})
        return done(request, back)
    context = {"title": pgettext("token.revoke_one", "Revoke API token “%(name)s”?") % {"name": token.name}, "token": token, "back": back}
    return answer(request, "my_settings/token_revoke.html", context)


def columns() -> list[Column]:
    return [
        Column("name", pgettext("field.name", "Name"), kind="wide", rank=1),
        Column("hint", pgettext("field.token_hint", "Begins with"), rank=3),
        Column("role", pgettext("field.role", "Role"), rank=1),
        Column("created", pgettext("field.token_made", "Made"), rank=3),
        Column("expires", pgettext("field.token_last_day", "Valid until"), rank=1),
        Column("last_used", pgettext("field.token_last_used", "Last used"), rank=1),
    ]
