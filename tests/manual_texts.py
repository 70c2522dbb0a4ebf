"""What stands in the Markdown of the manual: its words on screen, its links and its pictures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from postkring.web.help.contents import SUBJECTS

MANUAL: Final = Path(settings.PACKAGE) / "manual"
PICTURES: Final = Path(settings.PACKAGE) / "web" / "static" / "manual"
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")


def chapter_files(language: str) -> list[Path]:
    return [MANUAL / language / f"{subject.name}.md" for subject in SUBJECTS]


def words_on_screen(path: Path) -> list[str]:
    """What stands in bold, link or not."""
    return [_within(line, place) for line in _lines(path) for place, token in enumerate(line) if token.type == "strong_open"]


def links(path: Path) -> list[str]:
    return [str(token.attrs["href"]) for line in _lines(path) for token in line if token.type == "link_open"]


def pictures(path: Path) -> list[str]:
    return [str(token.attrs["src"]) for line in _lines(path) for token in line if token.type == "image"]


def names_of_pictures(language: str) -> set[str]:
    return {Path(picture).name for path in chapter_files(language) for picture in pictures(path)}


def _lines(path: Path) -> Iterator[list[Token]]:
    return (token.children for token in _MARKDOWN.parse(path.read_text(encoding="utf-8")) if token.children)


def _within(line: list[Token], opening: int) -> str:
    closing = next(place for place in range(opening, len(line)) if line[place].type == "strong_close")
    return "".join(token.content for token in line[opening:closing])
