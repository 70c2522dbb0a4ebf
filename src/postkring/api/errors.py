"""Every failure in one shape: the status and the code that integrators rely on, and a sentence in the caller's language."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext

from postkring.api.answers import json_answer
from postkring.kit.errors import Changed, DomainError, FieldErrors, NotFound, NotPermitted
from postkring.kit.sql import is_busy

STATUSES: Final[tuple[tuple[type[DomainError], int], ...]] = ((NotPermitted, 403), (NotFound, 404), (Changed, 409), (DomainError, 400))


class RequestError(DomainError):
    """The request itself is at fault, whatever it is about."""

    code = "BadRequest_InvalidRequest"
    status: ClassVar[int] = 400

    def headers(self) -> dict[str, str]:
        return {}


class BadGuid(RequestError):
    code = "Application_InvalidGUID"


class NoSuchPath(RequestError):
    code = "BadRequest_NotFound"
    status = 404


class NoSuchRecord(RequestError):
    code = "Internal_RecordNotFound"
    status = 404


class NoSuchCompany(RequestError):
    code = "Internal_CompanyNotFound"
    status = 404


class NotSignedIn(RequestError):
    code = "Authentication_InvalidCredentials"
    status = 401

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": 'Bearer realm="Postkring", Basic realm="Postkring", charset="UTF-8"'}


class WrongMethod(RequestError):
    code = "BadRequest_MethodNotAllowed"
    status = 405

    def headers(self) -> dict[str, str]:
        return {"Allow": str(self.values["allowed"])}


class TooLarge(RequestError):
    code = "BadRequest_TooLarge"
    status = 413


class WrongMediaType(RequestError):
    code = "BadRequest_UnsupportedMediaType"
    status = 415


class BadToken(RequestError):
    """The header If-Match is missing where it has to be, or cannot be read."""

    code = "BadRequest_InvalidToken"


class TooOften(RequestError):
    code = "Request_RateLimited"
    status = 429

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


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to an error that a rule or the request itself raised."""
    first = error.errors[0] if isinstance(error, FieldErrors) and error.errors else error
    headers = error.headers() if isinstance(error, RequestError) else {}
    status = error.status if isinstance(error, RequestError) else next(status for kind, status in STATUSES if isinstance(error, kind))
    message = " ".join(each.message for each in error.errors) if isinstance(error, FieldErrors) else error.message
    return failure(request, status=status, code=first.code, message=message, target=first.field, headers=headers)


def failure(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    message: str,
    target: str = "",
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """`target` names the property that the failure is about; `more` is what stands beside the error."""
    told = {"code": code, "message": f"{message}  CorrelationId: {getattr(request, 'reference', '')}."}
    response = json_answer({"error": told | ({"target": target} if target else {}), **(more or {})}, status=status)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def busy(request: HttpRequest, error: OperationalError) -> HttpResponse | None:
    """None where the database failed for another reason than that somebody else writes."""
    if not is_busy(error):
        return None
    said = pgettext("msg.busy", "An act on a great many rows is being stored just now. Nothing of yours was saved; try again in a minute.")
    return failure(request, status=503, code="Internal_ServerBusy", message=said, headers={"Retry-After": "60"})


def unexpected(request: HttpRequest) -> HttpResponse:
    said = pgettext("msg.api_server_error", "Something went wrong on our side. Nothing was changed.")
    return failure(request, status=500, code="Internal_ServerError", message=said)
