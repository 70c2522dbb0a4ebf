"""How a URL is declared: for whom it is. A route declared otherwise fails a test, so nothing is open by accident."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from postkring.accounts.access import require
from postkring.accounts.permissions import Permission
from postkring.kit.text import is_storable

View = Callable[..., HttpResponseBase]


class Guarded:
    """A view for users whose role holds `needs`. Anybody else is asked to sign in, or refused with a sentence."""

    login_required = True

    def __init__(self, view: View, needs: Permission) -> None:
        update_wrapper(self, view)
        self.view = view
        self.needs = needs

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(request.user, self.needs)
        if not all(is_storable(str(value)) for value in kwargs.values()):
            raise Http404  # no record is called by what cannot be stored
        return self.view(request, *args, **kwargs)


class Open:
    """A view for everybody, signed in or not."""

    login_required = False

    def __init__(self, view: View) -> None:
        update_wrapper(self, view)
        self.view = view
        self.login_required = False

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.view(request, *args, **kwargs)


def page(route: str, view: View, *, name: str, needs: Permission) -> URLPattern:
    return path(route, Guarded(view, needs), name=name)


def public(route: str, view: View, *, name: str) -> URLPattern:
    return path(route, Open(view), name=name)
