"""Who asks: a token, as Bearer or as the password of Basic (Excel asks for a name and a password)."""

import base64
import binascii
from typing import Final

from django.http import HttpRequest
from django.utils.translation import pgettext

from postkring.accounts.tokens import Caller, caller_of_credentials, caller_of_token
from postkring.api.errors import NotSignedIn

_LONGEST: Final = 1_000


def caller_of(request: HttpRequest) -> Caller:
    """Raises NotSignedIn without a token, and with one that opens nothing (any more)."""
    scheme, _, given = request.headers.get("Authorization", "")[:_LONGEST].partition(" ")
    if scheme.lower() == "bearer":
        caller = caller_of_token(given.strip())
    elif scheme.lower() == "basic":
        caller = caller_of_credentials(*_name_and_token(given.strip()))
    else:
        caller = None
    if caller is None:
        raise NotSignedIn(pgettext("msg.api_token_needed", "Send a valid API token, as Bearer or as the password of Basic."))
    return caller


def _name_and_token(given: str) -> tuple[str, str]:
    try:
        name, _, token = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    return name, token
