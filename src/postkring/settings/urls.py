"""Which door answers where. Doors are strangers to each other: this is the only place that names more than one."""

from django.urls import include, path

urlpatterns = [
    path("", include("postkring.api.urls")),
    path("", include("postkring.web.urls")),
]

handler400 = "postkring.web.errors.bad_request"
handler403 = "postkring.web.errors.not_permitted"
handler404 = "postkring.web.errors.not_found"
handler429 = "postkring.web.errors.too_often"  # django-allauth looks for it here
handler500 = "postkring.web.errors.server_error"
