"""Names of countries and languages in the language of the moment."""

import pytest
from django.utils import translation

from postkring.kit.text import fold
from postkring.setup.queries import country_choices, country_name, language_choices, language_name


@pytest.mark.parametrize(
    ("language", "belgium", "dutch", "flemish"),
    [
        ("nl", "België", "Nederlands", "Nederlands (België)"),
        ("fr", "Belgique", "néerlandais", "néerlandais (Belgique)"),
        ("de", "Belgien", "Niederländisch", "Niederländisch (Belgien)"),
        ("en", "Belgium", "Dutch", "Dutch (Belgium)"),
    ],
)
def test_names_are_in_the_language_of_the_moment(language: str, belgium: str, dutch: str, flemish: str) -> None:
    with translation.override(language):
        assert (country_name("BE"), language_name("nl"), language_name("nl-BE")) == (belgium, dutch, flemish)


def test_what_nobody_knows_is_its_code() -> None:
    with translation.override("en"):
        assert (country_name("QX"), language_name("qx")) == ("QX", "qx")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_choices_stand_in_the_order_of_their_names(language: str) -> None:
    with translation.override(language):
        for choices in (country_choices(), language_choices()):
            names = [fold(name) for _, name in choices]
            assert names == sorted(names)
            assert len({code for code, _ in choices}) == len(choices)
            assert [code for code, name in choices if name == code] == []


@pytest.mark.django_db
def test_an_accent_does_not_put_a_name_at_the_end() -> None:
    with translation.override("fr"):
        names = [name for _, name in country_choices()]
    assert names.index("Espagne") < names.index("États-Unis") < names.index("Finlande")
