"""Pictures for the manual: as wide as its pages show them, and small enough to be kept in the repository."""

import base64
from pathlib import Path
from typing import Final

from playwright.sync_api import FloatRect, Locator, Page

WIDTH: Final = 1000  # pixels, at most
DENSITY: Final = 1.5  # pixels of the screen for one of the page
QUALITY: Final = 72
MARGIN: Final = 16


class Camera:
    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self._session = page.context.new_cdp_session(page)
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, *parts: Locator, height: float = 0, sides: float = MARGIN, ends: float = MARGIN) -> None:
        """What holds all the parts with a margin around it, or the whole window; at most as high as `height`."""
        self.page.wait_for_function("() => document.fonts.status === 'loaded' && document.getAnimations().length === 0")
        window = self.page.evaluate("() => ({x: 0, y: 0, width: innerWidth, height: innerHeight})")
        seen: FloatRect = _around([_box(part) for part in parts], window, sides, ends) if parts else window
        if height:
            seen["height"] = min(seen["height"], height)
        picture = self._session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY, "clip": self._clip(seen)})
        (self.folder / f"{name}.webp").write_bytes(base64.b64decode(picture["data"]))

    def _clip(self, seen: FloatRect) -> dict[str, float]:
        """Where it stands on the page, which may have been scrolled, and how much smaller it becomes."""
        scrolled = self.page.evaluate("() => scrollY")
        return {**seen, "y": seen["y"] + scrolled, "scale": min(1, WIDTH / (seen["width"] * DENSITY))}


def _box(part: Locator) -> FloatRect:
    box = part.bounding_box()
    assert box is not None, f"{part} is not to be seen"
    return box


def _around(boxes: list[FloatRect], window: FloatRect, sides: float, ends: float) -> FloatRect:
    left = max(0, min(box["x"] for box in boxes) - sides)
    top = max(0, min(box["y"] for box in boxes) - ends)
    right = min(window["width"], max(box["x"] + box["width"] for box in boxes) + sides)
    bottom = min(window["height"], max(box["y"] + box["height"] for box in boxes) + ends)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}
