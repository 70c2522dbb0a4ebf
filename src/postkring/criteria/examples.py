"""What a refusal names as examples of what a field takes."""

from collections.abc import Sequence
from typing import Final

NEAR: Final = {"country": ("BE", "NL"), "language": ("fr", "nl")}  # of long lists no example would do that merely comes first
CODES: Final = ("A*", "A..C", "''")  # where there is none that could be named


def of_values(values: Sequence[str]) -> Sequence[str]:
    """One of them, each of them, and all but one."""
    return tuple(dict.fromkeys((values[0], "|".join(values), f"<>{values[0]}")))
