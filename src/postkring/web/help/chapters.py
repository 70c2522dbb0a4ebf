"""The chapters of the manual, read once from the Markdown of the package, and finding one by words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from django.conf import settings

from postkring.kit.text import fold
from postkring.web.help.contents import SUBJECTS, Subject
from postkring.web.help.reading import Written, read

_WORDS: Final = re.compile(r"\w+")
LEAST_IN_TEXT: Final = 5  # letters of a word that is looked for in the text itself; shorter ones stand everywhere


@dataclass(frozen=True)
class Chapter:
    subject: Subject
    language: str
    written: Written

    @property
    def title(self) -> str:
        return self.written.title

    @property
    def url(self) -> str:
        return self.subject.url

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_words(self.written.text))


@dataclass(frozen=True)
class Passage:
    """Where something was found: a chapter, or the part of it below a heading."""

    chapter: Chapter
    heading: str = ""
    anchor: str = ""

    @property
    def url(self) -> str:
        return f"{self.chapter.url}#{self.anchor}" if self.anchor else self.chapter.url


@cache
def chapters(language: str) -> tuple[Chapter, ...]:
    """All chapters in their order, in a language that the manual is written in."""
    folder = Path(settings.PACKAGE) / "manual" / language
    return tuple(Chapter(subject, language, read((folder / f"{subject.name}.md").read_text(encoding="utf-8"))) for subject in SUBJECTS)


def find(text: str, language: str, at_most: int) -> list[Passage]:
    """The best first: by title, by heading, by what is said in the text."""
    words = _words(text)
    found = [ranked for chapter in chapters(language) if words for ranked in _ranked(chapter, words)]
    return [passage for _, passage in sorted(found, key=lambda pair: pair[0])][:at_most]


def _ranked(chapter: Chapter, words: Sequence[str]) -> Iterator[tuple[int, Passage]]:
    """At most one passage of a chapter, with its rank."""
    if _fits(words, _words(chapter.title)):
        yield 0, Passage(chapter)
        return
    for heading in chapter.written.headings:
        if _fits(words, _words(heading.text)):
            yield 1, Passage(chapter, heading.text, heading.anchor)
            return
    if all(len(word) >= LEAST_IN_TEXT for word in words) and _fits(words, chapter.words):
        yield 2, Passage(chapter)


def _fits(words: Sequence[str], parts: Sequence[str] | frozenset[str]) -> bool:
    return all(any(part.startswith(word) for part in parts) for word in words)


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))
