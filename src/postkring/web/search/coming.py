"""What people look for and the product does not have yet: the chapter on what is to come answers for it.

Each is a place without a page. Once there is one, it is found as any other; then it belongs into the catalogue of places.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import pgettext_lazy

from postkring.web.places import PLACES, Place, words
from postkring.web.search.fitting import BEGINNING, WHOLE, fit, named, names_of, words_of

LEAST: Final = 4  # letters of a beginning
COMING: Final = (
    Place(
        "salutations",
        pgettext_lazy("page.salutations", "Salutations"),
        "clock",
        synonyms=words(
            "aanhef, aanspreektitel, begroeting, aanspreking, aansprekingscode, civilité, titre, politesse, formule d’appel, "
            "Grußformel, Titel, Anrede, greeting, title, salutation"
        ),
    ),
    Place(
        "organizational_levels",
        pgettext_lazy("page.organizational_levels", "Organizational Levels"),
        "clock",
        synonyms=words(
            "niveaus, niveaus binnen de organisatie, hiërarchie, niveaux organisationnels, hiérarchie, Organisationsstufen, Hierarchie, "
            "seniority, hierarchy, levels"
        ),
    ),
    Place(
        "contact_duplicates",
        pgettext_lazy("page.contact_duplicates", "Duplicate Contacts"),
        "clock",
        synonyms=words(
            "duplicaten, dubbels, ontdubbelen, samenvoegen, doublons, dédoublonner, fusionner, Dubletten, Duplikate, zusammenführen, "
            "duplicates, merge, dedupe"
        ),
    ),
    Place(
        "labels",
        pgettext_lazy("action.print_labels", "Print Labels"),
        "clock",
        synonyms=words(
            "etiketten, labels, adresetiketten, stickers, étiquettes, étiquettes d’adresse, autocollants, Etiketten, Adressaufkleber, "
            "Aufkleber, address labels"
        ),
    ),
    Place(
        "business_relations",
        pgettext_lazy("page.business_relations", "Business Relations"),
        "clock",
        synonyms=words("zakenrelatiecode, code relation d’affaires, Geschäftsbeziehungscode, business relation code"),
    ),
)


def coming(text: str, language: str) -> str:
    """The name of what is meant and still to come, or ""."""
    typed = words_of(text)
    names = [(name, place) for place in _without_page() for name in names_of(place, language)]
    if not typed or not names:
        return ""
    best, name, place = min(((fit(name, typed), name, place) for name, place in names), key=lambda each: each[0])
    if best != WHOLE and not (best == BEGINNING and _is_most(typed, name)):
        return ""
    title = place.title_in(language)
    return named(title, "" if name == title else name)


def _is_most(typed: Sequence[str], name: str) -> bool:
    """Few letters begin what is there as well: nobody who types "contact" means the history of contacts."""
    letters = len("".join(typed))
    return letters >= LEAST and 2 * letters >= len("".join(words_of(name)))


def _without_page() -> Iterator[Place]:
    return (place for place in (*COMING, *PLACES) if not place.url)
