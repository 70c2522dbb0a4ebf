"""The translation catalogues: src/postkring/locale/LANGUAGE/LC_MESSAGES/django.po.

A new text needs nothing but its call in the code or the template, with an id of its own as context:

    pgettext("msg.group_added", "…")      {% translate "…" context "page.contacts" %}

Then, for whoever translates:

    python tools/catalogues.py extract                  the catalogues follow the sources
    python tools/catalogues.py missing > missing.jsonl  one line for each text that lacks a translation:
                                                        {"context": "msg.x", "msgid": "…"}, and "plural" where it has one
    … add "nl", "fr" and "de" to each line: a text, or for one with a plural [one, other] …
    python tools/catalogues.py fill missing.jsonl       puts them in: all of them, or none when a line does not fit
    python tools/catalogues.py check                    says what is wrong, one line for each fault
    python tools/catalogues.py compile                  writes the django.mo that the product reads

English is the language of the sources: `extract` fills it in. A text whose English changes loses its translations, so
that nobody reads an old one.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from babel.messages.pofile import PoFileError

from catalogue_faults import faults_of
from catalogue_files import LANGUAGES, TRANSLATED, Entry, compile_catalogue, merged, po_path, read_entries, rendered, write_entries
from translatable import SourceFaults, Text, find_texts

PACKAGE: Final = Path(__file__).resolve().parent.parent / "src" / "postkring"


class Refused(Exception):
    """The command cannot do what was asked; nothing was written."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        failed: bool = options.command(options)
    except (SourceFaults, Refused, PoFileError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return int(failed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Keeps the translation catalogues.")
    parser.add_argument("--package", type=Path, default=PACKAGE, help="the folder with the sources and locale/")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("extract", help="merge the texts of the sources into the catalogues").set_defaults(command=extract)
    commands.add_parser("compile", help="write the .mo files").set_defaults(command=compile_all)
    commands.add_parser("check", help="say what is wrong with the catalogues").set_defaults(command=check)
    missing_parser = commands.add_parser("missing", help="list texts without a translation as JSON lines")
    missing_parser.add_argument("--language", choices=TRANSLATED, help="of one language only")
    missing_parser.set_defaults(command=missing)
    fill_parser = commands.add_parser("fill", help="put in translations from JSON lines")
    fill_parser.add_argument("file", type=Path)
    fill_parser.set_defaults(command=fill)
    return parser


def extract(options: argparse.Namespace) -> bool:
    texts = find_texts(options.package)
    for language in LANGUAGES:
        entries = merged(language, texts, read_entries(options.package, language))
        write_entries(options.package, language, entries)
        empty = sum(not all(entry.forms) for entry in entries)
        print(f"{language}: {len(entries)} texts, {empty} without a translation")
    return False


def compile_all(options: argparse.Namespace) -> bool:
    for language in LANGUAGES:
        if compile_catalogue(options.package, language):
            print(f"{language}: compiled")
    return False


def check(options: argparse.Namespace) -> bool:
    faults = list(_faults(options.package))
    for fault in faults:
        print(fault)
    return bool(faults)


def _faults(package: Path) -> Iterator[str]:
    texts = find_texts(package)
    for language in LANGUAGES:
        known = read_entries(package, language)
        yield from _differences(package, language, texts, known)
        for entry in known.values():
            for fault in faults_of(entry, language):
                yield f"{language}: {entry.text.context}: {fault}"


def _differences(package: Path, language: str, texts: list[Text], known: dict[Text, Entry]) -> Iterator[str]:
    new, unused = [text for text in texts if text not in known], sorted(known.keys() - set(texts))
    for text in new:
        yield f"{language}: {text.context}: not in the catalogue, run extract"
    for text in unused:
        yield f"{language}: {text.context}: no longer used, run extract"
    path = po_path(package, language)
    if not new and not unused and (not path.exists() or path.read_bytes() != rendered(language, merged(language, texts, known))):
        yield f"{language}: the file is not as extract writes it, run extract"


def missing(options: argparse.Namespace) -> bool:
    languages = [options.language] if options.language else list(TRANSLATED)
    catalogues = [read_entries(options.package, language) for language in languages]
    empty = {text for known in catalogues for text, entry in known.items() if not all(entry.forms)}
    for text in sorted(empty):
        plural = {"plural": text.plural} if text.plural else {}
        print(json.dumps({"context": text.context, "msgid": text.msgid, **plural}, ensure_ascii=False))
    return False


def fill(options: argparse.Namespace) -> bool:
    catalogues = {language: read_entries(options.package, language) for language in TRANSLATED}
    for number, line in enumerate(options.file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            _fill_line(catalogues, line, f"{options.file}:{number}")
    for language, entries in catalogues.items():
        write_entries(options.package, language, entries.values())
    return False


def _fill_line(catalogues: dict[str, dict[Text, Entry]], line: str, place: str) -> None:
    values = _read_line(line, place)
    for language, entries in catalogues.items():
        if language in values:
            text = next((text for text in entries if (text.context, text.msgid) == (values["context"], values["msgid"])), None)
            if text is None:
                raise Refused(f"{place}: no such text in {language}: {values['context']} “{values['msgid']}”")
            entries[text] = Entry(text, _forms(values[language], text, f"{place}: {language}"))


def _read_line(line: str, place: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise Refused(f"{place}: {error}") from error
    if not isinstance(values, dict) or not {"context", "msgid"} <= values.keys():
        raise Refused(f"{place}: needs context and msgid")
    return values


def _forms(value: object, text: Text, place: str) -> tuple[str, ...]:
    forms = value if isinstance(value, list) else [value]
    if isinstance(value, list) != bool(text.plural) or len(forms) != (2 if text.plural else 1):
        raise Refused(f"{place}: {text.context} needs " + ("two forms, [one, other]" if text.plural else "one text"))
    if not all(isinstance(form, str) and form for form in forms):
        raise Refused(f"{place}: {text.context} has an empty form")
    return tuple(forms)


if __name__ == "__main__":
    sys.exit(main())
