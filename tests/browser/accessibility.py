"""What axe finds on a page: the rules of WCAG 2.2 AA and good practice, in a real browser."""

import os
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS: Final[dict[str, Any]] = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

Shown = TypeVar("Shown")


def shown_in(look: int, of: int, everything: Sequence[Shown]) -> Sequence[Shown]:
    """All of it with A11Y=full; without, each page is looked at in one of so many ways to look, so that each way has some."""
    return everything if os.environ.get("A11Y") == "full" else everything[look::of]


def faults(page: Page) -> list[str]:
    """One line for each rule that is broken, with the places where."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{page.url}: {rule['id']}: {', '.join(str(node['target'][0]) for node in rule['nodes'][:5])}" for rule in found]
