"""A post code brings its place, and a place its post code, where there is only one to bring (R-3110)."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from django.db.models import QuerySet

from postkring.contacts.models import Contact
from postkring.kit.text import fold, is_storable
from postkring.setup.models import PostCode

OFFERED = 20
# The columns by which places are found, each with the order of what is found.
_COLUMNS: Final = {"code": ("city_folded", "pk"), "city_folded": ("code", "pk")}

# Towns whose names in the other languages of the country stand in addresses too, folded.
_NAMES = (
    "gent gand, antwerpen anvers, brugge bruges, mechelen malines, leuven louvain lowen, kortrijk courtrai, oostende ostende, ieper ypres, "
    "aalst alost, dendermonde termonde, oudenaarde audenarde, lier lierre, veurne furnes, roeselare roulers, ronse renaix, halle hal, "
    "vilvoorde vilvorde, tienen tirlemont, tongeren tongres, sint-truiden saint-trond, liege luik luttich, mons bergen, namur namen, "
    "tournai doornik, arlon aarlen, nivelles nijvel, wavre waver, soignies zinnik, ath aat, huy hoei, braine-le-comte s-gravenbrakel, "
    "mouscron moeskroen, comines komen, lessines lessen, enghien edingen, verviers verviers, waremme borgworm, brussel bruxelles brussels"
)
_ALSO = {name: names.split() for names in _NAMES.split(", ") for name in names.split()}


_Found: TypeAlias = tuple[PostCode | None, bool]  # the place, and whether the address as it stands belongs together
_Places: TypeAlias = "QuerySet[PostCode] | list[PostCode]"  # not asked for yet, or remembered


@dataclass
class _Memory:
    """What addresses bring; the places of entries that were looked up, by column, entry and country; and which entries those are."""

    found: dict[tuple[str, ...], _Found] = field(default_factory=dict)
    places: dict[tuple[str, str, str], list[PostCode]] = field(default_factory=dict)
    asked: dict[str, set[str]] = field(default_factory=lambda: {column: set() for column in _COLUMNS})


_remembered: ContextVar[_Memory | None] = ContextVar("remembered", default=None)


@contextmanager
def remembering_places() -> Iterator[None]:
    """For an act on many contacts: as long as it lasts, what an address brings is looked up once."""
    token = _remembered.set(_Memory())
    try:
        yield
    finally:
        _remembered.reset(token)


def look_up_places(codes: Iterable[str], cities: Iterable[str]) -> None:
    """Remembers the places of entries that are about to be asked for, one query for each column; one that ends in * is not among them."""
    memory = _remembered.get()
    if memory is None:
        return
    for column, entries in (("code", {*map(_as_code, codes)}), ("city_folded", {*map(_as_city, cities)})):
        wanted = {entry for entry in entries - memory.asked[column] if not entry.endswith("*")}
        memory.asked[column] |= wanted
        for place in PostCode.objects.filter(**{f"{column}__in": wanted}).order_by(*_COLUMNS[column]):
            memory.places.setdefault((column, getattr(place, column), str(place.country_id)), []).append(place)


def fill_place(contact: Contact, given: Collection[str], *, home_country: str) -> None:
    """After a change of the fields in `given`. What the user gave stays; several matches or none change nothing.

    Only an entry that ends in * gives way to what it found. A city that is written with the post code already keeps it:
    9040 Gent does not become 9000 Gent because most of Gent is there.
    """
    country = contact.country_id or home_country
    if ("post_code" in given) == ("city" in given):
        return
    by = "post_code" if "post_code" in given else "city"
    memory, key = _remembered.get(), (by, contact.post_code, contact.city, country)
    found = memory.found[key] if memory and key in memory.found else _found(contact, by, country)
    if memory:
        memory.found[key] = found
    place, together = found
    if place:
        _fill(contact, place, given, belong_together=together)


def _found(contact: Contact, by: str, country: str) -> _Found:
    if by == "post_code":
        matches = _known("code", _as_code(contact.post_code), country)
        found = _only(_with(matches, "city_folded", fold(contact.city))) or _only(matches)
    else:
        matches = _known("city_folded", _as_city(contact.city), country)
        found = _only(_with(matches, "code", contact.post_code)) or _only(matches)
    return found, found is not None and belong_together(contact, country)


def places_of_code(code: str, country: str) -> "QuerySet[PostCode]":
    return _places("code", _as_code(code), country)


def places_named(city: str, country: str) -> "QuerySet[PostCode]":
    return _places("city_folded", _as_city(city), country)


def suggestions(post_code: str, city: str, country: str) -> list[PostCode]:
    """What a city may be completed to: places of the post code, else of any, whose names begin with what was typed."""
    begins = fold(city.strip().rstrip("*"))
    if not is_storable(post_code + begins):
        return []
    of_code = places_of_code(post_code, country).filter(city_folded__startswith=begins)[:OFFERED]
    named = places_named(f"{begins}*", country).order_by("city_folded", "code")[:OFFERED] if begins else []
    return list(of_code) or list(named)


def _places(column: str, entry: str, country: str) -> "QuerySet[PostCode]":
    """An entry that ends in * searches by beginning."""
    places = PostCode.objects.filter(country__code=country).order_by(*_COLUMNS[column])
    return places.filter(**{f"{column}__startswith": entry[:-1]} if entry.endswith("*") else {column: entry})


def _known(column: str, entry: str, country: str) -> _Places:
    memory = _remembered.get()
    if memory and entry in memory.asked[column]:
        return memory.places.get((column, entry, country), [])
    return _places(column, entry, country)


def _with(places: _Places, column: str, value: str) -> _Places:
    if isinstance(places, list):
        return [place for place in places if getattr(place, column) == value]
    return places.filter(**{column: value})


def _as_code(text: str) -> str:
    return text.strip().upper()


def _as_city(text: str) -> str:
    return fold(text.strip())


def _only(places: _Places) -> PostCode | None:
    found = list(places[:2])
    return found[0] if len(found) == 1 else None


def belong_together(contact: Contact, country: str) -> bool:
    """Whether an address may be written so: with a place of the post code, or with the municipality or a part of its name."""
    city = fold(contact.city)
    names = _ALSO.get(city, [city])
    for place in _known("code", _as_code(contact.post_code), country):
        parts = f"-{fold(place.municipality).replace('/', '-')}-"
        if city and any(name == place.city_folded or f"-{name}-" in parts for name in names):
            return True
    return False


def _fill(contact: Contact, place: PostCode, given: Collection[str], *, belong_together: bool) -> None:
    if _gives_way(contact.post_code, "post_code" in given, belong_together):
        contact.post_code = place.code
    if _gives_way(contact.city, "city" in given, belong_together):
        contact.city = place.city
    if "county" not in given:
        contact.county = place.county
    if "country" not in given:
        contact.country_id = contact.country_id or place.country_id


def _gives_way(value: str, is_given: bool, belong_together: bool) -> bool:
    return value.endswith("*") if is_given else not belong_together
