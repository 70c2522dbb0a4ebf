"""The codes that a file names: which exist, which can be created, which can never be a code (R-0002), and who may hold them."""

import unicodedata
from typing import Any, Final, TypeAlias

from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.classifications.catalogue import spec_named
from postkring.classifications.fitting import wrong_type
from postkring.classifications.spec import Spec
from postkring.imports.interpreting import Given
from postkring.imports.models import NewCodes
from postkring.kit.codes import clean_code
from postkring.kit.errors import DoesNotExist, DomainError, NotAcceptable, Refused
from postkring.kit.text import fold

MOST_NEW_CODES: Final = 500  # more is a column of something else

Codes: TypeAlias = dict[tuple[str, str], int | None]  # by classification and code the key of the group, None for one to be created


class FileCodes:
    """`new` has, by classification, each code that would be created with what is written in the file and for how many contacts."""

    def __init__(self, policy: str, *, by: User) -> None:
        self._policy, self._by = policy, by
        self._known: dict[str, dict[str, tuple[int | None, str]]] = {}
        self._read: dict[tuple[str, str], tuple[str, int | None]] = {}
        self.new: dict[str, dict[str, dict[str, Any]]] = {}
        self.left_out: dict[str, dict[str, int]] = {}

    def of(self, given: Given, *, kind: str, name: str) -> Codes:
        """The codes of a row, for a contact of this type and name. Raises what the policy refuses, and what such a contact cannot have."""
        found: Codes = {}
        for classification, text in given.codes:
            spec = spec_named(classification)
            if spec.held_by not in (None, kind):
                raise Refused(wrong_type(spec) % {"page": spec.plural, "name": name}, field=spec.names)
            try:
                code, key = self._read.get((classification, text)) or self._reading(spec, text)
            except DomainError:
                if self._policy != NewCodes.LEAVE_OUT:
                    raise
                left_out = self.left_out.setdefault(classification, {})
                left_out[text] = left_out.get(text, 0) + 1
            else:
                found[classification, code] = key
        return found

    def count(self, codes: Codes) -> None:
        for (classification, code), key in codes.items():
            if key is None:
                self.new[classification][code]["contacts"] += 1

    def to_create(self) -> dict[str, dict[str, Any]]:
        """Those of `new` that a contact gets, in the end."""
        given = {name: {code: facts for code, facts in codes.items() if facts["contacts"]} for name, codes in self.new.items()}
        return {name: codes for name, codes in given.items() if codes}

    def _reading(self, spec: Spec, text: str) -> tuple[str, int | None]:
        code = proposed_code(spec, text)
        key, code = self._known_of(spec).get(fold(code), (None, code))
        if key is None:
            self._propose(spec, code, text)
        self._read[spec.name, text] = (code, key)
        return code, key

    def _propose(self, spec: Spec, code: str, text: str) -> None:
        self._known_of(spec)[fold(code)] = (None, code)
        new = self.new.setdefault(spec.name, {})
        if self._policy != NewCodes.CREATE or (len(new) >= MOST_NEW_CODES and code not in new):
            raise _unknown(spec, code, text)
        if not may(self._by, spec.edit_codes):
            raise _not_yours(spec, code)
        new.setdefault(code, {"written": [], "contacts": 0})["written"].append(text)

    def _known_of(self, spec: Spec) -> dict[str, tuple[int | None, str]]:
        if spec.name not in self._known:
            groups = spec.codes().values_list("pk", "code", "code_folded")
            self._known[spec.name] = {folded: (pk, code) for pk, code, folded in groups}
        return self._known[spec.name]


def proposed_code(spec: Spec, text: str) -> str:
    """The code as it would be stored: of a code of another system without its punctuation, X-CARD as XCARD.

    Raises TooLong or NotAcceptable, naming the field, for what is still no code then.
    """
    return clean_code(
        "".join(sign for sign in text if unicodedata.category(sign)[0] == "L" or unicodedata.category(sign) == "Nd"), field=spec.names
    )


def _unknown(spec: Spec, code: str, text: str) -> DoesNotExist:
    sentence = "unknown" if code == text.upper() else "unknown_proposed"
    return DoesNotExist(spec.say(sentence, code=code, text=text), field=spec.names, code=code)


def _not_yours(spec: Spec, code: str) -> NotAcceptable:
    said = pgettext("msg.code_for_administrators", "%(kind)s %(code)s does not exist, and only administrators can create it.")
    return NotAcceptable(said % {"kind": spec.label, "code": code}, field=spec.names)
