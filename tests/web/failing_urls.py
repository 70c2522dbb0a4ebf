"""The URLs of the product and some that fail in every way an act can."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from postkring.accounts.permissions import Permission
from postkring.kit.errors import AlreadyExists, Changed, DomainError, FieldErrors, NotAcceptable, NotFound, NotPermitted, Refused
from postkring.settings import urls
from postkring.web.routes import page, public

ERRORS: dict[str, Exception] = {
    "not-permitted": NotPermitted("No <b>way</b>."),
    "not-found": NotFound("No <b>way</b>."),
    "changed": Changed("No <b>way</b>."),
    "refused": Refused("No <b>way</b>."),
    "exists": AlreadyExists("No <b>way</b>."),
    "domain": DomainError("No <b>way</b>."),
    "fields": FieldErrors([NotAcceptable("First.", field="a"), NotAcceptable("Second.", field="b")]),
    "denied": PermissionDenied(),
    "broken": RuntimeError("secret of the database"),
}


def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise ERRORS[how]


urlpatterns = [
    *urls.urlpatterns,
    page("failing/<str:how>", fail, name="failing", needs=Permission.READ),
    public("failing-openly/<str:how>", fail, name="failing_openly"),
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler429 = urls.handler429
handler500 = urls.handler500
