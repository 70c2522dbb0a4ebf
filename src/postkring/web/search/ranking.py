"""Finds pages and tasks by what people call them: in their own language first, then by synonyms and the other languages."""

from typing import Final

from django.contrib.auth.models import AnonymousUser

from postkring.accounts.models import User
from postkring.web.places import Place, open_places
from postkring.web.search.fitting import NO_MATCH, fit_of, named, words_of
from postkring.web.search.searchers import Hit

LIMIT: Final = 8
BEHIND_OWN: Final = 10


def find_places(text: str, user: User | AnonymousUser, language: str) -> list[Hit]:
    """The best matches first; all places in the order of the catalogue when nothing is typed."""
    offered = [place for place, _ in open_places(user)]
    words = words_of(text)
    if not words:
        return [_hit(place, "") for place in offered if not place.is_task]
    ranked = []
    for order, place in enumerate(offered):
        fit, found_as = fit_of(place, words, language)
        if fit < NO_MATCH:
            ranked.append((fit + BEHIND_OWN if found_as else fit, place.is_task, order, _hit(place, found_as)))
    return [hit for _, _, _, hit in sorted(ranked, key=lambda row: row[:3])][:LIMIT]


def _hit(place: Place, found_as: str) -> Hit:
    return Hit(named(str(place.title), found_as), place.way_in, place.icon)
