"""Finds every translatable text in the package's Python modules and templates, each with its context id.

Says what is wrong with them as well: no context, no literal, one context for two texts. Knows nothing of catalogues.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.extract import extract
from django.utils.translation.template import templatize

TRANSLATION_MODULE: Final = "django.utils.translation"
# How many literals each function takes: the context first, then the text, then its plural.
WITH_CONTEXT: Final = {"pgettext": 2, "pgettext_lazy": 2, "npgettext": 3, "npgettext_lazy": 3}
WITHOUT_CONTEXT: Final = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
# What templatize writes; everything it writes without a context is a fault.
TEMPLATE_KEYWORDS: Final = {
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "gettext": (1,),
    "ngettext": (1, 2),
    "_": (1,),
}
TEMPLATE_ENDINGS: Final = {".html", ".txt", ".xml", ".svg"}
TRANSLATED_VARIABLE: Final = re.compile(r"""\{%\s*trans(?:late)?\s+([^"'\s]\S*)""")


@dataclass(frozen=True, order=True)
class Text:
    """One translatable text. `plural` is empty for a text that has no plural."""

    context: str
    msgid: str
    plural: str = ""


@dataclass(frozen=True)
class Found:
    text: Text
    place: str


class SourceFaults(Exception):
    """The sources hold texts that cannot be translated; one line for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def find_texts(package: Path) -> list[Text]:
    """All texts of the package, each once, ordered by context and text. Raises SourceFaults."""
    finds: list[Found] = []
    faults: list[str] = []
    for path in _sources(package):
        place = path.relative_to(package).as_posix()
        read = _texts_of_module if path.suffix == ".py" else _texts_of_template
        for item in read(path.read_text(encoding="utf-8"), place):
            if isinstance(item, Found):
                finds.append(item)
            else:
                faults.append(item)
    faults.extend(_conflicts(finds))
    if faults:
        raise SourceFaults(faults)
    return sorted({found.text for found in finds})


def _sources(package: Path) -> list[Path]:
    templates = (path for path in package.rglob("templates/**/*") if path.suffix in TEMPLATE_ENDINGS and path.is_file())
    return sorted({*package.rglob("*.py"), *templates})


def _texts_of_module(source: str, place: str) -> Iterator[Found | str]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield f"{place}:{error.lineno}: {error.msg}"
        return
    imported = _imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = _called(node.func, imported)
            if function in WITHOUT_CONTEXT:
                yield f"{place}:{node.lineno}: {function} has no context"
            elif function in WITH_CONTEXT:
                yield _text_of_call(node, WITH_CONTEXT[function], f"{place}:{node.lineno}")


def _imported_names(tree: ast.Module) -> dict[str, str]:
    """The names under which a module knows the translation functions."""
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == TRANSLATION_MODULE)
    return {alias.asname or alias.name: alias.name for node in statements for alias in node.names}


def _called(function: ast.expr, imported: dict[str, str]) -> str:
    if isinstance(function, ast.Name):
        return imported.get(function.id, "")
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "translation":
        return function.attr
    return ""


def _text_of_call(call: ast.Call, literals: int, place: str) -> Found | str:
    values = [argument.value for argument in call.args[:literals] if isinstance(argument, ast.Constant)]
    strings = [value for value in values if isinstance(value, str)]
    if len(strings) < literals:
        return f"{place}: context and text must be written out as literals, in their places"
    return _text(strings, place)


def _text(strings: list[str], place: str) -> Found | str:
    if not all(strings):
        return f"{place}: an empty context or text"
    return Found(Text(*strings), place)


def _texts_of_template(source: str, place: str) -> Iterator[Found | str]:
    for match in TRANSLATED_VARIABLE.finditer(source):
        yield f"{place}: {match[1]} is translated, but is not a literal"
    try:
        calls = templatize(source)
    except SyntaxError as error:
        yield f"{place}: {error.msg}"
        return
    # The indentation of a page is none that Python's tokens allow.
    lines = "\n".join(line.strip() for line in calls.split("\n"))
    for number, strings, _, context in extract("python", BytesIO(lines.encode()), TEMPLATE_KEYWORDS):
        texts = [strings] if isinstance(strings, str) else list(strings)
        if context is None:
            yield f"{place}:{number}: “{texts[0]}” has no context"
        else:
            yield _text([context, *texts], f"{place}:{number}")


def _conflicts(finds: list[Found]) -> Iterator[str]:
    """A context is an id: it stands for one text only."""
    first: dict[str, Found] = {}
    for found in finds:
        known = first.setdefault(found.text.context, found)
        if known.text != found.text:
            yield f"{found.place}: {_shown(found.text)} has the context {found.text.context} of {_shown(known.text)} in {known.place}"


def _shown(text: Text) -> str:
    return f"“{text.msgid}”" + (f" / “{text.plural}”" if text.plural else "")
