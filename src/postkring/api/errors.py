"""Every failure in one shape: the status and the code that integrators rely on, and a sentence in the caller's language."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext

from postkring.api.answers import json_answer
from postkring.kit.errors import DomainError, FieldErrors

# By the code, as the contract lists them; every other refusal is a 400.
_STATUSES: Final[Mapping[str, int]] = {
    "Authentication_InvalidCredentials": 401,
    "Authorization_NoPermission": 403,
    "Internal_RecordNotFound": 404,
    "Internal_CompanyNotFound": 404,
    "BadRequest_NotFound": 404,
    "BadRequest_MethodNotAllowed": 405,
    "Request_EntityChanged": 409,
    "Request_PreviewChanged": 409,
    "BadRequest_TooLarge": 413,
    "BadRequest_UnsupportedMediaType": 415,
    "Request_RateLimited": 429,
    "Internal_ServerError": 500,
    "Internal_ServerBusy": 503,
}


class RequestError(DomainError):
    """The request itself is at fault, whatever it is about."""

    code = "BadRequest_InvalidRequest"

    def headers(self) -> dict[str, str]:
        return {}


class BadGuid(RequestError):
    code = "Application_InvalidGUID"


class NoSuchPath(RequestError):
    code = "BadRequest_NotFound"


class NoSuchRecord(RequestError):
    code = "Internal_RecordNotFound"


class NoSuchCompany(RequestError):
    code = "Internal_CompanyNotFound"


class NotSignedIn(RequestError):
    code = "Authentication_InvalidCredentials"

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": 'Bearer realm="Postkring", Basic realm="Postkring", charset="UTF-8"'}


class WrongMethod(RequestError):
    code = "BadRequest_MethodNotAllowed"

    def headers(self) -> dict[str, str]:
        return {"Allow": str(self.values["allowed"])}


class TooLarge(RequestError):
    code = "BadRequest_TooLarge"


class WrongMediaType(RequestError):
    code = "BadRequest_UnsupportedMediaType"


class BadToken(RequestError):
    """The header If-Match is missing where it has to be, or cannot be read."""

    code = "BadRequest_InvalidToken"


class WrongType(RequestError):
    code = "Application_EvaluateException"


class ReadOnly(RequestError):
    code = "BadRequest_InvalidOperation"


class Missing(RequestError):
    code = "BadRequest_RequiredParamNotProvided"


class NotNow(RequestError):
    """Somebody else is writing for long, or too much is under way."""

    code = "Internal_ServerBusy"

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "60"}


class Unexpected(RequestError):
    code = "Internal_ServerError"


class TooOften(RequestError):
    code = "Request_RateLimited"

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.values["seconds"])}


def not_a_path(path: str) -> NoSuchPath:
    return NoSuchPath(pgettext("msg.api_no_path", "There is nothing at this address: %(path)s.") % {"path": path[:200]})


def malformed(cause: Exception) -> RequestError:
    return RequestError(pgettext("msg.api_request", "This request cannot be read."), cause=type(cause).__name__)


def nothing_taken() -> str:
    return pgettext("msg.api_no_members", "This act takes nothing: send {}.")


def gone() -> NoSuchRecord:
    return NoSuchRecord(pgettext("msg.record_gone", "This record no longer exists."))


def refusal(request: HttpRequest, error: DomainError, *, beside: Mapping[str, Any] | None = None) -> HttpResponse:
    """The answer to an error. It names the property that the error is about; `beside` is what stands in the answer beside it."""
    each = error.errors if isinstance(error, FieldErrors) else [error]
    message = " ".join(one.message for one in each)
    told = {"code": each[0].code, "message": f"{message}  CorrelationId: {getattr(request, 'reference', '')}."}
    target = {"target": each[0].field} if each[0].field else {}
    response = json_answer({"error": told | target, **(beside or {})}, status=_STATUSES.get(each[0].code, 400))
    for name, value in error.headers().items() if isinstance(error, RequestError) else ():
        response.headers[name] = value
    return response


def busy() -> NotNow:
    return NotNow(
        pgettext("msg.busy", "An act on a great many rows is being stored just now. Nothing of yours was saved; try again in a minute.")
    )


def unexpected() -> Unexpected:
    return Unexpected(pgettext("msg.api_server_error", "Something went wrong on our side. Nothing was changed."))
