"""The URLs of an installation that can send e-mail."""

from postkring.web import urls
from postkring.web.accounts.urls import reset_urlpatterns

urlpatterns = [*urls.urlpatterns, *(route for route in reset_urlpatterns if route not in urls.urlpatterns)]
handler404 = urls.handler404
handler429 = urls.handler429
handler500 = urls.handler500
