"""What happens around every request: headers, the language, the ledger's door, the log line."""

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any, Final, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from postkring.accounts.asking import asked_by
from postkring.ledger.doors import WEB, through
from postkring.web.languages import language_of
from postkring.web.request import PublicRequest

logger = logging.getLogger("postkring.request")

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Machines read these: no language of a session, nothing that would make a shared cache keep them apart.
SPEECHLESS: Final = ("/i/", "/health/", "/api/v2.0")

SECURITY_HEADERS: Final = {
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def request_log(get_response: GetResponse) -> GetResponse:
    """One line per request with a reference that the user sees when something goes wrong. Nothing that was typed."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        reference = cast(PublicRequest, request).reference = secrets.token_hex(4)
        response = get_response(request)
        facts = {
            "reference": reference,
            "method": request.method,
            "path": _path(request),
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - started) * 1000),
            "user_id": _user_id(request),
        }
        logger.info("request", extra=facts)
        response.headers.setdefault("X-Reference", reference)
        return response

    return middleware


def _path(request: HttpRequest) -> str:
    """The path, but of a link with a key in it only what the link is for: whoever reads the log could use the key."""
    match = request.resolver_match
    return f"/{match.route}" if match is not None and "key" in match.kwargs else request.path


def _user_id(request: HttpRequest) -> int | None:
    caller: int | None = getattr(request, "caller_id", None)
    if caller is not None:
        return caller  # a program, by its token
    session = getattr(request, "session", None)
    # A session nobody asked for is not read for the log alone.
    if session is None or not session.accessed:
        return None
    key = session.get(SESSION_KEY)
    return None if key is None else int(key)


def security_headers(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        # Pages hold personal data: no shared cache keeps them, and the browser asks again before it shows one.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def language(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(SPEECHLESS):
            return get_response(request)
        chosen = language_of(request)
        with translation.override(chosen):
            response = get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        patch_vary_headers(cast(HttpResponse, response), ["Accept-Language", "Cookie"])
        return response

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    """Asks to sign in. A part of a page that is asked for gets a sentence instead: what was typed stays on the page."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        # Asked first: Django looks at the user before it looks at the view, and that would read the session.
        if not getattr(view_func, "login_required", True):
            return None
        asked: HttpResponseBase | None = super().process_view(request, view_func, view_args, view_kwargs)
        if asked is None or not cast(PublicRequest, request).htmx:
            return asked
        response = render(request, "errors/signed_out.html", status=401)
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML"
        return response


def through_the_web(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        with through(WEB), asked_by(lambda: request.user):
            return get_response(request)

    return middleware
