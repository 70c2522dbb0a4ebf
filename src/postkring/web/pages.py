"""How a view answers: a page, a part of one, or on to another page. One URL serves both a whole page and a dialog."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from postkring.web.frame import is_part

INVALID = 422


def answer(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """The page, or inside `#dialog` the same page as a dialog: the template extends `frame.layout`, which knows.

    Behind what htmx asked for come the toasts of the request.
    """
    response = HttpResponse(render_to_string(template, dict(context or {}), request), status=status)
    if is_part(request) and messages.get_messages(request):
        response.write(render_to_string("components/toasts.html", {"out_of_band": True}, request))
    # The same URL gives another text to htmx; the back button must not be handed a fragment.
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def part(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """A fragment that htmx puts into the page: a template that the page itself is made of."""
    return answer(request, template, context, status=status)


def done(request: HttpRequest, url: str) -> HttpResponse:
    """After an act: on to `url`. From a dialog the whole page goes there, so that it shows what has changed."""
    if is_part(request):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)


def toast(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Says on the next page, or behind the next part, what has been done. `undo` is the URL that takes it back by POST."""
    messages.success(request, text, extra_tags=undo)


def warn(request: HttpRequest, text: str) -> None:
    """As toast, for what the user should look at; it stays until it is closed."""
    messages.warning(request, text)
