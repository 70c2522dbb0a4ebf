"""The manual cannot drift from the product: its words, links and pictures are those that are there."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from catalogue_files import read_entries
from postkring.web.help.chapters import chapters
from postkring.web.help.contents import BY_NAME, WRITTEN_IN
from tests.manual_texts import MANUAL, PICTURES, chapter_files, links, names_of_pictures, pictures, words_on_screen

LARGEST: Final = 60_000  # bytes of a picture
ALL_TOGETHER: Final = 1_500_000
TWO_MINUTES: Final = 450  # words
PLACEHOLDER: Final = re.compile(r"%\(\w+\)s")

CHAPTERS = [path for language in WRITTEN_IN for path in chapter_files(language)]
EVERY_CHAPTER = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: f"{path.parent.name}-{path.stem}")


def test_every_chapter_is_there_in_every_language_and_nothing_else() -> None:
    assert sorted(CHAPTERS) == sorted(path for path in MANUAL.rglob("*") if path.is_file())


@EVERY_CHAPTER
def test_a_chapter_is_read_in_two_minutes(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").split()) <= TWO_MINUTES


def test_the_languages_say_the_same_with_the_same_pictures() -> None:
    for dutch, english in zip(chapters("nl"), chapters("en"), strict=True):
        assert len(dutch.written.headings) == len(english.written.headings), dutch.title
    for path in chapter_files("nl"):
        in_english = [picture.replace("/nl/", "/en/") for picture in pictures(path)]
        assert in_english == pictures(MANUAL / "en" / path.name)


@pytest.mark.parametrize("language", WRITTEN_IN)
def test_every_word_in_bold_stands_on_the_screen(language: str) -> None:
    texts = [form for entry in read_entries(Path(settings.PACKAGE), language).values() for form in entry.forms]
    said = re.compile("|".join(".+".join(map(re.escape, PLACEHOLDER.split(text))) for text in texts))
    bold = [(path.stem, word) for path in chapter_files(language) for word in words_on_screen(path)]
    assert not said.fullmatch("Dit staat nergens")
    assert [place for place in bold if not said.fullmatch(place[1]) and place[1] not in {"Let op.", "Note."}] == []


@EVERY_CHAPTER
def test_every_link_leads_somewhere(path: Path) -> None:
    assert [link for link in links(path) if not _leads_somewhere(link, path)] == []


def _leads_somewhere(link: str, path: Path) -> bool:
    name, _, anchor = link.partition("#")
    if name.endswith(".md"):
        target = next((each for each in chapters(path.parent.name) if each.subject is BY_NAME.get(name.removesuffix(".md"))), None)
        return target is not None and (not anchor or anchor in {heading.anchor for heading in target.written.headings})
    try:
        return name.startswith("/") and bool(resolve(name))
    except Resolver404:
        return False


@EVERY_CHAPTER
def test_every_picture_is_there_and_says_what_it_shows(path: Path) -> None:
    shown = pictures(path)
    assert [picture for picture in shown if not (path.parent / picture).resolve().is_relative_to(PICTURES / path.parent.name)] == []
    assert [picture for picture in shown if not (path.parent / picture).is_file()] == []
    assert "![](" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", WRITTEN_IN)
def test_no_picture_is_kept_that_is_not_shown(language: str) -> None:
    assert {path.name for path in (PICTURES / language).iterdir()} == names_of_pictures(language)


def test_the_pictures_are_small() -> None:
    sizes = {path: path.stat().st_size for path in PICTURES.rglob("*") if path.is_file()}
    assert [path.name for path, size in sizes.items() if size > LARGEST] == []
    assert sum(sizes.values()) <= ALL_TOGETHER
