"""What the server starts."""

from django.core.wsgi import get_wsgi_application

from postkring.kit.circles import spare_what_is_loaded

application = get_wsgi_application()
spare_what_is_loaded()
