"""The addresses of the service: one view takes them apart, for they are OData's and not Django's."""

from django.urls import path, re_path

from postkring.api.docs import docs
from postkring.api.views import SERVICE

urlpatterns = [path("api/docs", docs, name="api_docs"), re_path(r"^api/v2\.0(?:/(?P<path>(?s:.*)))?\Z", SERVICE, name="api")]
