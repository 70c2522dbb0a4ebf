"""The mailing groups that a file names: which exist, which can be created, which can never be a code (R-0002)."""

import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import pgettext

from postkring.classifications.mailing_groups import MailingGroup
from postkring.imports.models import NewCodes
from postkring.kit.codes import clean_code
from postkring.kit.errors import DoesNotExist, DomainError
from postkring.kit.text import fold

MOST_NEW_CODES: Final = 500  # more is a column of something else


class FileCodes:
    """`new` has each code that would be created with what is written in the file and for how many contacts."""

    def __init__(self, policy: str) -> None:
        self._policy = policy
        groups = MailingGroup.objects.values_list("pk", "code", "code_folded")
        self._known: dict[str, tuple[int | None, str]] = {folded: (pk, code) for pk, code, folded in groups}
        self._read: dict[str, tuple[str, int | None]] = {}
        self.new: dict[str, dict[str, Any]] = {}
        self.left_out: dict[str, int] = {}

    def of(self, written: Sequence[str]) -> dict[str, int | None]:
        """The codes of a row with the keys of their groups, None for one to be created. Raises what the policy refuses."""
        found: dict[str, int | None] = {}
        for text in written:
            try:
                code, key = self._read.get(text) or self._reading(text)
                if key is None and self._policy != NewCodes.CREATE:
                    raise _unknown(code, text)
            except DomainError:
                if self._policy != NewCodes.LEAVE_OUT:
                    raise
                self.left_out[text] = self.left_out.get(text, 0) + 1
            else:
                found[code] = key
        return found

    def count(self, codes: dict[str, int | None]) -> None:
        for code, key in codes.items():
            if key is None:
                self.new[code]["contacts"] += 1

    def _reading(self, text: str) -> tuple[str, int | None]:
        code = proposed_code(text)
        key, code = self._known.get(fold(code), (None, code))
        if key is None:
            if len(self.new) >= MOST_NEW_CODES and code not in self.new and self._policy == NewCodes.CREATE:
                raise _unknown(code, text)
            self._known[fold(code)] = (None, code)
            if self._policy == NewCodes.CREATE:
                self.new.setdefault(code, {"written": [], "contacts": 0})["written"].append(text)
        self._read[text] = (code, key)
        return code, key


def proposed_code(text: str) -> str:
    """The code as it would be stored: of a code of another system without its punctuation, X-CARD as XCARD.

    Raises TooLong or NotAcceptable, naming the field, for what is still no code then.
    """
    return clean_code(
        "".join(sign for sign in text if unicodedata.category(sign)[0] == "L" or unicodedata.category(sign) == "Nd"), field="mailing_groups"
    )


def _unknown(code: str, text: str) -> DoesNotExist:
    if code == text.upper():
        message = pgettext("msg.code_unknown", "Mailing group %(code)s does not exist.") % {"code": code}
    else:
        message = pgettext("msg.code_unknown_proposed", "Mailing group %(text)s does not exist; it would be called %(code)s.") % {
            "text": text,
            "code": code,
        }
    return DoesNotExist(message, field="mailing_groups", code=code)
