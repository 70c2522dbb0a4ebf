"""How well a place fits what was typed: by its name in the user's language first, then in the others and by its synonyms."""

import re
from collections.abc import Sequence
from typing import Final

from django.conf import settings

from postkring.kit.text import fold
from postkring.web.places import Place

_SEPARATORS: Final = re.compile(r"[\s\-–_/.,:’'`]+")
WHOLE, BEGINNING, OF_WORDS, INSIDE, NO_MATCH = 0, 1, 2, 3, 99
LEAST_INSIDE: Final = 3


def words_of(text: str) -> list[str]:
    return [word for word in _SEPARATORS.split(fold(text)) if word]


def fit_of(place: Place, words: Sequence[str], language: str) -> tuple[int, str]:
    """How well, lower is better, and the other name it was found by: "" where it was its own in this language, which goes before all."""
    own, *others = names_of(place, language)
    if (best := fit(own, words)) < NO_MATCH:
        return best, ""
    best, _, name = min((fit(name, words), order, name) for order, name in enumerate(others))
    return (best, name) if best < NO_MATCH else (NO_MATCH, "")


def names_of(place: Place, language: str) -> list[str]:
    """Its own in this language first, then those in the others and the synonyms."""
    others = [place.title_in(code) for code, _ in settings.LANGUAGES if code != language]
    return [place.title_in(language), *others, *place.synonyms]


def named(title: str, found_as: str) -> str:
    """A name, behind the other one that it was found by."""
    return f"{found_as[:1].upper()}{found_as[1:]} – {title}" if found_as else title


def fit(name: str, words: Sequence[str]) -> int:
    parts = words_of(name)
    joined, typed = " ".join(parts), " ".join(words)
    if joined == typed:
        return WHOLE
    if joined.startswith(typed):
        return BEGINNING
    if all(any(part.startswith(word) for part in parts) for word in words):
        return OF_WORDS
    # Two letters somewhere inside a word say nothing yet.
    return INSIDE if len(typed) >= LEAST_INSIDE and all(word in joined for word in words) else NO_MATCH
