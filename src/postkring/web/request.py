"""What our middleware adds to a request, for the types of views."""

from collections.abc import Mapping

from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django_htmx.middleware import HtmxDetails

from postkring.accounts.models import User
from postkring.kit.text import is_storable


class Request(HttpRequest):
    """A request of a signed-in user. Pages declared with `public` may meet an anonymous one: they use PublicRequest."""

    user: User
    htmx: HtmxDetails
    reference: str


class PublicRequest(HttpRequest):
    htmx: HtmxDetails
    reference: str


def posted(request: HttpRequest, name: str) -> str:
    """What was sent under that name; "" for text that no database takes, which names nothing."""
    text = request.POST.get(name, "")
    return text if is_storable(text) else ""


def query_with(query: QueryDict, changes: Mapping[str, object]) -> str:
    """A page's query with some values changed; None and "" take one out. A copy of a QueryDict costs ten times as much."""
    values = dict(query.lists())
    for name, value in changes.items():
        if value is None or value == "":
            values.pop(name, None)
        else:
            values[name] = [str(value)]
    return f"?{urlencode(values, doseq=True)}"
