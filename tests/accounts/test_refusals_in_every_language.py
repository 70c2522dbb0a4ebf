"""What is refused about a user is said in our own words, in every language."""

import gettext
from pathlib import Path
from typing import Final

import django.contrib.auth
import pytest
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import translation

from postkring.accounts.actions import add_user
from postkring.accounts.models import User
from postkring.kit.errors import NotAcceptable
from tests.snapshots import everything

GOOD: Final = "vuurtoren-9-blauw"
REFUSED: Final = {
    "short": ("an", "kort"),
    "numeric": ("an", "9081726354"),
    "common": ("an", "password123"),
    "similar": ("an.peeters", "an.peeters1"),
    "user name": ("an peeters", GOOD),
}
TERMS: Final = {
    "nl": ("wachtwoord", "gebruikersnaam"),
    "fr": ("mot de passe", "nom d’utilisateur"),
    "de": ("kennwort", "benutzername"),
    "en": ("password", "user name"),
}


def refusal(administrator: User, username: str, password: str) -> str:
    with pytest.raises(NotAcceptable) as refused:
        add_user(username, role="reader", password=password, by=administrator)
    return refused.value.message


@pytest.mark.django_db
@pytest.mark.parametrize("language", TERMS)
@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_uses_our_term(administrator: User, language: str, case: str) -> None:
    before = everything()
    with translation.override(language):
        said = refusal(administrator, *REFUSED[case])
    assert TERMS[language][case == "user name"] in said.lower()
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "fr", "de"])
@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_neither_english_nor_django_s(administrator: User, language: str, case: str) -> None:
    with translation.override("en"):
        english = refusal(administrator, *REFUSED[case])
    with translation.override(language):
        said = refusal(administrator, *REFUSED[case])
    assert said not in django_s(language)
    assert "password" not in said.lower()
    assert said != english


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_what_a_password_must_be_is_ours_as_well(language: str) -> None:
    with translation.override("en"):
        english = password_validators_help_texts()
    with translation.override(language):
        said = password_validators_help_texts()
    assert django_s(language).isdisjoint(said)
    assert set(english).isdisjoint(said)


def django_s(language: str) -> set[str]:
    folder = Path(django.contrib.auth.__file__).parent / "locale"
    catalogue = gettext.translation("django", folder, [language])
    return {text for text in vars(catalogue)["_catalog"].values() if text}
