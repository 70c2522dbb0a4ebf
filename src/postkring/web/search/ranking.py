"""Finds pages and tasks by what people call them: in their own language first, then by synonyms and the other languages."""

import re
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from postkring.accounts.models import User
from postkring.kit.text import fold
from postkring.web.places import Place, open_places
from postkring.web.search.searchers import Hit

LIMIT: Final = 8
_SEPARATORS: Final = re.compile(r"[\s\-–_/.,:’'`]+")
NO_MATCH: Final = 99
LEAST_INSIDE: Final = 3
BEHIND_OWN: Final = 10


def find_places(text: str, user: User | AnonymousUser, language: str) -> list[Hit]:
    """The best matches first; all places in the order of the catalogue when nothing is typed."""
    offered = list(open_places(user))
    words = words_of(text)
    if not words:
        return [_hit(place, url, "") for place, url in offered if not place.is_task]
    ranked = []
    for order, (place, url) in enumerate(offered):
        rank, found_as = _rank(place, words, language)
        if rank < NO_MATCH:
            ranked.append((rank, place.is_task, order, _hit(place, url, found_as)))
    return [hit for _, _, _, hit in sorted(ranked, key=lambda row: row[:3])][:LIMIT]


def words_of(text: str) -> list[str]:
    return [word for word in _SEPARATORS.split(fold(text)) if word]


def _rank(place: Place, words: list[str], language: str) -> tuple[int, str]:
    """How well a place fits, lower is better, and the other name it was found by."""
    own = _fit(place.title_in(language), words)
    if own < NO_MATCH:
        return own, ""
    others = [place.title_in(code) for code, _ in settings.LANGUAGES if code != language]
    fits = [(_fit(name, words), order, name) for order, name in enumerate([*others, *place.synonyms])]
    best, _, name = min(fits)
    return (BEHIND_OWN + best, name) if best < NO_MATCH else (NO_MATCH, "")


def _fit(name: str, words: list[str]) -> int:
    """0 the whole name, 1 its beginning, 2 beginnings of its words, 3 somewhere inside."""
    parts = words_of(name)
    joined, typed = " ".join(parts), " ".join(words)
    if joined == typed:
        return 0
    if joined.startswith(typed):
        return 1
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 2
    # Two letters somewhere inside a word say nothing yet.
    return 3 if len(typed) >= LEAST_INSIDE and all(word in joined for word in words) else NO_MATCH


def _hit(place: Place, url: str, found_as: str) -> Hit:
    title = str(place.title)
    return Hit(f"{found_as[:1].upper()}{found_as[1:]} – {title}" if found_as else title, url, place.icon)
