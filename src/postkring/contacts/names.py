"""A person's name and its three parts: how a name is divided, and what a new part does to the others (R-3101 to R-3103)."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeAlias

from postkring.kit.text import fold

NAME_PARTS: Final = ("first_name", "middle_name", "surname")
Parts: TypeAlias = dict[str, str]

# Words with which a surname begins, in Dutch, French and German and in the languages of many who live among them.
_PREFIX: Final = re.compile(
    "van|van[dt]e|vanden|vander|von|vom|de|den|der|des|del|della|di|da|dal|dalla|dos|du|le|la|les|ter|ten|te|'t|zu|zum|zur|el|al|[dl]'.*"
)
# These are prefixes before another one only: Op de Beeck, in 't Veld, auf der Maur.
_BEFORE_PREFIX: Final = re.compile("op|in|aan|bij|onder|over|uit|voor|auf|an")
_APOSTROPHES: Final = str.maketrans("’‘ʼ`´", "'" * 5)


def divided(name: str) -> Parts:
    """R-3101: one word is the first name, two are first name and surname; of more, the last two are middle name and surname."""
    return _parts(name.split())


def suggested(name: str) -> Parts:
    """The same, with a surname that begins at its prefix. For whoever sees the parts before they are stored."""
    first = name.split()[:1]
    return _parts([*first, *_with_whole_surname(name.split()[1:])])


def composed(parts: Mapping[str, str]) -> str:
    """R-3103: the parts in their order, with single blanks."""
    return " ".join(" ".join(parts[part] for part in NAME_PARTS).split())


def completed(name: str, typed: Mapping[str, str]) -> Parts | None:
    """All three parts, where those that were typed stand in the name: the rest of it goes to the others. None when they do not."""
    words, given = name.split(), {part: text.split() for part, text in typed.items() if text.strip()}
    first, last = given.get("first_name", []), given.get("surname", [])
    rest = words[len(first) : len(words) - len(last)]
    if [*map(fold, (*first, *rest, *last))] != [*map(fold, words)] or "middle_name" in given:
        return None
    if first and last:
        others = {"middle_name": " ".join(rest)}
    elif first:
        rest = _with_whole_surname(rest)
        others = {"middle_name": " ".join(rest[:-1]), "surname": "".join(rest[-1:])}
    else:
        others = dict(zip(NAME_PARTS, _before_surname(rest), strict=False))
    return dict.fromkeys(NAME_PARTS, "") | others | {part: " ".join(words) for part, words in given.items()}


def without_repetition(parts: Mapping[str, str], given: Collection[str]) -> Parts:
    """The parts, when those in `given` are new: what they begin or end with does not stand a second time in the part beside them.

    Somebody who is Piet Van | den | Bossche and gets the surname Van den Bossche is Piet | – | Van den Bossche. A word is left
    on the far side: Thomas gets the surname Thomas.
    """
    settled = dict(parts)
    if all(part in given for part in NAME_PARTS):
        return settled  # there is no part beside them
    places = [place for place, part in enumerate(NAME_PARTS) if part in given and parts[part].strip()]
    if places:
        _shorten(settled, [part for part in NAME_PARTS[: places[0]] if part not in given], parts[NAME_PARTS[places[0]]], at_end=True)
        for here, there in zip(places, [*places[1:], len(NAME_PARTS)], strict=True):
            between = [part for part in NAME_PARTS[here + 1 : there] if part not in given]
            _shorten(settled, between, parts[NAME_PARTS[here]], at_end=False)
            if there < len(NAME_PARTS):
                _shorten(settled, between, parts[NAME_PARTS[there]], at_end=True)
    return settled


def _parts(words: Sequence[str]) -> Parts:
    first, middle = _before_surname(words[:-1]) if len(words) > 1 else (" ".join(words), "")
    return {"first_name": first, "middle_name": middle, "surname": words[-1] if len(words) > 1 else ""}


def _before_surname(words: Sequence[str]) -> tuple[str, str]:
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (" ".join(words), "")


def _with_whole_surname(words: Sequence[str]) -> list[str]:
    """Words after a first name, of which those from the first prefix on are one."""
    begin = next((place for place in range(len(words) - 1) if _begins_surname(words, place)), max(len(words) - 1, 0))
    return [*words[:begin], " ".join(words[begin:])] if words else []


def _begins_surname(words: Sequence[str], place: int) -> bool:
    word = _plain(words[place])
    if _BEFORE_PREFIX.fullmatch(word):
        return place + 2 < len(words) and bool(_PREFIX.fullmatch(_plain(words[place + 1])))
    return bool(_PREFIX.fullmatch(word))


def _plain(word: str) -> str:
    return fold(word.translate(_APOSTROPHES))


def _shorten(parts: Parts, beside: Sequence[str], new: str, *, at_end: bool) -> None:
    """Takes out of the parts beside a new one the words that it repeats."""
    words = [(part, word) for part in beside for word in parts[part].split()]
    if not words:
        return
    old, typed = [_plain(word) for _, word in words], [_plain(word) for word in new.split()]
    # First name and surname keep a word; the middle name may go.
    most = len(old) - sum(1 for part in beside if part != "middle_name" and parts[part].strip())
    for number in range(min(most, len(typed)), 0, -1):
        if (old[-number:] == typed[:number]) if at_end else (old[:number] == typed[-number:]):
            kept = words[:-number] if at_end else words[number:]
            parts.update({part: " ".join(word for owner, word in kept if owner == part) for part in beside})
            return
