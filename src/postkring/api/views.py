"""The door itself: a caller with a token, in the caller's language, as often as the token may; and its failures."""

import logging
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation import pgettext
from django.utils.translation.trans_real import parse_accept_lang_header

from postkring.accounts.asking import asked_by
from postkring.accounts.rates import seconds_to_wait
from postkring.accounts.tokens import Caller
from postkring.api import errors
from postkring.api.callers import caller_of
from postkring.api.other_sites import let_in, question
from postkring.api.routing import ROOT, answer
from postkring.kit.errors import DomainError
from postkring.kit.sql import is_busy
from postkring.ledger.doors import API, through

logger = logging.getLogger("postkring.api")


class CallersRequest(HttpRequest):
    """`caller_id` is the user for whom a token stands: the log line names it."""

    caller_id: int


class Service:
    """Asks for a token instead of a session: what a page of another site sends has none, so it needs no CSRF token either."""

    login_required = False
    csrf_exempt = True

    def __call__(self, request: HttpRequest, path: str | None = None) -> HttpResponse:
        language = language_of(request)
        with translation.override(language), through(API):
            response = question(request) or _answer(request, path or "")
        response.headers["Content-Language"] = language
        response.headers["Vary"] = "Accept-Language, Authorization"
        let_in(request, response)
        return response


SERVICE = Service()


def _answer(request: HttpRequest, path: str) -> HttpResponse:
    try:
        caller = caller_of(request)
        _refuse_too_often(caller)
        cast(CallersRequest, request).caller_id = caller.user.pk
        with asked_by(lambda: caller.user):
            return answer(request, path, caller.user)
    except DomainError as error:
        return errors.refusal(request, error)
    except SuspiciousOperation as error:  # a thousand options, say
        return errors.refusal(request, errors.malformed(error))
    except OperationalError as error:
        if not is_busy(error):
            raise
        return errors.refusal(request, errors.busy())


def _refuse_too_often(caller: Caller) -> None:
    seconds = seconds_to_wait(caller.token)
    if seconds:
        said = pgettext("msg.api_too_often", "This token asks too often. Try again in %(seconds)s s.")
        raise errors.TooOften(said % {"seconds": seconds}, seconds=seconds)


class Failures:
    """Middleware: what nobody foresaw is answered in JSON too, where JSON was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not request.path.startswith(ROOT.removesuffix("/")):
            return None
        logger.error("request failed", exc_info=exception, extra={"reference": getattr(request, "reference", "")})
        return errors.refusal(request, errors.unexpected())


def language_of(request: HttpRequest) -> str:
    """The first language of the header that we speak; that of the installation without one."""
    for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        spoken = code.partition("-")[0]
        if spoken in dict(settings.LANGUAGES):
            return spoken
    return str(settings.LANGUAGE_CODE)
