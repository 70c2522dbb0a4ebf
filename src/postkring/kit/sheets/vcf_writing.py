"""Cards into a vCard file: version 4.0 (RFC 6350), or 3.0 (RFC 2426) for programs that stopped there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final

VERSIONS: Final = ("4.0", "3.0")
NUMBER: Final = "X-POSTKRING-NUMBER"
_LINE: Final = 75  # bytes, without the line break
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Card:
    """What a card says about a person or an organisation; empty values have no line."""

    uid: str
    is_organisation: bool
    name: str
    number: str = ""
    surname: str = ""
    first_name: str = ""
    middle_name: str = ""
    organisation: str = ""
    job_title: str = ""
    street: tuple[str, ...] = ()
    city: str = ""
    county: str = ""
    post_code: str = ""
    country: str = ""
    phone: str = ""
    mobile: str = ""
    emails: tuple[str, ...] = ()
    website: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()


def write_vcf(file: IO[bytes], cards: Iterable[Card], *, version: str = VERSIONS[0]) -> int:
    """Returns the number of cards. The file stays open."""
    count = 0
    for card in cards:
        file.write("".join(folded(line) for line in lines_of(card, version)).encode())
        count += 1
    return count


def lines_of(card: Card, version: str) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield from _kind(card, version)
    yield f"UID:urn:uuid:{card.uid}"
    yield f"FN:{escaped(card.name)}"
    yield f"N:{_parts(card.surname, card.first_name, card.middle_name, '', '')}"
    yield from _if_any("ORG", _parts(card.organisation))
    yield from _if_any("TITLE", escaped(card.job_title))
    yield from _address(card)
    yield from _ways(card, version)
    if version != "3.0":
        yield from _if_any("LANG", card.language)
    yield from _if_any("CATEGORIES", ",".join(escaped(category) for category in card.categories))
    yield from _if_any(NUMBER, escaped(card.number))
    yield "END:VCARD"


def _kind(card: Card, version: str) -> Iterator[str]:
    if version != "3.0":
        yield f"KIND:{'org' if card.is_organisation else 'individual'}"
    elif card.is_organisation:
        yield "X-ABShowAs:COMPANY"  # how Apple tells a company from a person without a surname


def _address(card: Card) -> Iterator[str]:
    """Post box and extended address stay empty: programs disagree about them. Both lines of a street stand in its part."""
    parts = ("\n".join(filter(None, card.street)), card.city, card.county, card.post_code, card.country)
    if any(parts):
        yield f"ADR;TYPE=work:;;{_parts(*parts)}"


def _ways(card: Card, version: str) -> Iterator[str]:
    """The first address is the one that is written to."""
    yield from _if_any("TEL;TYPE=work", escaped(card.phone))
    yield from _if_any("TEL;TYPE=cell", escaped(card.mobile))
    first, other = ("EMAIL;TYPE=INTERNET,PREF", "EMAIL;TYPE=INTERNET") if version == "3.0" else ("EMAIL;PREF=1", "EMAIL")
    for place, email in enumerate(filter(None, card.emails)):
        yield f"{other if place else first}:{escaped(email)}"
    yield from _if_any("URL", card.website)


def _if_any(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"{name}:{value}"


def _parts(*parts: str) -> str:
    return ";".join(escaped(part) for part in parts)


def escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def folded(line: str) -> str:
    """The line with its break, cut where it is too long, never inside a sign."""
    if len(line.encode()) <= _LINE:
        return f"{line}\r\n"
    cut, length = [], 0
    for sign in line:
        size = len(sign.encode())
        if length + size > _LINE:
            cut.append("\r\n ")
            length = 1
        cut.append(sign)
        length += size
    return "".join(cut) + "\r\n"
