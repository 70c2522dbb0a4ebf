"""The API tokens of a user, for administrators: they see and revoke them. Making one is for the user alone."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.accounts.token_actions import token_to_revoke
from postkring.accounts.tokens import tokens_of
from postkring.web.my_settings.tokens import columns, revoke
from postkring.web.pages import answer
from postkring.web.request import Request
from postkring.web.users.views import the_user


def user_tokens(request: Request, pk: int) -> HttpResponse:
    user = the_user(pk)
    context = {
        "title": pgettext("user.tokens_of", "API tokens of %(user)s") % {"user": user.username},
        "columns": columns(),
        "rows": tokens_of(user, by=request.user),
        "of": user,
    }
    return answer(request, "users/tokens.html", context)


def user_token_revoke(request: Request, token: int) -> HttpResponse:
    found = token_to_revoke(token, by=request.user)
    return revoke(request, found, back=reverse("user_tokens", args=[found.owner_id]))
