"""What is wrong with a translation, as far as a machine can see it."""

import re
from collections.abc import Iterator
from typing import Final

from catalogue_files import Entry

PLACEHOLDER: Final = re.compile(r"%\(\w+\)[a-zA-Z]|%[a-zA-Z]|\{\w*\}")
BLANKS_AROUND: Final = re.compile(r"\A(\s*).*?(\s*)\Z", re.DOTALL)
APOSTROPHE: Final = "'"
APOSTROPHE_IN_WORD: Final = re.compile(r"\w'\w")
URL_OR_ENTITY: Final = re.compile(r"\S*://\S*|&#?\w+;")
NO_BREAK: Final = "\u00a0\u202f"
# A sign that ends a word, a placeholder or a quotation. Not one within a time or a path: 14:05, /search?q=
FRENCH_SIGN: Final = re.compile(rf"[^\s:;!?{NO_BREAK}] ?([:;!?])(?=[\s:;!?»”)<]|\Z)")
FRENCH_QUOTE: Final = re.compile(rf"«[^{NO_BREAK}]|[^{NO_BREAK}]»|«\Z|\A»")


def faults_of(entry: Entry, language: str) -> Iterator[str]:
    """One short phrase per fault."""
    if entry.fuzzy:
        yield "fuzzy"
    expected = 2 if entry.text.plural else 1
    if len(entry.forms) != expected or (expected == 2 and any(entry.forms) and not all(entry.forms)):
        yield "plural forms missing"
    elif not all(entry.forms):
        yield "empty"
    else:
        for number, form in enumerate(entry.forms):
            yield from _faults_of_form(entry, number, form, language)


def _faults_of_form(entry: Entry, number: int, form: str, language: str) -> Iterator[str]:
    msgid = entry.text.plural if number else entry.text.msgid
    if not _same_placeholders(entry, number, form):
        yield f"placeholders differ from “{msgid}”: “{form}”"
    if _blanks(form) != _blanks(msgid):
        yield f"blanks at the start or end differ: “{form}”"
    if (APOSTROPHE in form and APOSTROPHE not in msgid) or APOSTROPHE_IN_WORD.search(form):
        yield f"straight apostrophe, write ’: “{form}”"
    if language == "fr":
        yield from _french_faults(form, msgid)


def _same_placeholders(entry: Entry, number: int, form: str) -> bool:
    """The first form may say the number as the plural does: in French it serves for 0 as well as for 1."""
    allowed = [entry.text.plural] if number else [entry.text.msgid, entry.text.plural]
    return _placeholders(form) in [_placeholders(text) for text in allowed if text]


def _placeholders(text: str) -> list[str]:
    found = PLACEHOLDER.findall(text.replace("%%", ""))
    named = {item for item in found if not item.startswith("%") or "(" in item}
    return sorted(named) + [item for item in found if item not in named]


def _blanks(text: str) -> tuple[str, ...]:
    match = BLANKS_AROUND.match(text)
    return match.groups() if match else ()


def _french_faults(form: str, msgid: str) -> Iterator[str]:
    plain = PLACEHOLDER.sub("x", URL_OR_ENTITY.sub("x", form))
    on_purpose = set(re.findall(r"(?:\A|[\s“«'(])([:;!?])", msgid))
    if any(match[1] not in on_purpose for match in FRENCH_SIGN.finditer(plain)):
        yield f"no-break space missing before : ; ! or ?: “{form}”"
    if FRENCH_QUOTE.search(plain):
        yield f"no-break space missing inside « »: “{form}”"
