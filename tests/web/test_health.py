from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from postkring.web.health import urls


def test_live_asks_nobody(client: Client, db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "live"})
    assert len(queries) == 0


def test_ready_says_whether_pages_can_be_served(client: Client, db: None) -> None:
    assert client.get("/health/ready").json() == {"status": "ready"}
    with patch.object(urls, "ready", lambda: False):
        response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "not ready"})
    assert response.headers["Cache-Control"] == "no-store"
