"""The catalogues on disk: reading, merging with the texts of the sources, writing, compiling.

What is written depends on nothing but the texts and their translations, so that a second run changes no byte.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from translatable import Text

SOURCE_LANGUAGE: Final = "en"
TRANSLATED: Final = ("nl", "fr", "de")
LANGUAGES: Final = (*TRANSLATED, SOURCE_LANGUAGE)
PLURALS: Final = {"nl": "n != 1", "fr": "n > 1", "de": "n != 1", "en": "n != 1"}
HEADER: Final = r"""msgid ""
msgstr ""
"Project-Id-Version: postkring\n"
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=({plurals});\n"

"""


@dataclass(frozen=True)
class Entry:
    """A text and its translation: one form, or two for a text with a plural; empty forms wait for a translator."""

    text: Text
    forms: tuple[str, ...]
    fuzzy: bool = False


def po_path(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def read_entries(package: Path, language: str) -> dict[Text, Entry]:
    """What the catalogue holds; nothing where there is none yet. Raises PoFileError for a damaged one."""
    path = po_path(package, language)
    if not path.exists():
        return {}
    catalog = read_po(BytesIO(path.read_bytes()), abort_invalid=True)
    entries = [_entry(message.context or "", message.id, message.string, message.fuzzy) for message in catalog if message.id]
    return {entry.text: entry for entry in entries}


def _entry(context: str, msgid: object, msgstr: object, fuzzy: bool) -> Entry:
    return Entry(Text(context, *_strings(msgid)), _strings(msgstr), fuzzy)


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(item or "") for item in value)
    return (str(value or ""),)


def merged(language: str, texts: Iterable[Text], known: Mapping[Text, Entry]) -> list[Entry]:
    """The texts of the sources with the translations that are known; what the sources no longer use is left out."""
    return [_translated(language, text, known) for text in texts]


def _translated(language: str, text: Text, known: Mapping[Text, Entry]) -> Entry:
    if language == SOURCE_LANGUAGE:
        return Entry(text, (text.msgid, text.plural) if text.plural else (text.msgid,))
    return known.get(text) or Entry(text, ("", "") if text.plural else ("",))


def rendered(language: str, entries: Iterable[Entry]) -> bytes:
    """The bytes of the catalogue: own header, ordered by context and text, no places, no dates, no wrapped lines."""
    catalog = Catalog(locale=language)
    for entry in sorted(entries, key=lambda entry: entry.text):
        text = entry.text
        flags = ("fuzzy",) if entry.fuzzy else ()
        if text.plural:
            catalog.add((text.msgid, text.plural), entry.forms, context=text.context, flags=flags)
        else:
            catalog.add(text.msgid, entry.forms[0], context=text.context, flags=flags)
    body = BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True)
    header = HEADER.format(language=language, plurals=PLURALS[language]).encode()
    return (header + body.getvalue()).rstrip() + b"\n"


def write_entries(package: Path, language: str, entries: Iterable[Entry]) -> bool:
    """Whether the file changed. An unchanged one keeps its time, so that it is not compiled again."""
    path = po_path(package, language)
    content = rendered(language, entries)
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def compile_catalogue(package: Path, language: str) -> bool:
    """Writes the .mo beside the .po; False when it is there and newer already."""
    source = po_path(package, language)
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
        return False
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), abort_invalid=True))
    target.write_bytes(compiled.getvalue())
    return True
