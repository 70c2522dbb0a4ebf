"""Whom an API token stands for: its owner, with no more than the token's role and the owner's present one both allow."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.utils import timezone

from postkring.accounts.access import require
from postkring.accounts.models import ApiToken, User
from postkring.accounts.permissions import Permission
from postkring.kit.sql import is_busy

PREFIX: Final = "pk_"  # what scanners for leaked secrets, and people, recognise it by
RANDOM_BYTES: Final = 32
LENGTH: Final = len(PREFIX) + 43  # base64url of 32 bytes, without padding
# Last use is told to five minutes: a program that calls all the time must not make every reading a write.
COARSE: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Caller:
    """`user` acts as any user does, in the ledger too; `token` is the key of the token that was shown."""

    user: User
    token: int


def caller_of_token(text: str, *, now: datetime | None = None) -> Caller | None:
    """None for a text that is no token, for one that was revoked or has expired, and for one whose owner is disabled. One query."""
    token = _token_of(text)
    return None if token is None else _opened(token, now or timezone.now())


def caller_of_credentials(user_name: str, text: str, *, now: datetime | None = None) -> Caller | None:
    """The same where a name comes along (Basic): it has to be the owner's, as it is written."""
    token = _token_of(text)
    if token is None or not secrets.compare_digest(token.owner.username.encode(), user_name.encode(errors="replace")):
        return None
    return _opened(token, now or timezone.now())


def tokens_of(owner: User, *, by: User) -> QuerySet[ApiToken]:
    """Those that were not revoked, the newest first. One's own; administrators see those of everybody."""
    require(by, Permission.READ if by.pk == owner.pk else Permission.ADMINISTER)
    return ApiToken.objects.filter(owner=owner, revoked=None).order_by("-created", "-pk")


def new_text() -> str:
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def digest_of(text: str) -> str:
    """256 random bits need no slow hash: nobody guesses them."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _token_of(text: str) -> ApiToken | None:
    if len(text) != LENGTH or not text.startswith(PREFIX):
        return None
    digest = digest_of(text)
    found = ApiToken.objects.select_related("owner").filter(digest=digest).first()
    # Found by an index, whose time tells of the digest at most; what decides is compared in constant time.
    return found if found is not None and secrets.compare_digest(found.digest, digest) else None


def _opened(token: ApiToken, now: datetime) -> Caller | None:
    if token.revoked is not None or token.has_expired(now) or not token.owner.is_active:
        return None
    _note_use(token, now)
    token.owner.at_most = token.role
    return Caller(token.owner, token.pk)


def _note_use(token: ApiToken, now: datetime) -> None:
    """View state, outside the ledger (OUTSIDE in its declarations). Of two calls at once, one writes; neither fails because nobody can."""
    earlier = now - COARSE
    if token.last_used is not None and token.last_used > earlier:
        return
    unnoted = ApiToken.objects.filter(Q(last_used=None) | Q(last_used__lte=earlier), pk=token.pk)
    try:
        unnoted.update(last_used=now)
    except DatabaseError as error:
        if not is_busy(error):
            raise
