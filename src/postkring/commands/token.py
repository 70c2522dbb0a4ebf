"""postkring token: what programs sign in with."""

import sys
from argparse import Namespace
from datetime import date, timedelta

from django.utils import timezone

from postkring.accounts.models import ApiToken
from postkring.accounts.token_actions import make_token, revoke_token
from postkring.commands.user import the_user
from postkring.kit.days import ends
from postkring.kit.errors import NotFound
from postkring.operations.schema import bring_up_to_date


def add(options: Namespace) -> int:
    """The token stands alone on standard output, so that it can be piped on; what there is to say about it goes elsewhere."""
    bring_up_to_date()
    owner = the_user(options.user)
    expires = ends(timezone.localdate() + timedelta(days=options.days)) if options.days else None
    token, text = make_token(owner, options.name, role=options.role or owner.role, expires=expires, by=None)
    print(f"Token {token.pk} of {owner.username}, {token.role}, valid {_until(token.last_day)}. It is shown this once:", file=sys.stderr)
    print(text)
    return 0


def show(options: Namespace) -> int:
    bring_up_to_date()
    tokens = ApiToken.objects.select_related("owner").filter(revoked=None).order_by("owner__username", "pk")
    if options.user:
        tokens = tokens.filter(owner=the_user(options.user))
    for token in tokens:
        used = f"used {timezone.localtime(token.last_used):%Y-%m-%d %H:%M}" if token.last_used else "not used yet"
        state = "expired" if token.is_expired else _until(token.last_day)
        print(token.pk, token.owner.username, token.role, token.name, f"{token.hint}…", state, used, sep="\t")
    return 0


def revoke(options: Namespace) -> int:
    bring_up_to_date()
    token = ApiToken.objects.select_related("owner").filter(pk=options.number, revoked=None).first() if options.number < 2**63 else None
    if token is None:
        raise NotFound(f"There is no token {options.number}: postkring token list shows all that open something.")
    revoke_token(token, by=None)
    print(f"Token {token.pk} of {token.owner.username} opens nothing any more.")
    return 0


def _until(last: date | None) -> str:
    return "until revoked" if last is None else f"until {last:%Y-%m-%d}"
