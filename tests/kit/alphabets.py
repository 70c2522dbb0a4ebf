"""Words of many alphabets, for tests of the laws of text."""

import sys
import unicodedata
from collections.abc import Iterator
from typing import Final

from hypothesis import strategies as st

from postkring.kit.signs import TURNING

# First and last code point of what an office may meet in names, and of what only looks like letters.
_BLOCKS: Final = (
    (0x0020, 0x007E),  # ASCII
    (0x00A1, 0x024F),  # Latin
    (0x0250, 0x02AF),
    (0x02B0, 0x036F),  # modifiers and combining marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x0531, 0x0587),  # Armenian
    (0x0591, 0x05F4),  # Hebrew
    (0x0600, 0x06FF),  # Arabic
    (0x0900, 0x097F),  # Devanagari
    (0x0E01, 0x0E5B),  # Thai
    (0x10A0, 0x10FF),  # Georgian
    (0x1100, 0x11FF),  # Hangul, letter by letter
    (0x13A0, 0x13FD),  # Cherokee
    (0x1E00, 0x1EFF),  # Latin with two accents, as Vietnamese has
    (0x1F00, 0x1FFE),  # Greek with its old accents
    (0x2000, 0x206F),  # punctuation, blanks
    (0x2070, 0x218F),  # small digits, signs that stand for letters
    (0x2460, 0x24FF),  # in circles
    (0x3041, 0x30FF),  # Japanese
    (0xAC00, 0xAC80),  # Hangul
    (0xFB00, 0xFDFF),  # ligatures, presentation forms
    (0xFE20, 0xFEFC),
    (0xFF01, 0xFFEE),  # wide and narrow
    (0x10400, 0x1044F),  # Deseret, beyond the first plane
    (0x1D400, 0x1D7FF),  # letters of mathematics
    (0x1F100, 0x1F1FF),
    (0x1F600, 0x1F64F),  # faces
)


def _known(sign: str) -> bool:
    """Assigned, and neither a surrogate nor private nor a control, nor one that turns text around."""
    return unicodedata.category(sign) not in {"Cc", "Cn", "Co", "Cs"} and sign not in TURNING


SIGNS: Final = "".join(sign for first, last in _BLOCKS for sign in map(chr, range(first, last + 1)) if _known(sign))


def words(longest: int = 12) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(SIGNS), max_size=longest)


def every_sign() -> Iterator[str]:
    """All of Unicode that can be stored, but for the ideographs, which have neither case nor accents."""
    for point in range(1, sys.maxunicode + 1):
        sign = chr(point)
        if _known(sign) and not unicodedata.name(sign, "").startswith(("CJK UNIFIED", "TANGUT", "HANGUL SYLLABLE")):
            yield sign
