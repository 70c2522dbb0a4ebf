"""Makes the Markdown of a chapter into HTML for our pages: links and pictures get their address here, headings an anchor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from django.templatetags.static import static
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from postkring.web.help.contents import BY_NAME

# HTML in a chapter is shown as the text it is.
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_STATIC: Final = "/static/"
_CHAPTER: Final = ".md"


@dataclass(frozen=True)
class Heading:
    text: str
    anchor: str


@dataclass(frozen=True)
class Written:
    """A chapter as it was written. `text` is all of it without marks, for searching."""

    source: str
    title: str
    headings: tuple[Heading, ...]
    text: str

    @cached_property
    def body(self) -> str:
        """The HTML below the title, which the page itself shows."""
        _, tokens, _ = _parsed(self.source)
        for token in _inside(tokens):
            _address(token)
        body: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
        return body


def read(source: str) -> Written:
    title, tokens, headings = _parsed(source)
    text = " ".join(token.content for token in _inside(tokens) if token.content)
    return Written(source, title, headings, text)


def _parsed(source: str) -> tuple[str, Sequence[Token], tuple[Heading, ...]]:
    """The title, which is the first three tokens; what follows it; the headings in that, each with its anchor set."""
    opening, title, closing, *tokens = _MARKDOWN.parse(source)
    assert (opening.tag, closing.tag) == ("h1", "h1")
    return title.content, tokens, tuple(_anchored(tokens))


def _anchored(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Gives each heading its anchor, which differs from every id that a page of the product has."""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            heading = Heading(_plain(inline), f"part-{slugify(_plain(inline))}")
            opening.attrSet("id", heading.anchor)
            yield heading


def _inside(tokens: Sequence[Token]) -> Iterator[Token]:
    return (child for token in tokens for child in token.children or ())


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def _address(token: Token) -> None:
    """A chapter names another by its file, and a picture by its path, so that both can be followed in the repository too."""
    if token.type == "link_open":
        name, _, anchor = str(token.attrs["href"]).partition("#")
        if name.endswith(_CHAPTER):
            token.attrs["href"] = BY_NAME[name.removesuffix(_CHAPTER)].url + (f"#{anchor}" if anchor else "")
    elif token.type == "image":
        token.attrs["src"] = static(str(token.attrs["src"]).partition(_STATIC)[2])
