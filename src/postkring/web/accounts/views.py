from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from postkring.web.accounts.demo import demo_user_here
from postkring.web.accounts.forms import SignInForm
from postkring.web.languages import safe_next
from postkring.web.pages import INVALID


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "title": pgettext("action.sign_in", "Sign In"),
            "demo": demo_user_here(self.request),
            "can_reset_password": settings.EMAIL_CONFIGURED,
        }

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = INVALID
        return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = redirect("account_login")
    # Pages the browser kept would still show contacts to whoever presses Back.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
def sign_in_as_demo(request: HttpRequest) -> HttpResponse:
    user = demo_user_here(request)
    if user is None:
        raise Http404
    get_adapter().login(request, user)
    return HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))
