"""What our middleware adds to a request, for the types of views."""

from django.http import HttpRequest
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
