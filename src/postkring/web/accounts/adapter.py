"""How we use django-allauth: nobody signs up, nothing is said twice, and its refusals are our sentences."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.accounts.actions import set_password
from postkring.accounts.models import User
from postkring.web.errors import refusal


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": pgettext_lazy("msg.sign_in_refused", "User name and password do not belong together."),
        "too_many_login_attempts": pgettext_lazy("msg.sign_in_too_often", "Signing in failed too often. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return refusal(request, [pgettext("msg.user_disabled", "This user is disabled. Ask an administrator.")], status=403)

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The page one arrives at says that one is signed in; a toast about it would only be in the way."""

    def set_password(self, user: User, password: str) -> None:
        set_password(user, password, by=user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        user, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": token})
        return str(self.request.build_absolute_uri(path))
