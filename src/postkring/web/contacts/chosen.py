"""The list that an act on several contacts was asked for from: all contacts, who has a code, the lines of a segment."""

from typing import Final

from django.urls import Resolver404, resolve, reverse

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.web.frame import is_part
from postkring.web.languages import safe_next
from postkring.web.request import Request

LISTS: Final = frozenset({"contacts", "segment", *(spec.name for spec in CLASSIFICATIONS)})


def list_again(request: Request) -> str:
    """The list as it stood below the window; all contacts where one came from elsewhere."""
    contacts = reverse("contacts")
    came_from = (request.htmx.current_url_abs_path or "") if is_part(request) else _sent_along(request)
    return safe_next(request, came_from, contacts) if _is_list(came_from.partition("?")[0]) else contacts


def _sent_along(request: Request) -> str:
    """Without script the form of the list says which one it was, and the page of the act says it again."""
    return request.POST.get("next", "") or request.GET.get("next", "")


def _is_list(path: str) -> bool:
    try:
        return resolve(path).url_name in LISTS
    except Resolver404:
        return False
