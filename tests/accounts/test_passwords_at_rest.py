"""Passwords are kept as Argon2 makes them. The tests sign in with a faster hash; this asks for the one that serves."""

from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.test import override_settings

from postkring.settings import base


def test_passwords_are_hashed_with_argon2() -> None:
    with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):
        kept = make_password("een lang wachtwoord")
        assert kept.startswith("argon2")
        assert identify_hasher(kept).algorithm == "argon2"
        assert check_password("een lang wachtwoord", kept)
        assert not check_password("een ander wachtwoord", kept)
