"""Reading .vcf: vCard 2.1, 3.0 and 4.0, each card a row of our own columns. Group cards give their members a code."""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from django.utils.translation import pgettext

from postkring.kit.sheets.decoding import text_of
from postkring.kit.sheets.sheet import CUT_OFF, ROWS, Row, Sheet, unreadable

COLUMNS: Final = (
    "number",
    "type",
    "name",
    "first_name",
    "middle_name",
    "surname",
    "job_title",
    "company_name",
    "address",
    "address_2",
    "post_code",
    "city",
    "county",
    "country",
    "phone",
    "mobile",
    "email",
    "email_2",
    "website",
    "language",
    "mailing_groups",
)
LONGEST_LINE: Final = 10_000_000  # a photograph inside a card
_PROPERTY = re.compile(r'(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^:;"]|"[^"]*$)*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';(?:([\w-]+)=)?((?:"[^"]*"|[^;"])*)')


@dataclass(frozen=True)
class Property:
    name: str
    value: str
    types: frozenset[str]


@dataclass
class Card:
    """The properties that were read, by name, in the order of the file."""

    whole: bool = False
    properties: dict[str, list[Property]] = field(default_factory=dict)

    def all(self, name: str) -> list[Property]:
        """The preferred ones first."""
        return sorted(self.properties.get(name, []), key=lambda each: "PREF" not in each.types)

    def text(self, name: str) -> str:
        found = self.all(name)
        return plain(found[0].value) if found else ""

    def parts(self, name: str, separator: str = ";") -> list[str]:
        found = self.all(name)
        return split(found[0].value, separator) if found else []

    @property
    def kind(self) -> str:
        return (self.text("KIND") or self.text("X-ADDRESSBOOKSERVER-KIND")).lower()

    @property
    def uid(self) -> str:
        return bare_uid(self.text("UID"))


def read_cards(file: BinaryIO, encoding: str) -> Sheet:
    groups = groups_by_member(cards_in(text_of(file, encoding)))
    return Sheet("vcf", COLUMNS, _rows(cards_in(text_of(file, encoding)), groups), encoding)


def groups_by_member(cards: Iterable[Card]) -> dict[str, list[str]]:
    """The names of group cards by the UID of each member, in both forms: MEMBER and Apple's X-ADDRESSBOOKSERVER-MEMBER."""
    groups: dict[str, list[str]] = {}
    for card in cards:
        if card.kind == "group":
            for member in (*card.all("MEMBER"), *card.all("X-ADDRESSBOOKSERVER-MEMBER")):
                groups.setdefault(bare_uid(plain(member.value)), []).append(card.text("FN") or card.text("N"))
    return groups


def cards_in(lines: Iterable[str]) -> Iterator[Card]:
    """One card at a time; the last one may not be whole."""
    card: Card | None = None
    for line in unfolded(lines):
        found = _PROPERTY.fullmatch(line)
        if not found:
            continue
        name, parameters, value = found.group(1).upper(), found.group(2), found.group(3)
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            if card is not None:
                yield card
            card = Card()
        elif name == "END" and card is not None:
            card.whole = True
            yield card
            card = None
        elif card is not None and name not in ("PHOTO", "LOGO", "SOUND", "KEY"):
            card.properties.setdefault(name, []).append(_property(name, parameters, value))
    if card is not None:
        yield card


def unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Lines that go on with a blank, and those of 2.1 that end in = inside quoted-printable, are one line."""
    whole = ""
    for raw in lines:
        line = raw.rstrip("\r\n")
        if line[:1] in (" ", "\t") and whole:
            whole += line[1:]
        elif whole.endswith("=") and "QUOTED-PRINTABLE" in whole.upper():
            whole += "\n" + line
        else:
            if whole:
                yield whole
            whole = line
        if len(whole) > LONGEST_LINE:
            raise unreadable(pgettext("msg.file_damaged_cards", "The cards are damaged: one line has no end."))
    if whole:
        yield whole


def split(value: str, separator: str) -> list[str]:
    """The parts of a value; a separator behind a backslash belongs to its part."""
    return [plain(part) for part in re.findall(rf"((?:\\.|[^\\{separator}])*)(?:{separator}|$)", value, re.DOTALL)][
        : value.count(separator) + 1
    ]


def plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found.group(1) in "nN" else found.group(1), value).strip()


def bare_uid(text: str) -> str:
    return text.strip().lower().removeprefix("urn:uuid:")


def _property(name: str, parameters: str, value: str) -> Property:
    types: set[str] = set()
    encoded = charset = ""
    for key, raw in _PARAMETER.findall(parameters):
        given = raw.strip('"').upper()
        if key.upper() == "ENCODING" or given in ("QUOTED-PRINTABLE", "BASE64"):
            encoded = given
        elif key.upper() == "CHARSET":
            charset = given
        elif key.upper() in ("TYPE", ""):
            types.update(given.split(","))
        elif key.upper() == "PREF":
            types.add("PREF")
    if encoded == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value.encode("utf-8")).decode(_known(charset), errors="replace")
    return Property(name, value, frozenset(types))


def _known(charset: str) -> str:
    return "cp1252" if charset in ("WINDOWS-1252", "ISO-8859-1", "CP1252") else "utf-8"


def _rows(cards: Iterable[Card], groups: dict[str, list[str]]) -> Iterator[Row]:
    number = 0
    for card in cards:
        if card.kind == "group":
            continue
        number += 1
        if number > ROWS:
            raise unreadable(pgettext("msg.file_rows", "The file has more than %(max)s rows. Split it.") % {"max": ROWS})
        values = _values(card, groups.get(card.uid, []) if card.uid else [])
        yield Row(number, tuple(values.get(column, "") for column in COLUMNS), "" if card.whole else CUT_OFF)


def _values(card: Card, groups: list[str]) -> dict[str, str]:
    names = [*card.parts("N"), "", "", ""]
    company = (card.parts("ORG") or [""])[0]
    values = {
        "number": card.text("X-POSTKRING-NUMBER"),
        "name": card.text("FN"),
        "surname": names[0],
        "first_name": names[1],
        "middle_name": names[2],
        "job_title": card.text("TITLE"),
        "company_name": company,
        "website": card.text("URL"),
        "language": card.text("LANG"),
    }
    values["type"] = "Company" if _is_company(card, values) else "Person"
    if values["type"] == "Company":
        values |= {"name": values["name"] or company, "company_name": "", "surname": "", "first_name": "", "middle_name": ""}
    return values | _address(card) | _phones(card) | _emails(card) | {"mailing_groups": _codes(card, groups)}


def _is_company(card: Card, values: dict[str, str]) -> bool:
    if card.kind in ("org", "organization") or card.text("X-ABSHOWAS").upper() == "COMPANY":
        return True
    has_parts = values["surname"] or values["first_name"]
    return card.kind != "individual" and not has_parts and values["company_name"] == (values["name"] or values["company_name"])


def _address(card: Card) -> dict[str, str]:
    found = sorted(card.all("ADR"), key=lambda each: ("PREF" not in each.types, "WORK" not in each.types))
    if not found:
        return {}
    box, extended, street, city, region, code, country = [*split(found[0].value, ";"), "", "", "", "", "", "", ""][:7]
    return {
        "address": street,
        "address_2": " ".join(filter(None, (extended, box))),
        "city": city,
        "county": region,
        "post_code": code,
        "country": country,
    }


def _phones(card: Card) -> dict[str, str]:
    numbers = [each for each in card.all("TEL") if not each.types & {"FAX", "PAGER"}]
    mobile = [each for each in numbers if each.types & {"CELL", "IPHONE"}]
    fixed = [each for each in numbers if each not in mobile]
    return {name: plain(found[0].value).removeprefix("tel:") for name, found in (("phone", fixed), ("mobile", mobile)) if found}


def _emails(card: Card) -> dict[str, str]:
    return dict(zip(("email", "email_2"), [plain(each.value).removeprefix("mailto:") for each in card.all("EMAIL")], strict=False))


def _codes(card: Card, groups: list[str]) -> str:
    named = [part for each in card.all("CATEGORIES") for part in split(each.value, ",")]
    return "|".join(code.replace("|", "\\|") for code in dict.fromkeys([*named, *groups]) if code)
