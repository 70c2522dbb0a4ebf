"""For monitors: is the process there, and can it serve. Nobody signs in, nothing is told but that."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from postkring.operations.check import ready
from postkring.web.routes import public


def live_page(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "live"}, headers={"Cache-Control": "no-store"})


def ready_page(request: HttpRequest) -> HttpResponse:
    is_ready = ready()
    said = "ready" if is_ready else "not ready"
    return JsonResponse({"status": said}, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"})


urlpatterns = [public("health/live", live_page, name="health_live"), public("health/ready", ready_page, name="health_ready")]
