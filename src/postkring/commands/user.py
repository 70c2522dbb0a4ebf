"""postkring user: who may sign in."""

import secrets
import sys
from argparse import Namespace

from postkring.accounts import actions
from postkring.accounts.models import User
from postkring.kit.errors import NotFound, Refused
from postkring.operations.schema import bring_up_to_date


def add(options: Namespace) -> int:
    password = _typed_password() if options.password_stdin else secrets.token_urlsafe(15)
    bring_up_to_date()
    user = actions.add_user(options.name, role=options.role, password=password, by=None)
    print(f"{user.username} can sign in now, as {user.role}.")
    if not options.password_stdin:
        print(f"Password (shown this once): {password}")
    return 0


def show(options: Namespace) -> int:
    bring_up_to_date()
    for user in User.objects.order_by("username"):
        print(f"{user.username}\t{user.role}\t{'active' if user.is_active else 'disabled'}")
    return 0


def disable(options: Namespace) -> int:
    bring_up_to_date()
    user = the_user(options.name)
    actions.disable_user(user, by=None)
    print(f"{user.username} can sign in no longer.")
    return 0


def the_user(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        raise NotFound(f"There is no user {name}: postkring user list shows everybody.")
    return user


def _typed_password() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise Refused("No password came in on standard input: pipe one in, or leave --password-stdin out to have one made.")
    return password
