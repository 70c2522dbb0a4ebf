"""Which column of a file is which field: our own names, the captions of our four languages, Google and Outlook."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext, pgettext_lazy

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.contacts.catalogue import BY_NAME, FIELDS
from postkring.imports.synonyms import HOME, SYNONYMS, TELEPHONE, TELEPHONE_KIND
from postkring.kit.sheets.sheet import unreadable
from postkring.kit.text import Words, fold

# Consent of parents lets a block be lifted: a file never gives it.
_NEVER: Final = ("parental_consent",)
CODES: Final = {spec.names: spec for spec in CLASSIFICATIONS}
TARGETS: Final = (*(field.name for field in FIELDS if field.name not in _NEVER), *CODES)
# Fields that several columns of a file cannot make up together: of the others the first value counts, or they are put one after the other.
_ONLY_ONCE: Final = ("number", "type", "name")

_NAMES: Final = ("name", "surname", "company_name")
_TOGETHER: Final = ("address", "address_2", "email")  # what several columns say of these is put together
_HOUSE: Final = ("huisnummer", "huisnr", "housenumber", "houseno", "hausnummer", "hausnr", "numerodemaison", "huisnummertoevoeging")
_BEHIND_STREET: Final = ("nr", "no", "numero", "nummer", "number", "bus", "busnr", "busnummer", "boite", "bte", "box")
_LOCATION: Final = "ort"
_CITIES: Final = ("ortgeschaftlich", "ortprivat")
_TITLES: Final = ("titre", "titre2")

_CAPTIONS: Final[dict[str, tuple[Words, ...]]] = {
    **{spec.names: (spec.plural, spec.code_label) for spec in CLASSIFICATIONS},
    "language": (pgettext_lazy("field.language", "Language"),),
    "country": (pgettext_lazy("field.country_region", "Country/Region"),),
}


def recognised(header: Sequence[str]) -> list[str]:
    """For each column its field, or "" where none is known. The first of several wins where a field takes one column only."""
    known = _known()
    targets = [known.get(normal(name), "") for name in header]
    if "first_name" in targets and "surname" not in targets:
        # French Outlook calls the surname “Nom”, which is our caption of the whole name.
        targets = ["surname" if target == "name" else target for target in targets]
    _see_titles(header, targets)
    _see_location(header, targets)
    _see_house_numbers(header, targets)
    seen: set[str] = set()
    for place, target in enumerate(targets):
        if target in seen and target in _ONLY_ONCE:
            targets[place] = ""
        seen.add(target)
    return targets


def _see_titles(header: Sequence[str], targets: list[str]) -> None:
    """French Outlook calls two columns “Titre”: before the name it is Monsieur or Madame, after it what somebody does."""
    if "job_title" in targets:
        return
    named = [place for place, target in enumerate(targets) if target in _NAMES]
    for place, name in enumerate(header):
        if normal(name) in _TITLES and named and place > named[0]:
            targets[place] = "job_title"
            return


def _see_location(header: Sequence[str], targets: list[str]) -> None:
    """German Outlook calls a meeting place “Ort”, which elsewhere is the city: its cities say at work or at home."""
    names = [normal(name) for name in header]
    if _LOCATION in names and any(name in names for name in _CITIES):
        targets[names.index(_LOCATION)] = ""


def _see_house_numbers(header: Sequence[str], targets: list[str]) -> None:
    """House number and box belong to the street when a column of streets stands beside them. “Nr” alone may be that of the contact."""
    if "address" not in targets:
        return
    for place, name in enumerate(map(normal, header)):
        is_behind = place > 0 and targets[place - 1] == "address"
        if name in _HOUSE or (is_behind and name in _BEHIND_STREET):
            targets[place] = "address"


def given_twice(targets: Sequence[str]) -> list[str]:
    """Fields to which several columns go, of which only the first one with a value counts."""
    counted = Counter(target for target in targets if target in BY_NAME and target not in _TOGETHER)
    return [target for target, count in counted.items() if count > 1]


def refuse_twice(names: Sequence[str]) -> None:
    """A column that is known must be there once: nobody could say which of the two counts. Others are told apart by a number."""
    for name in names:
        if normal(name) in _known():
            raise unreadable(
                pgettext("msg.file_header_twice", "The column “%(name)s” is there twice. Give each column a name of its own.")
                % {"name": name},
                name=name,
            )


def named(header: Sequence[str]) -> list[str]:
    """The header with a name for every column: in a profile and among the refused rows one without a name is called the same."""
    return [name or f"column {place}" for place, name in enumerate(header, start=1)]


def normal(name: str) -> str:
    """A header as it is compared."""
    return "".join(sign for sign in fold(name) if sign.isalnum())


def label_of(target: str) -> Words:
    """What the mapping calls a field."""
    if target in BY_NAME:
        return BY_NAME[target].label
    if target in CODES:
        return CODES[target].plural
    if target == TELEPHONE:
        return pgettext("import.telephone", "Phone or mobile, by its label")
    if target == TELEPHONE_KIND:
        return pgettext("import.telephone_kind", "Label of the phone")
    return pgettext("import.at_home", "%(field)s at home") % {"field": BY_NAME[target.removeprefix(HOME)].label}


def is_target(name: str) -> bool:
    return name in TARGETS or name in SYNONYMS


@cache
def _known() -> dict[str, str]:
    """Own names first, then captions, then what others say: where two agree on a word, the first one has it."""
    found = {normal(target): target for target in TARGETS}
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            for field in FIELDS:
                if field.name not in _NEVER:
                    found.setdefault(normal(str(field.label)), field.name)
            for target, captions in _CAPTIONS.items():
                for caption in captions:
                    found.setdefault(normal(str(caption)), target)
    for target, words in SYNONYMS.items():
        for word in words:
            found.setdefault(normal(word), target)
    return found
