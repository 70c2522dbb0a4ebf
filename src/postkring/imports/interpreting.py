"""One row of a file as field values, by the mapping of its columns. What a value may be, the rules of contacts say later."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale
from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.contacts.catalogue import BY_NAME, Kind
from postkring.contacts.models import ContactType
from postkring.contacts.rules import NAME_PARTS
from postkring.imports.synonyms import HOME, SYNONYMS, TELEPHONE, TELEPHONE_KIND
from postkring.kit.errors import NotAcceptable
from postkring.kit.sheets.sheet import CUT_OFF, TOO_MANY_CELLS
from postkring.kit.text import fold
from postkring.setup.models import CorrespondenceType

FLAGS: Final = tuple(field.name for field in BY_NAME.values() if field.kind is Kind.FLAG)
_IN_WORDS: Final = frozenset(["country", "language", "correspondence_type", *FLAGS])  # what a file may say in words of its own
_CODES: Final = tuple((spec.names, spec.name) for spec in CLASSIFICATIONS)
_ADDRESS: Final = ("address", "address_2", "post_code", "city", "county", "country")
_PAIRED: Final = frozenset([TELEPHONE, TELEPHONE_KIND])  # a blank cell keeps the place of its label
_ELSEWHERE: Final = frozenset([*_PAIRED, *(target for target in SYNONYMS if target.startswith(HOME))])  # not fields, but values of some
_SEVERAL: Final = " ::: "  # how Google joins several values in one cell
GOOGLE: Final = "google"  # what kind of file it is, besides csv, xlsx and vcf
_SYSTEM: Final = "* "  # labels of Google itself: * myContacts
_BETWEEN_CODES: Final = re.compile(r"(?<!\\)\||;|,|:::")
_BETWEEN_CARD_CODES: Final = re.compile(r"(?<!\\)\|")
_YES: Final = frozenset(["true", "1", "yes", "y", "ja", "j", "oui", "o", "wahr", "waar", "vrai", "x"])
_NO: Final = frozenset(["", *["false", "0", "no", "n", "nee", "nein", "non", "falsch", "onwaar", "faux"]])
_MOBILE: Final = ("mob", "cell", "gsm", "handy", "iphone", "portable")
_OTHER_LANGUAGES: Final = {"nlb": "nl-BE", "nld": "nl", "fra": "fr", "frb": "fr-BE", "deu": "de", "enu": "en", "eng": "en", "ens": "en"}


@dataclass(frozen=True)
class Given:
    """What a row gives: values that are not blank, by field; its codes, each as it is written there, with the name of its classification.

    `says_type`: the type stands in the file, and was not concluded from the other values.
    """

    values: dict[str, str]
    codes: tuple[tuple[str, str], ...]
    says_type: bool

    def __hash__(self) -> int:
        return hash((*self.values.items(), self.codes))

    @property
    def is_company(self) -> bool:
        return self.values["type"] == ContactType.COMPANY

    @property
    def name(self) -> str:
        """As the contact will be called; for reports also of a row that is refused."""
        return self.values.get("name") or " ".join(filter(None, (self.values.get(part, "") for part in NAME_PARTS)))


def interpreted(cells: Sequence[str], targets: Sequence[str], kind: str) -> Given:
    """Raises NotAcceptable for a type or a flag that nobody can read. `kind` is that of the file."""
    gathered: dict[str, list[str]] = {}
    for cell, target in zip(cells, targets, strict=False):
        if target and ((text := cell.strip()) or target in _PAIRED):
            if target in gathered:
                gathered[target].append(text)
            else:
                gathered[target] = [text]
    codes = tuple((name, code) for column, name in _CODES if column in gathered for code in _codes(gathered.pop(column), kind))
    if not _ELSEWHERE.isdisjoint(gathered):
        _telephones(gathered)
        _at_home(gathered)
    values = {name: found[0] if len(found) == 1 else _one(name, found) for name, found in gathered.items() if name in BY_NAME}
    if kind == GOOGLE:
        _part(values)
    _spill(values, "email", "email_2", gathered)
    _lines(values)
    values = {name: _known(name, value) if name in _IN_WORDS else value for name, value in values.items() if value}
    says_type = bool(values.get("type"))
    _settle_type(values)
    _settle_name(values)
    return Given({name: value for name, value in values.items() if value}, codes, says_type)


def faulty(fault: str) -> NotAcceptable:
    messages = {
        CUT_OFF: pgettext("msg.row_cut_off", "The file breaks off in this row."),
        TOO_MANY_CELLS: pgettext("msg.row_too_many_cells", "The row has more cells than there are columns."),
    }
    return NotAcceptable(messages[fault])


def type_said(text: str) -> str | None:
    """The type that a cell says, in any of our languages; None when it says none."""
    return _captions(ContactType).get(fold(text.strip())) if text else None


def _codes(cells: Iterable[str], kind: str) -> Iterable[str]:
    between = _BETWEEN_CARD_CODES if kind == "vcf" else _BETWEEN_CODES
    named = (part.replace("\\|", "|").strip() for cell in cells for part in between.split(cell))
    return dict.fromkeys(code for code in named if code and not code.startswith(_SYSTEM.strip()))


def _telephones(gathered: dict[str, list[str]]) -> None:
    kinds = gathered.pop(TELEPHONE_KIND, [])
    for place, number in enumerate(gathered.pop(TELEPHONE, [])):
        label = fold(kinds[place]) if place < len(kinds) else ""
        is_fax = "fax" in label
        name = "mobile" if any(word in label for word in _MOBILE) else "phone"
        if number and not is_fax:
            gathered.setdefault(name, []).append(number)


def _at_home(gathered: dict[str, list[str]]) -> None:
    """The address at home stands in for the one at work as a whole, never field by field."""
    works = any(gathered.get(name) for name in _ADDRESS)
    for name in [name for name in gathered if name.startswith(HOME)]:
        values, own = gathered.pop(name), name.removeprefix(HOME)
        if (own == "phone" and not gathered.get(own)) or (own in _ADDRESS and not works):
            gathered[own] = values


def _one(name: str, found: list[str]) -> str:
    """What several columns say of one field: street, house number and box are one line; elsewhere the first one counts."""
    if name == "address":
        return " ".join(dict.fromkeys(found))
    return ", ".join(found) if name == "address_2" else found[0]


def _part(values: dict[str, str]) -> None:
    """Of several values in one cell the first counts."""
    for name, value in values.items():
        if _SEVERAL in value and name not in ("address_2", "email"):
            values[name] = value.split(_SEVERAL)[0].strip()


def _spill(values: dict[str, str], first: str, second: str, gathered: dict[str, list[str]]) -> None:
    """Of several addresses in one cell the second goes where it fits."""
    cells = gathered.get(first, [])
    if len(cells) == 1 and _SEVERAL not in cells[0]:
        return  # it is there already
    several = [part.strip() for cell in cells for part in cell.split(_SEVERAL) if part.strip()]
    if several:
        values[first] = several[0]
    if len(several) > 1 and not values.get(second):
        values[second] = several[1]


def _lines(values: dict[str, str]) -> None:
    """A street of several lines fills both lines of the address; elsewhere a line break is a blank."""
    if all(map(str.isprintable, values.values())):
        return  # no line ends in any of them
    street = [line.strip(" ,") for line in values.get("address", "").splitlines() if line.strip(" ,")]
    if len(street) > 1:
        values["address"] = street[0]
        values["address_2"] = ", ".join([*street[1:], *filter(None, [values.get("address_2", "")])])
    for name, value in values.items():
        if "\n" in value or "\r" in value:
            values[name] = " ".join(value.split())


def _known(name: str, value: str) -> str:
    if name == "country":
        return _countries().get(fold(value), value)
    if name == "language":
        return _languages().get(fold(value), value)
    if name == "correspondence_type":
        return _captions(CorrespondenceType).get(fold(value), value)
    return _flag(name, value)


def _flag(name: str, value: str) -> str:
    """A flag is switched on by a file, never off: what says no says nothing."""
    word = fold(value)
    if word in _NO:
        return ""
    if word in _YES:
        return "true"
    raise NotAcceptable(
        pgettext("msg.flag_unknown", "“%(value)s” is neither yes nor no. Write true or false.") % {"value": value}, field=name
    )


def _settle_type(values: dict[str, str]) -> None:
    """R-3201: without a word about it a contact is a company, unless something says that it is a person."""
    given = values.get("type", "")
    known = type_said(given)
    if given and known is None:
        raise NotAcceptable(
            pgettext("msg.choice_unknown", "“%(value)s” is not a value of %(field)s.") % {"value": given, "field": BY_NAME["type"].label},
            field="type",
        )
    company, name = values.get("company_name", ""), values.get("name", "")
    has_parts = any(values.get(part) for part in NAME_PARTS)
    is_person = has_parts or bool(name and (values.get("company_number") or (company and fold(company) != fold(name))))
    values["type"] = known or (ContactType.PERSON if is_person else ContactType.COMPANY)
    if values["type"] == ContactType.COMPANY:
        values["name"] = name or company
        if fold(company) == fold(values["name"]):
            values.pop("company_name", None)


def _settle_name(values: dict[str, str]) -> None:
    """A person's name and its parts are one thing: where parts are given, they say it, a part left out being none when the name agrees."""
    parts = [values.get(part, "") for part in NAME_PARTS]
    if values["type"] == ContactType.COMPANY or not any(parts):
        return
    if " ".join(" ".join(parts).split()) == " ".join(values.get("name", "").split()):
        return  # both say the same: whoever takes them looks at the name first
    values.pop("name", None)


@cache
def _countries() -> dict[str, str]:
    return {
        fold(name): code
        for language, _ in settings.LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }


@cache
def _languages() -> dict[str, str]:
    named = {
        fold(name): code
        for language, _ in settings.LANGUAGES
        for code, name in Locale(language).languages.items()
        if len(code) == 2 and code.isalpha()
    }
    return named | _OTHER_LANGUAGES


@cache
def _captions(choices: "type[ContactType] | type[CorrespondenceType]") -> dict[str, str]:
    known = {fold(value): str(value) for value in choices.values}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            known |= {fold(str(label)): str(value) for value, label in choices.choices}
    return known
