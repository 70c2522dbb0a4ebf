"""The URLs of an installation that can send e-mail."""

from postkring.web import urls
from postkring.web.accounts.urls import reset_urlpatterns

urlpatterns = [*urls.urlpatterns, *(route for route in reset_urlpatterns if route not in urls.urlpatterns)]
