import logging

import pytest
from django.test import Client

from postkring.accounts.models import User


def test_the_content_security_policy_allows_nothing_inline_and_nothing_from_elsewhere(as_reader: Client) -> None:
    policy = as_reader.get("/").headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == {
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cache-Control", "private, no-cache"),
        ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ],
)
def test_pages_carry_the_security_headers(as_reader: Client, name: str, value: str) -> None:
    assert as_reader.get("/").headers[name] == value


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/sign-in/", "/nowhere", "/health/live"])
def test_pages_before_signing_in_carry_them_too(client: Client, url: str) -> None:
    headers = client.get(url).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


def test_the_same_address_is_kept_apart_for_a_page_and_a_part(as_reader: Client) -> None:
    assert {"HX-Request", "HX-Target", "Cookie", "Accept-Language"} <= {
        name.strip() for name in as_reader.get("/").headers["Vary"].split(",")
    }


def test_a_request_leaves_one_line_with_facts_and_nothing_typed(as_reader: Client, reader: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "postkring.request"):
        response = as_reader.get("/search?q=Claes")
    (line,) = [record for record in caplog.records if record.name == "postkring.request"]
    facts = vars(line)
    assert (facts["method"], facts["path"], facts["status"], facts["user_id"]) == ("GET", "/search", 200, reader.pk)
    assert facts["reference"] == response.headers["X-Reference"]
    assert facts["milliseconds"] >= 0
    assert "Claes" not in str(facts)


def test_a_stranger_has_no_user_id_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "postkring.request"):
        client.get("/health/live")
    assert vars(caplog.records[-1])["user_id"] is None
