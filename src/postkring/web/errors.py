"""Turns what a rule refuses, and what goes wrong, into a page or a sentence on the page. The only place that does."""

from collections.abc import Callable
from typing import Final, cast

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import pgettext

from postkring.kit.errors import Changed, DomainError, FieldErrors, NotFound, NotPermitted
from postkring.kit.sql import is_busy
from postkring.web.frame import is_part
from postkring.web.languages import safe_next
from postkring.web.middleware import GetResponse
from postkring.web.request import PublicRequest

STATUSES: Final[tuple[tuple[type[DomainError], int], ...]] = ((NotPermitted, 403), (NotFound, 404), (Changed, 409), (DomainError, 422))


class DomainErrors:
    """Middleware: a domain error that a view let through becomes an answer with its sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and is_busy(exception):
            return refusal(request, [_busy()], status=503)
        if not isinstance(exception, DomainError):
            return None
        status = next(status for kind, status in STATUSES if isinstance(exception, kind))
        return refusal(request, sentences(exception), status=status)


def _busy() -> str:
    return pgettext("msg.busy", "An act on a great many rows is being stored just now. Nothing of yours was saved; try again in a minute.")


def sentences(error: DomainError) -> list[str]:
    return [one.message for one in error.errors] if isinstance(error, FieldErrors) else [error.message]


def refusal(request: HttpRequest, said: list[str], *, status: int) -> HttpResponse:
    """The sentences on a page of their own with a way back, or in the notice region of the page that asked."""
    if is_part(request):
        return notice(HttpResponse(render_to_string("errors/refusal_part.html", {"sentences": said}), status=status))
    back = safe_next(request, request.headers.get("Referer", ""))
    return render(request, "errors/refusal.html", {"title": heading(status), "sentences": said, "back_url": back}, status=status)


def heading(status: int) -> str:
    headings: dict[int, Callable[[], str]] = {
        403: lambda: pgettext("error.not_permitted", "Not permitted"),
        404: lambda: pgettext("error.not_found", "Not found"),
        409: lambda: pgettext("error.changed", "Changed meanwhile"),
    }
    return headings.get(status, lambda: pgettext("error.refused", "Not done"))()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, [pgettext("msg.page_not_found", "This page does not exist or has moved.")], status=404)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, [pgettext("msg.page_not_permitted", "You have no permission for this page. Ask an administrator.")], status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        with translation.override(translation.get_language_from_request(request)):  # nobody has found out yet which it is
            return stopped(_host_not_allowed(), status=400)
    # The host itself may be what is wrong: nothing here asks the request for it.
    return stopped(pgettext("msg.bad_request", "This request could not be read. Go back and try again."), status=400)


def _host_not_allowed() -> str:
    return pgettext(
        "msg.host_not_allowed",
        "Postkring does not answer under this name. Whoever manages the server can add it to the setting POSTKRING_ALLOWED_HOSTS.",
    )


def too_often(request: HttpRequest) -> HttpResponse:
    return refusal(request, [pgettext("msg.too_often", "That was tried too often. Wait a minute and try again.")], status=429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the session, or comes from elsewhere: signing in again or loading the page mends it."""
    said = pgettext("msg.form_expired", "This form has expired, nothing was changed. Go back, load the page again and send it once more.")
    return refusal(request, [said], status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database or the user: they may be what failed."""
    reference = getattr(cast(PublicRequest, request), "reference", "")
    text = pgettext("msg.server_error", "Something went wrong on our side. Nothing was changed. Reference: %(id)s") % {"id": reference}
    if is_part(request):
        return notice(HttpResponse(render_to_string("errors/refusal_part.html", {"sentences": [text]}), status=500))
    return stopped(text, status=500)


def stopped(sentence: str, *, status: int) -> HttpResponse:
    """A page that needs no user, no session and no database."""
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    return HttpResponse(render_to_string("errors/stopped.html", {"sentence": sentence, "language": language}), status=status)


def notice(response: HttpResponse) -> HttpResponse:
    """Sends the answer to the notice region, whatever part of the page was asked for."""
    response.headers["HX-Retarget"] = "#notices"
    response.headers["HX-Reswap"] = "innerHTML"
    return response
