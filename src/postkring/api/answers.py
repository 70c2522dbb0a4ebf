"""How an answer is written: JSON in OData's form, never kept by a cache."""

from typing import Any, Final

import orjson
from django.http import HttpResponse

CONTENT_TYPE: Final = "application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8"
_OPTIONS: Final = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def json_answer(data: Any, *, status: int = 200) -> HttpResponse:
    """Instants in UTC, days as 2026-02-01, GUIDs as their usual text."""
    return with_headers(HttpResponse(orjson.dumps(data, option=_OPTIONS), status=status, content_type=CONTENT_TYPE))


def text_answer(text: str) -> HttpResponse:
    return with_headers(HttpResponse(text, content_type="text/plain; charset=utf-8"))


def xml_answer(text: str) -> HttpResponse:
    return with_headers(HttpResponse(text, content_type="application/xml; charset=utf-8"))


def nothing() -> HttpResponse:
    """Done, and nothing to say."""
    response = with_headers(HttpResponse(status=204))
    del response.headers["Content-Type"]
    return response


def with_headers(response: HttpResponse) -> HttpResponse:
    response.headers["OData-Version"] = "4.0"
    response.headers["Cache-Control"] = "no-store"
    return response
