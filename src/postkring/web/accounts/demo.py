"""Who may sign in as the demo user: whoever sits at the machine itself while the demo is there, and nobody through a proxy."""

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from postkring.accounts.models import User
from postkring.operations.demo import demo_is_there, demo_user

FORWARDED: Final = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")


def demo_user_here(request: HttpRequest) -> User | None:
    return demo_user() if is_loopback(request) and demo_is_there() else None


def is_loopback(request: HttpRequest) -> bool:
    """A proxy need not say that it is one: an address of its own, or any name but this machine's, says so too."""
    if settings.BASE_URL or any(name in request.META for name in FORWARDED):
        return False
    host = split_domain_port(request.get_host())[0].strip("[]")
    return (host == "localhost" or _is_near(host)) and _is_near(request.META.get("REMOTE_ADDR", ""))


def _is_near(address_text: str) -> bool:
    try:
        address = ipaddress.ip_address(address_text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
