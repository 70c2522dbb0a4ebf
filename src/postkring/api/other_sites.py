"""Pages of other sites (CORS): none may ask from a browser unless an administrator names its origin. A token is needed all the same."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_METHODS: Final = "GET, HEAD, POST, PATCH, DELETE"
_ASKED: Final = "Accept-Language, Authorization, Content-Type, If-Match, OData-MaxVersion, OData-Version, Prefer"
_TOLD: Final = "ETag, Location, OData-Version, Preference-Applied, Retry-After, X-Reference"
_HOUR: Final = "3600"


def question(request: HttpRequest) -> HttpResponse | None:
    """The answer to a browser that asks beforehand, without a token, whether a page may ask; None to every other request."""
    asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    if not asks or not _is_named(request):
        return None
    response = HttpResponse(status=204)
    response.headers["Access-Control-Allow-Methods"] = _METHODS
    response.headers["Access-Control-Allow-Headers"] = _ASKED
    response.headers["Access-Control-Max-Age"] = _HOUR
    return response


def let_in(request: HttpRequest, response: HttpResponse) -> None:
    """Lets the page that asked read the answer. What differs by origin says so, for caches."""
    if not settings.API_ORIGINS:
        return
    response.headers["Vary"] = f"{response.headers['Vary']}, Origin"
    if _is_named(request):
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Expose-Headers"] = _TOLD


def _is_named(request: HttpRequest) -> bool:
    return request.headers.get("Origin") in settings.API_ORIGINS
