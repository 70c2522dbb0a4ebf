"""Signs that no text of ours may hold."""

from typing import Final

# They turn around whatever follows, also the sentence or the page that shows the text; Hebrew and Arabic stand right without them.
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NOTHING: Final = dict.fromkeys(map(ord, TURNING))


def without_turning(text: str) -> str:
    """A sentence as it is meant, whatever text it quotes."""
    return text if text.isascii() else text.translate(_NOTHING)
