"""The colours: readable on every surface they stand on, light and dark (WCAG 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.PACKAGE) / "web" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
VALUES: dict[str, str] = dict(re.findall(r"--([a-z-]+):\s*([^;]+);", TOKENS))
SURFACES = ("canvas", "surface", "surface-raised", "surface-sunken", "surface-hover", "surface-pressed", "accent-soft")
PAIRS = [
    *((text, surface, 4.5) for text in ("text", "text-quiet", "text-link", "good", "warning", "bad") for surface in SURFACES),
    *((line, surface, 3.0) for line in ("line-control", "focus", "accent") for surface in SURFACES),
    ("text-on-accent", "accent", 4.5),
    ("text-on-accent", "accent-hover", 4.5),
    ("text-on-accent", "bad-fill", 4.5),
    ("text-on-accent", "bad-hover", 4.5),
    ("toast-text", "toast", 4.5),
    ("toast-action", "toast", 4.5),
    ("toast-action", "toast-hover", 4.5),
    *((state, f"{state}-soft", 4.5) for state in ("good", "warning", "bad")),
    *(("text", f"{state}-soft", 4.5) for state in ("good", "warning", "bad")),
]


def colour(name: str, side: int) -> str:
    value = VALUES[name].strip()
    if sides := re.fullmatch(r"light-dark\((.+), (.+)\)", value):
        value = sides.group(side + 1)
    if reference := re.fullmatch(r"var\(--([a-z-]+)\)", value):
        return colour(reference.group(1), side)
    return value


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_a_colour_stands_out_from_its_surface(front: str, back: str, least: float, side: int) -> None:
    darker, lighter = sorted((luminance(colour(front, side)), luminance(colour(back, side))))
    assert (lighter + 0.05) / (darker + 0.05) >= least
