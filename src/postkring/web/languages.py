"""In which language a page answers, and how a user changes that."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from postkring.accounts.actions import save_settings
from postkring.accounts.models import User
from postkring.web.routes import public


def language_of(request: HttpRequest) -> str:
    """The user's choice, else the cookie's, else the first language of the browser that we speak, else the default."""
    user: User | AnonymousUser = request.user
    if isinstance(user, User) and is_spoken(user.language):
        return user.language
    return translation.get_language_from_request(request)


def is_spoken(code: str) -> bool:
    return code in dict(settings.LANGUAGES)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))
    if not is_spoken(code):
        return response
    user = request.user
    if isinstance(user, User):
        save_settings(user, language=code, theme=user.theme, shortcuts=user.shortcuts)
    remember_language(response, code)
    return response


def remember_language(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )


def safe_next(request: HttpRequest, url: str, otherwise: str = "") -> str:
    """`url` when it stays within this installation, else `otherwise`, else home."""
    if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return url
    return otherwise or reverse("home")


urlpatterns = [public("language/", choose_language, name="language")]
